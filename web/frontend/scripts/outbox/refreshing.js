// Puts the day as the server has it now in the place of the day that is shown, unless somebody is writing in it.

const DAY = "[data-day]";

let isWritten = false;
document.addEventListener("input", (event) => (isWritten ||= Boolean(event.target.closest?.(DAY))));
document.addEventListener("reset", () => (isWritten = false));

/** Whether the page shows something new. */
export async function refresh() {
  const shown = document.querySelector(DAY);
  if (!shown || isWritten) return false;
  const next = await dayOf(location.pathname).catch(() => null);
  if (!next || isWritten) return false;
  for (const open of shown.querySelectorAll("details[id][open]")) next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  const focused = shown.contains(document.activeElement) && document.activeElement.closest("[id]")?.id;
  shown.replaceWith(next);
  if (focused) next.querySelector(`#${CSS.escape(focused)} button:not([hidden] *)`)?.focus({ preventScroll: true });
  return true;
}

async function dayOf(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(DAY);
}
