// Shows every panel in every state in a plain page.
import { panels } from "./bundle.js";
import { serve } from "./serve.js";

const { address } = await serve(Number(process.env.PORT ?? 0));
for (const panel of panels) console.log(`${address}?panel=${panel}    (&dark)`);
