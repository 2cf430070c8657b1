// The composition root: the only file that starts anything.

import { App } from "./app/app.ts";
import { fragmentInPath } from "./app/fragment-in-path.ts";
import { Pwa } from "./app/pwa.ts";
import "./ui/screens/kb-app.ts";
import { withstandTranslators } from "./ui/translated.ts";

const fragment = fragmentInPath(location.pathname);
if (fragment !== null) history.replaceState(null, "", `/${fragment}`);
withstandTranslators();
const pwa = new Pwa();
pwa.start();
const element = document.querySelector("kb-app");
if (element === null) throw new Error("index.html has no <kb-app>");
// Not awaited: what opens a room imports from this file, and would wait for it while it waits for that.
void App.start({ pwa }).then((app) => (element.app = app));
