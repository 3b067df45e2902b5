// A row and its stop on the map light up together, whichever of the two is pointed at or focused.

const MARK = "[data-stop]";

for (const [type, isLit] of [
  ["pointerover", true],
  ["pointerout", false],
  ["focusin", true],
  ["focusout", false],
]) {
  document.addEventListener(type, (event) => light(event.target.closest?.(MARK), isLit));
}

// pressing a stop leads to its row, where everything about the visit stands
document.addEventListener("click", (event) => {
  const stop = event.target.closest?.(`svg ${MARK}`);
  const row = stop && twinsOf(stop).find((each) => !each.closest("svg"));
  if (!row) return;
  row.closest("details")?.setAttribute("open", "");
  row.scrollIntoView({ block: "center" });
  row.querySelector("a[href]")?.focus({ preventScroll: true });
});

function light(mark, isLit) {
  if (!mark) return;
  for (const each of [mark, ...twinsOf(mark)]) each.classList.toggle("is-lit", isLit);
  for (const drawing of document.querySelectorAll("svg.linked")) {
    drawing.classList.toggle("is-lit", isLit);
    if (isLit) raise(drawing.querySelector(".is-lit"));
  }
}

function twinsOf(mark) {
  const name = CSS.escape(mark.dataset.stop);
  return [...document.querySelectorAll(`[data-stop="${name}"]`)].filter((each) => each !== mark);
}

/** Drawings have no z-index: what stands last lies on top; a pointed-at stop must not be moved. */
function raise(stop) {
  if (stop && !stop.matches(":hover") && stop.nextElementSibling) stop.parentElement.append(stop);
}
