// Shows what this device keeps: beside the visit that it is about, else at the top. All words stand in the page.

import { all, remove } from "./store.js";
import { reader } from "./taking.js";

const ROW = "template[data-outbox-row]";

/** What whoever reads this page has said on this device, as far as the page as it came does not know it. */
export const mine = async () => (await all()).filter((each) => each.owner === reader());

/** Everything as the store has it now. */
export async function show(isSignedOut) {
  const entries = await mine();
  const lists = [...document.querySelectorAll("[data-kept]")];
  const places = new Set(lists.map((list) => list.dataset.kept));
  for (const list of lists) {
    const here = entries.filter((each) => (places.has(each.about) ? each.about : "") === list.dataset.kept);
    list.replaceChildren(...here.map((each) => rowOf(each, places.has(each.about))));
    if (here.some((each) => each.state !== "sent")) list.closest("details")?.setAttribute("open", "");
  }
  for (const visit of document.querySelectorAll("[data-stage-now]")) advance(visit, entries);
  const waits = entries.some((each) => each.state === "waiting");
  say("signed-out", isSignedOut);
  say("waiting", waits && !isSignedOut);
  say("no-signal", !waits && !navigator.onLine);
}

function say(what, isSo) {
  for (const each of document.querySelectorAll(`[data-outbox-said="${what}"]`)) each.hidden = !isSo;
}

function rowOf(entry, isBesideIt) {
  const template = document.querySelector(ROW);
  const row = template.content.firstElementChild.cloneNode(true);
  const into = (name, text) => (row.querySelector(`[data-${name}]`).textContent = text);
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  into("words", isBesideIt ? entry.words : `${entry.subject} ${entry.words}`.trim());
  into("time", time.format(entry.at));
  into("state", `${template.dataset[entry.state]} ${entry.why}`.trim());
  row.classList.add(`is-${entry.state}`);
  const button = row.querySelector("button");
  button.hidden = entry.state !== "refused";
  button.addEventListener("click", async () => {
    await remove(entry.id);
    row.remove();
  });
  return row;
}

/** The next thing to say of a visit, as far as this device knows: what waits counts as said. */
function advance(visit, entries) {
  const said = entries.filter((each) => each.about === visit.dataset.visit && each.then && each.state !== "refused");
  const stage = said.at(-1)?.then ?? visit.dataset.stageNow;
  for (const each of visit.querySelectorAll("[data-stage]")) each.hidden = each.dataset.stage !== stage;
  visit.classList.toggle("is-over", stage === "over");
}
