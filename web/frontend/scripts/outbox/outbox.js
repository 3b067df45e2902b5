// Whatever is said on the page is kept on the device first and sent then: at once, else when the signal is back, when
// the page is opened or looked at again, and from time to time.

import { refresh } from "./refreshing.js";
import { sendWaiting } from "./sending.js";
import { mine, show } from "./showing.js";
import { remove } from "./store.js";
import { takeForms } from "./taking.js";

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

let wait = FIRST_WAIT;
let timer = 0;
let isAsked = false;
let isSending = false;
let isSignedOut = false;

if (document.querySelector("template[data-outbox-row]") && globalThis.indexedDB) {
  takeForms(taken);
  addEventListener("online", again);
  addEventListener("offline", () => show(isSignedOut));
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  if ("BroadcastChannel" in globalThis) new BroadcastChannel("aftersales-outbox").addEventListener("message", again);
}

async function taken() {
  await show(isSignedOut);
  again();
  navigator.storage?.persist?.();
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("outbox").catch(() => undefined); // it sends even after the page is closed
}

function again() {
  wait = FIRST_WAIT;
  run();
}

async function run() {
  isAsked = true;
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  try {
    while (isAsked) await round();
  } finally {
    isSending = false;
  }
}

async function round() {
  isAsked = false;
  await show(isSignedOut);
  const outcome = await sendWaiting();
  isSignedOut = outcome.isSignedOut;
  await show(isSignedOut);
  if ((await isCaughtUp()) && !outcome.left) return;
  clearTimeout(timer);
  timer = setTimeout(run, wait);
  wait = Math.min(2 * wait, LONGEST_WAIT);
}

/** What was sent is shown from the store until the page itself knows it. */
async function isCaughtUp() {
  const sent = (await mine()).filter((each) => each.state === "sent");
  if (!sent.length) return true;
  if (!(await refresh())) return false;
  for (const each of sent) await remove(each.id);
  await show(isSignedOut);
  return true;
}
