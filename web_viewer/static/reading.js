// Adds to a paste's page what only a script can: everything needed for reading works without it.
"use strict";

const code = document.querySelector(".listing code");
const copy = document.getElementById("copy");
const wrap = document.getElementById("wrap");

// Plain http has no clipboard API: then the selection does it.
async function put(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  getSelection().selectAllChildren(code);
  const done = document.execCommand("copy");
  getSelection().removeAllRanges();
  if (!done) throw new Error("refused");
}

function say(words) {
  const usual = copy.dataset.usual ??= copy.textContent;
  copy.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { copy.textContent = usual; }, 2000);
}

if (copy) {
  copy.hidden = false;
  copy.setAttribute("aria-live", "polite");
  copy.addEventListener("click", () => {
    put(code.textContent).then(() => say(copy.dataset.done), () => say(copy.dataset.failed));
  });
}

// Whoever once chose how code is wrapped has chosen it for all code; text is always wrapped at first.
if (!document.querySelector(".plain")) {
  try {
    wrap.checked = localStorage.getItem("wrap") === "yes";
    wrap.addEventListener("change", () => localStorage.setItem("wrap", wrap.checked ? "yes" : "no"));
  } catch { /* the browser keeps nothing for us */ }
}
