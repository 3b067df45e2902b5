// Puts the day as the server has it now in the place of the day that is shown, unless somebody is writing in it.

const DAY = "[data-day]";

/** What became of it: the page is as the server has it, nobody is signed in any more, or it is as it was. */
export const FRESH = "fresh";
export const SIGNED_OUT = "signed out";
export const UNHEARD = "unheard";

export async function refresh() {
  const shown = document.querySelector(DAY);
  if (!shown || isWritten(shown)) return UNHEARD;
  const answer = await dayAt(location.pathname).catch(() => null);
  if (answer?.redirected) return SIGNED_OUT;
  const next = answer?.next;
  if (!next || isWritten(shown)) return UNHEARD;
  for (const open of shown.querySelectorAll("details[id][open]")) next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  const focused = shown.contains(document.activeElement) && document.activeElement.closest("[id]")?.id;
  shown.replaceWith(next);
  if (focused) next.querySelector(`#${CSS.escape(focused)} button:not([hidden] *)`)?.focus({ preventScroll: true });
  return FRESH;
}

/** Whether a field holds something else than the server put into it. */
function isWritten(shown) {
  return [...shown.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.files?.length) return true;
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
    return field.checked !== field.defaultChecked || (!field.files && field.value !== field.defaultValue);
  });
}

async function dayAt(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { redirected: answer.redirected, next: answer.ok ? page.querySelector(DAY) : null };
}
