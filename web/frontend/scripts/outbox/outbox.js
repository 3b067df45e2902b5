// Whatever is said on the page is kept on the device first and sent then: at once, else when the signal is back, when
// the page is opened or looked at again, and from time to time.

import { FRESH, SIGNED_OUT, UNHEARD, refresh } from "./refreshing.js";
import { sendWaiting } from "./sending.js";
import { mine, show } from "./showing.js";
import { remove } from "./store.js";
import { reader, takeForms } from "./taking.js";

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
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && returned());
  if ("BroadcastChannel" in globalThis) new BroadcastChannel("aftersales-outbox").addEventListener("message", again);
}

async function taken() {
  await show(isSignedOut);
  again();
  navigator.storage?.persist?.();
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("outbox").catch(() => undefined); // it sends even after the page is closed
}

/** An app stays open for days: what was planned meanwhile is shown, and a new day begins on its own page. */
async function returned() {
  again();
  const wasToday = isToday();
  const became = await refresh();
  if (became !== UNHEARD) isSignedOut = became === SIGNED_OUT;
  await show(isSignedOut);
  if (wasToday && !isToday()) location.assign("/technicians/today");
}

function isToday() {
  return document.querySelector("[data-phone][data-today]") !== null;
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
  if (outcome.reader !== undefined) isSignedOut = outcome.reader !== reader();
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
  if ((await refresh()) !== FRESH) return false;
  for (const each of sent) await remove(each.id);
  await show(isSignedOut);
  return true;
}
