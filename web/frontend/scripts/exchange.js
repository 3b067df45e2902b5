// htmx swaps parts of a page in place. It may neither evaluate text nor write styles (the policy of
// web/security.py), ask foreign servers, nor keep pages, which hold names, in the browser's store.

import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0,
  includeIndicatorStyles: false,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  timeout: 20_000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "...", swap: false, error: true },
  ],
});

// An answer from elsewhere than was asked is a whole page, such as the one to sign in: go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const asked = new URL(pathInfo.requestPath, location.href);
  const answered = new URL(xhr.responseURL || asked, location.href);
  if (answered.pathname !== asked.pathname) {
    event.detail.shouldSwap = false;
    location.assign(answered);
  }
});
