/** The demo page: ?panel=motor (or camera, detector, laser, overview, parameters, runs, scan), &dark, &contrast. */
import { shows } from "./shows.ts";
import { play } from "./stage.ts";
import { setTheme } from "./theme.ts";

const query = new URLSearchParams(location.search);
const name = (query.get("panel") ?? "motor") as keyof typeof shows;
setTheme(query.has("contrast") ? "contrast" : query.has("dark") ? "dark" : "light");
document.body.dataset.show = name;
const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/panels/${name}.css` });
document.head.append(sheet);
for (const scene of shows[name].scenes()) play(document.body, shows[name].define, scene);
