// Sends what waits, in order, from the page or from the worker behind it. An entry leaves the device only when the
// server has answered; an answer that was lost makes it go once more under the same key, which the server knows again.

import { all, change } from "./store.js";

const PASS = "/technicians/pass";
const PATIENCE = 20_000;
const FILES_PATIENCE = 120_000;
const NOT_NOW = new Set([408, 425, 429]);

const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("aftersales-outbox") : null;

/** One round: how many were sent, how many still wait, and who is signed in: nobody is null, unheard is undefined. */
export function sendWaiting() {
  const { locks } = navigator; // only behind HTTPS; without it two tabs may both send, and the key tells
  return locks ? locks.request("aftersales-outbox", round) : round();
}

async function round() {
  const waiting = (await all()).filter((each) => each.state === "waiting");
  const outcome = { sent: 0, left: waiting.length, reader: undefined };
  if (!waiting.length) return outcome;
  try {
    await sendAll(waiting, outcome);
  } catch {
    // no signal, or no answer in time: all that is left waits
  }
  if (outcome.sent) news?.postMessage("sent");
  return outcome;
}

async function sendAll(waiting, outcome) {
  let pass = await freshPass();
  outcome.reader = pass && pass.reader;
  if (!pass) return;
  const mine = waiting.filter((each) => each.owner === pass.reader); // what others said waits for them
  outcome.left = mine.length;
  for (const entry of mine) {
    let answer = await send(entry, pass);
    if (answer.status === 403) {
      const newer = await freshPass();
      if (newer && newer.csrf !== pass.csrf && newer.reader === pass.reader) {
        pass = newer;
        answer = await send(entry, pass);
      }
    }
    if (answer.status === 401) outcome.reader = null;
    if (!(await settle(entry, answer))) return;
    outcome.sent += 1;
    outcome.left -= 1;
  }
}

/** Who is signed in now and what their forms carry: the page may be from an earlier sign-in. Null if nobody is. */
async function freshPass() {
  const answer = await asked(PASS, { cache: "no-store" }, PATIENCE);
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function send(entry, pass) {
  const hasFiles = entry.fields.some(([, value]) => value instanceof Blob);
  const body = hasFiles ? new FormData() : new URLSearchParams();
  for (const [name, value] of entry.fields) body.append(name, value);
  const headers = { "x-csrf-token": pass.csrf };
  return asked(entry.to, { method: "POST", body, headers }, hasFiles ? FILES_PATIENCE : PATIENCE);
}

/** What the answer means for the entry: sent, or refused with a reason; false if it has to wait. */
async function settle(entry, answer) {
  if (answer.ok || answer.type === "opaqueredirect") {
    await change({ ...entry, state: "sent", fields: [] });
    return true;
  }
  if (answer.status === 401 || answer.status >= 500 || NOT_NOW.has(answer.status)) return false;
  await change({ ...entry, state: "refused", why: await reasonOf(answer) });
  return true;
}

async function reasonOf(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return "";
  }
}

/** Asks as a program does, so that a refusal is a sentence and not a page. */
async function asked(address, options, patience) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), patience);
  const headers = { accept: "application/json", ...options.headers };
  try {
    return await fetch(address, { ...options, headers, redirect: "manual", credentials: "same-origin", signal: given.signal });
  } finally {
    clearTimeout(timer);
  }
}
