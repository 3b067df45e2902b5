// The summary of what is wrong takes the focus, and its lines lead into the fields themselves.

const SUMMARY = "[data-problems]";
const FIELD = "input, select, textarea";

document.addEventListener("click", (event) => {
  const link = event.target.closest(`${SUMMARY} a[href^="#"]`);
  const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = place?.matches(FIELD) ? place : place?.querySelector(FIELD);
  if (!field) return;
  event.preventDefault();
  place.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

document.addEventListener("htmx:afterSettle", (event) => summaryIn(event.target)?.focus());

summaryIn(document)?.focus();

function summaryIn(where) {
  return where.matches?.(SUMMARY) ? where : where.querySelector(SUMMARY);
}
