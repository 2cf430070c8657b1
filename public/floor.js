// Browsers below Chrome 111, Safari 16.4, Firefox 128 get a sentence instead of a blank page (LK4).
// Written for very old browsers, and a file of its own because the page's policy forbids inline scripts.
// CSS.registerProperty came with Safari 16.4 and Firefox 128, oklch colours with Chrome 111.
(function () {
  var css = window.CSS;
  if (css && css.supports && css.registerProperty && css.supports("color", "oklch(50% 0.1 100)")) return;
  var say = function () {
    var page = document.createElement("div");
    page.className = "floor";
    page.innerHTML =
      "<h1>This browser is too old</h1>" +
      "<p>Kothabarta needs Chrome 111, Safari 16.4, Firefox 128 or newer. Update the browser, then open the link again.</p>" +
      '<p lang="bn">এই ব্রাউজার বেশ পুরোনো। কথাবার্তার জন্য অন্তত ক্রোম ১১১, সাফারি ১৬.৪ বা ফায়ারফক্স ১২৮ লাগে। ব্রাউজার হালনাগাদ করে লিংকটি আবার খোলো।</p>';
    document.documentElement.className += " too-old";
    document.body.insertBefore(page, document.body.firstChild);
  };
  if (document.body) say();
  else document.addEventListener("DOMContentLoaded", say);
})();
