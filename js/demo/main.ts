/** The demo page: ?panel=motor (or detector, scan), &dark. */
import motor from "../panels/motor.ts";
import { motorScenes } from "./motor.ts";
import { play } from "./stage.ts";

const shows = {
  motor: { define: motor, scenes: motorScenes },
};

const query = new URLSearchParams(location.search);
const name = (query.get("panel") ?? "motor") as keyof typeof shows;
document.documentElement.classList.toggle("dark", query.has("dark"));
document.body.dataset.show = name;
for (const scene of shows[name].scenes()) play(document.body, shows[name].define, scene);
