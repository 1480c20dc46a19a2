// All that is needed for reading works without scripts; they add what only they can.
"use strict";

// What has just been done, in words for eyes and screen readers alike.
const told = document.querySelector(".told");

function say(words) {
  told.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { told.textContent = ""; }, 2500);
}

// A browser may be told to keep nothing for us: then a choice lasts as long as the page.
function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* see above */ }
}
