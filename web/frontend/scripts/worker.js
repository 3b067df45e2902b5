// Stands between a technician's phone and the server. Days come from the server whenever it answers in time, else from
// the phone; styles and scripts, whose names change with them, from the phone. Only what the server marks with
// `Kept-For` is kept, under the name of its reader. No other page of the house lies under /technicians/.

import { ASSETS, PAGES, forgetPages } from "./kept.js";
import { sendWaiting } from "./outbox/sending.js";

const DAY = /^\/technicians\/[^/]+\/(\d{4}-\d\d-\d\d)$/;
const TODAY = "/technicians/today";
const NO_SIGNAL = "/technicians/no-signal";
const BUILT = "/static/built/";
const PATIENCE = 4_000; // of weak signal; then the kept day is shown

addEventListener("install", (event) => event.waitUntil(keepNoSignal().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keepWhatIsShown(event.data)));
addEventListener("sync", (event) => event.waitUntil(sendAgain()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (DAY.test(pathname)) event.respondWith(dayOf(event, pathname));
  else if (pathname === TODAY) event.respondWith(today(request));
  else if (pathname.startsWith("/static/")) event.respondWith(assetOf(request, pathname));
});

async function dayOf(event, pathname) {
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keepDay(event.request.url, answer.clone()), () => undefined));
  if (event.request.mode !== "navigate") return asked; // a script wants to know how it is now
  const kept = await keptDay(pathname);
  try {
    const answer = await (kept ? Promise.race([asked, late()]) : asked);
    return kept && answer.status >= 500 ? kept : answer;
  } catch {
    return kept ?? noSignal();
  }
}

async function today(request) {
  try {
    return await fetch(request);
  } catch {
    const days = [...(await keptDays()).keys()].sort(byDay);
    const now = new Date();
    const on = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    const found = days.find((each) => dayIn(each) === on) ?? days.at(-1);
    return found ? Response.redirect(found, 302) : noSignal();
  }
}

async function assetOf(request, pathname) {
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request, { ignoreVary: true });
  if (kept && pathname.startsWith(BUILT)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && (pathname.startsWith(BUILT) || kept)) await assets.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** Keep a day for its reader, and nobody else's any more; days that are over go. */
async function keepDay(address, answer) {
  const reader = answer.headers.get("kept-for");
  const { pathname, search } = new URL(address);
  if (!answer.ok || answer.redirected || !reader || search) return;
  await forgetPages(reader);
  const pages = await caches.open(PAGES + reader);
  await pages.put(pathname, answer);
  const yesterday = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
  for (const each of await pages.keys()) if (dayIn(new URL(each.url).pathname) < yesterday && each.url !== address) await pages.delete(each);
}

async function keptDay(pathname) {
  return (await keptDays()).get(pathname)?.();
}

/** By path, each with what opens it. */
async function keptDays() {
  const days = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const pages = await caches.open(name);
    for (const each of await pages.keys()) days.set(new URL(each.url).pathname, () => pages.match(each, { ignoreVary: true }));
  }
  return days;
}

const dayIn = (pathname) => DAY.exec(pathname)?.[1] ?? "";
const byDay = (one, other) => dayIn(one).localeCompare(dayIn(other));
const late = () => new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));

async function noSignal() {
  const assets = await caches.open(ASSETS);
  return (await assets.match(NO_SIGNAL, { ignoreVary: true })) ?? Response.error();
}

/** The page that says so is nobody's: it is asked for without a session. */
async function keepNoSignal() {
  const assets = await caches.open(ASSETS);
  const answer = await fetch(NO_SIGNAL, { credentials: "omit", cache: "no-store" });
  if (answer.ok) await assets.put(NO_SIGNAL, answer);
}

async function keepWhatIsShown({ page, assets: wanted }) {
  const assets = await caches.open(ASSETS);
  const there = (await assets.keys()).map((each) => each.url);
  const missing = wanted.filter((each) => !there.includes(each));
  await assets.addAll(missing);
  if (missing.length) await keepNoSignal();
  const needed = new Set([...wanted, new URL(NO_SIGNAL, location.href).href]);
  await Promise.all(there.filter((each) => !needed.has(each)).map((each) => assets.delete(each)));
  if (!(await keptDay(page))) await keepDay(new URL(page, location.href).href, await fetch(page));
}

/** The browser calls this when there is signal again, and once more later if something is left. */
async function sendAgain() {
  const { left, reader } = await sendWaiting();
  if (left && reader !== null) throw new Error("Something is left to send.");
}
