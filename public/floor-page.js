// Where floor.js found a browser below Chrome 111, Safari 16.4, Firefox 128: a sentence instead of a blank page (LK4). Both
// are written for very old browsers, and files of their own because the policy of the page forbids inline scripts.
// CSS.registerProperty came with Safari 16.4 and Firefox 128, oklch colours with Chrome 111.
(function () {
  var say = function () {
    var page = document.createElement("div");
    page.className = "floor";
    page.setAttribute("translate", "yes");
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
