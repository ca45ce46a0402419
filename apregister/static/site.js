// Says that scripts run, before anything is drawn: govuk-frontend's styles wait for it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
