// Lists by keyboard: j and k go from row to row, Enter opens (the row's link has the focus), / filters.
// Keys of one character can be turned off, as WCAG 2.1.4 asks: speech input would press them by chance.

const ROWS = "[data-keys] > :is(li, tr)";
const FILTER = "[data-filter]";
const STORED = "aftersales.keys";

let isOn = stored() !== "off";

document.addEventListener("keydown", (event) => {
  if (!isOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const pressed = { j: () => step(1), k: () => step(-1), "/": filter }[event.key];
  if (pressed?.()) event.preventDefault();
});

/** Focus the row before or after the present one; true if there is one. */
function step(by) {
  const links = [...document.querySelectorAll(ROWS)]
    .map((row) => row.querySelector("a[href], button"))
    .filter((link) => link?.getClientRects().length);
  const row = document.activeElement?.closest(ROWS);
  const at = links.findIndex((link) => row?.contains(link));
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[next]?.focus();
  links[next]?.closest(ROWS).scrollIntoView({ block: "nearest" });
  return links.length > 0;
}

function filter() {
  const field = document.querySelector(FILTER);
  field?.focus();
  field?.select?.();
  return field !== null;
}

const turn = document.querySelector("[data-keys-switch]");
if (turn && document.querySelector(`[data-keys], ${FILTER}`)) {
  turn.hidden = false;
  show();
  turn.addEventListener("click", () => {
    isOn = !isOn;
    store(isOn ? "on" : "off");
    show();
  });
}

function show() {
  turn.setAttribute("aria-pressed", String(isOn));
}

// a browser may forbid storing; then the choice holds for this page
function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    return;
  }
}
