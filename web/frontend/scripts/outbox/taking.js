// Takes what a form says before it is sent: any form with `data-outbox`, which names what it is about. It goes into the
// device's own store with the device's time and a key, and from there to the server as soon as that can be reached.

import { withSmallPhotos } from "./smaller.js";
import { add } from "./store.js";

export const reader = () => document.querySelector("meta[name=reader]")?.content ?? "";

/** Calls `kept` whenever something more is kept; a browser that keeps nothing sends the form as ever. */
export function takeForms(kept) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-outbox]")) return;
    if (!reader() || !globalThis.indexedDB) return;
    event.preventDefault();
    const { submitter } = event;
    const entry = entryOf(form, submitter, new Date());
    if (submitter) submitter.disabled = true; // a second tap is no second report
    try {
      entry.fields = await withSmallPhotos(form, entry.fields);
      await add(entry);
    } catch {
      sendAsEver(form, submitter);
      return;
    } finally {
      if (submitter) submitter.disabled = false;
    }
    form.reset();
    kept(entry);
  });
}

function entryOf(form, submitter, now) {
  const said = new FormData(form);
  if (submitter?.name) said.append(submitter.name, submitter.value);
  said.delete("csrf");
  said.set("at", momentOf(now));
  said.set("key", newKey());
  return {
    owner: reader(),
    about: form.dataset.outbox,
    subject: form.dataset.subject ?? "",
    to: form.getAttribute("action"),
    fields: [...said].filter(([, value]) => !(value instanceof File && !value.name && !value.size)),
    words: form.dataset.said ?? submitter?.textContent.trim() ?? "",
    then: submitter?.dataset.then ?? null,
    at: now.getTime(),
    state: "waiting",
    why: "",
  };
}

/** Without the store nothing is lost: the form goes where it would have gone without a script. */
function sendAsEver(form, submitter) {
  if (submitter?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(pressed);
  }
  form.submit();
}

/** A moment as ISO 8601 with the offset of the device, such as 2026-11-23T08:12:03.120+01:00. */
function momentOf(now) {
  const minutes = -now.getTimezoneOffset();
  const wall = new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const two = (number) => String(Math.trunc(number)).padStart(2, "0");
  const away = Math.abs(minutes);
  return `${wall}${minutes < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
}

/** A random UUID (RFC 9562, version 4); `crypto.randomUUID` is only there behind HTTPS. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
