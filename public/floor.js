// Browsers below the floor get a sentence instead of a blank page (LK4): see floor-page.js.
(function () {
  var css = window.CSS;
  if (css && css.supports && css.registerProperty && css.supports("color", "oklch(50% 0.1 100)")) return;
  var page = document.createElement("script");
  page.src = "/floor-page.js";
  document.documentElement.appendChild(page);
})();
