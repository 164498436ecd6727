/** The themes of the demo page: its own light and dark, and one of high contrast as JupyterLab has it. */

export const themes = ["light", "dark", "contrast"] as const;
export type Theme = (typeof themes)[number];

/** What a dark theme of high contrast sets: lines and words as bright as can be, no grey. */
const CONTRAST: Readonly<Record<string, string>> = {
  "--jp-layout-color1": "#000",
  "--jp-layout-color2": "#000",
  "--jp-border-color2": "#fff",
  "--jp-ui-font-color1": "#fff",
  "--jp-ui-font-color2": "#fff",
  "--jp-brand-color1": "#6fc3df",
};

export function setTheme(theme: Theme): void {
  const { classList, style } = document.documentElement;
  classList.toggle("dark", theme !== "light");
  for (const [name, value] of Object.entries(CONTRAST)) {
    if (theme === "contrast") style.setProperty(name, value);
    else style.removeProperty(name);
  }
}
