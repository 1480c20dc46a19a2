// Pages can be read without scripts. This file has the functions that the others share.
"use strict";

// Shows a text for 2.5 s; screen readers read it out.
const notice = document.querySelector(".notice");

function notify(text) {
  notice.textContent = text;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { notice.textContent = ""; }, 2500);
}

// If storage is blocked, a setting lasts as long as the page.
function readSetting(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function storeSetting(name, value) {
  try { localStorage.setItem(name, value); } catch { /* storage is blocked */ }
}
