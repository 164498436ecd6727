/** Every panel and its scenes. */
import camera from "../panels/camera.ts";
import detector from "../panels/detector.ts";
import laser from "../panels/laser.ts";
import motor from "../panels/motor.ts";
import overview from "../panels/overview.ts";
import parameters from "../panels/parameters.ts";
import runs from "../panels/runs.ts";
import scan from "../panels/scan.ts";
import { cameraScenes } from "./camera.ts";
import { detectorScenes } from "./detector.ts";
import { laserScenes } from "./laser.ts";
import { motorScenes } from "./motor.ts";
import { overviewScenes } from "./overview.ts";
import { parametersScenes } from "./parameters.ts";
import { runsScenes } from "./runs.ts";
import { scanScenes } from "./scan.ts";

export const shows = {
  camera: { define: camera, scenes: cameraScenes },
  detector: { define: detector, scenes: detectorScenes },
  laser: { define: laser, scenes: laserScenes },
  motor: { define: motor, scenes: motorScenes },
  overview: { define: overview, scenes: overviewScenes },
  parameters: { define: parameters, scenes: parametersScenes },
  runs: { define: runs, scenes: runsScenes },
  scan: { define: scan, scenes: scanScenes },
};
