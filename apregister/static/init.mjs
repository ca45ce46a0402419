// Starts the components of govuk-frontend, on the page and again in whatever htmx brings in.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});

// An older browser does not open what is folded around the entry that a link names, nor to print.
const folded = "details:not([open])";
const unfold = () => {
  const named = document.getElementById(location.hash.slice(1));
  const around = named?.closest(folded);
  if (around) {
    around.open = true;
    named.scrollIntoView();
  }
};
unfold();
addEventListener("hashchange", unfold);
addEventListener("beforeprint", () => {
  document.querySelectorAll(folded).forEach((one) => { one.open = true; });
});
