// Starts the components of govuk-frontend, on the page and again in whatever htmx brings in.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});
