// A technician's own day on their phone: it opens without signal. What is kept for that is forgotten when they sign
// out, and when somebody else signs in. What waits to be sent stays until whoever said it is there again.

import { forgetPages } from "./kept.js";
import { sendWaiting } from "./outbox/sending.js";
import { mine } from "./outbox/showing.js";
import { reader } from "./outbox/taking.js";

const WORKER = "/technicians/worker.js";
const PATIENCE = 5_000;

if (reader()) forgetPages(reader()).catch(() => undefined);
document.addEventListener("submit", leaving);
if (document.querySelector("[data-phone]")) navigator.serviceWorker?.register(WORKER).then(keepThis, () => undefined);

/** The worker is told what this page is made of: the first time it came when all was loaded already. */
async function keepThis() {
  const kept = await navigator.serviceWorker.ready;
  const made = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  kept.active.postMessage({ page: location.pathname, assets: made.map((each) => each.href || each.src) });
}

async function leaving(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-leaves]")) return;
  event.preventDefault();
  try {
    if ((await isSomethingLeft()) && !confirm(form.dataset.leaves)) return;
    await forgetPages();
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
  form.submit();
}

/** Whether something waits on this phone even after one more try to send it. */
async function isSomethingLeft() {
  if (!(await isWaiting())) return false;
  await Promise.race([sendWaiting(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  return isWaiting();
}

async function isWaiting() {
  return globalThis.indexedDB && (await mine()).some((each) => each.state === "waiting");
}
