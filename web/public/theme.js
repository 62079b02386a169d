// Before anything is drawn: the colours that the person chose, so that a dark page does not begin white.
try {
  document.documentElement.dataset.theme = localStorage.getItem("vedette.theme") ?? "system";
} catch {
  // Storage is off in this browser.
}
