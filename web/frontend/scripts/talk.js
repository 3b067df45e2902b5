// A talk on the page of a case: what others say comes at once, and what is typed here is never lost. What was sent is
// kept and repeated under its own name until the server says that it has it; the same name again is the same message.
// Without a line (no script, no connection) the form is sent like any other.

const held = document.querySelector("[data-talk]");
const list = document.querySelector(".thread");
const form = held && document.querySelector(`form[action="${held.dataset.talk}"], form[action$="/say"]`);
const field = form?.querySelector("textarea");
const named = form?.querySelector("[name=said_id]");
const KEPT = `aftersales.talk.${held?.dataset.name}`;
const LONGEST_WAIT = 30_000;

let line = null;
let wait = 1000;
let waiting = recall().waiting;

if (held) {
  for (const each of waiting) show(each);
  if (field && !field.value) field.value = recall().draft;
  if (new URLSearchParams(location.search).get("said") === "sent") clearDraft();
  field?.addEventListener("input", keep);
  form?.addEventListener("submit", submitted);
  list?.setAttribute("aria-live", "polite");
  open();
}

function open() {
  const address = new URL(held.dataset.talk, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  line = new WebSocket(address);
  line.addEventListener("open", () => {
    wait = 1000;
    held.hidden = true;
    const have = [...list.querySelectorAll("[id^=m-]")].slice(-1000).map((each) => each.id.slice(2));
    line.send(JSON.stringify({ have }));
    for (const each of waiting) line.send(JSON.stringify(each));
  });
  line.addEventListener("message", (event) => heard(JSON.parse(event.data)));
  line.addEventListener("close", closed);
}

function closed() {
  if (waiting.length) say(held.dataset.broken);
  setTimeout(open, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

/** What the server says: a message, how the case stands, what it has taken, what it has not. */
function heard({ line: html, id, standing, taken, refused, why }) {
  if (html && !document.getElementById(`m-${id}`)) put(html);
  if (standing) stand(standing);
  if (taken) done(taken, id);
  if (refused) giveBack(refused, why);
}

function put(html) {
  const first = list.querySelector("[data-waiting]");
  if (first) first.insertAdjacentHTML("beforebegin", html);
  else list.insertAdjacentHTML("beforeend", html);
}

function stand(html) {
  const present = document.getElementById("standing");
  const made = document.createElement("template");
  made.innerHTML = html;
  const next = made.content.firstElementChild;
  if (present && next && present.textContent.trim() !== next.textContent.trim()) present.replaceWith(next);
}

function submitted(event) {
  const text = field.value.trim();
  const files = form.querySelector("input[type=file]")?.files.length;
  if (!text || files || line?.readyState !== WebSocket.OPEN) return;
  event.preventDefault();
  const each = { said_id: named.value, text };
  waiting.push(each);
  named.value = newName();
  field.value = "";
  keep();
  show(each);
  line.send(JSON.stringify(each));
}

/** What is on its way stands in the thread, as text and nothing else. */
function show({ said_id: name, text }) {
  const row = document.createElement("li");
  row.dataset.waiting = name;
  row.className = form?.action.endsWith("/say") ? "in" : "out";
  const said = document.createElement("div");
  said.className = "said lines";
  said.textContent = text;
  const state = document.createElement("span");
  state.className = "quiet";
  state.textContent = held.dataset.sending;
  row.append(state, said);
  list.append(row);
}

function done(name) {
  forget(name);
  list.querySelector(`[data-waiting="${CSS.escape(name)}"]`)?.remove();
  if (!waiting.length) held.hidden = true;
}

/** What cannot be taken stands in the field again, with the reason. */
function giveBack(name, why) {
  const each = waiting.find((one) => one.said_id === name);
  done(name);
  if (each) field.value = [each.text, field.value].filter(Boolean).join("\n");
  keep();
  say(why);
}

function say(sentence) {
  held.textContent = sentence;
  held.hidden = false;
}

function forget(name) {
  waiting = waiting.filter((one) => one.said_id !== name);
  keep();
}

function clearDraft() {
  if (field && field.value === recall().draft) field.value = "";
  keep();
}

// a browser may forbid storing; then what is typed lives as long as the page
function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ draft: field?.value ?? "", waiting }));
  } catch {
    return;
  }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? { draft: "", waiting: [] };
  } catch {
    return { draft: "", waiting: [] };
  }
}

function newName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
