/** The themes of the demo page: its own light and dark, and the three that JupyterLab comes with. */

export const themes = ["light", "dark", "jupyterlab-light", "jupyterlab-dark", "contrast"] as const;
export type Theme = (typeof themes)[number];

type Variables = Readonly<Record<string, string>>;

/** The values of JupyterLab 4.6, of those variables that the panels read. */
const JUPYTERLAB: Readonly<Record<string, Variables>> = {
  "jupyterlab-light": {
    "--jp-layout-color1": "white",
    "--jp-layout-color2": "#eee",
    "--jp-border-color2": "#e0e0e0",
    "--jp-ui-font-color1": "rgba(0, 0, 0, 0.87)",
    "--jp-ui-font-color2": "rgba(0, 0, 0, 0.54)",
    "--jp-brand-color1": "#1976d2",
  },
  "jupyterlab-dark": {
    "--jp-layout-color1": "#212121",
    "--jp-layout-color2": "#424242",
    "--jp-border-color2": "#424242",
    "--jp-ui-font-color1": "rgba(255, 255, 255, 0.87)",
    "--jp-ui-font-color2": "rgba(255, 255, 255, 0.54)",
    "--jp-brand-color1": "#2196f3",
  },
  contrast: {
    "--jp-layout-color1": "#111",
    "--jp-layout-color2": "#424242",
    "--jp-ui-font-color1": "#fff",
    "--jp-ui-font-color2": "#fff",
    "--jp-brand-color1": "#319bf2",
  },
};

const NAMES = Object.keys(JUPYTERLAB["jupyterlab-light"] ?? {});

export function setTheme(theme: Theme): void {
  const { classList, style } = document.documentElement;
  classList.toggle("dark", !theme.endsWith("light"));
  for (const name of NAMES) style.setProperty(name, JUPYTERLAB[theme]?.[name] ?? "");
}
