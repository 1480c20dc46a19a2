// A second request would find the paste deleted by the first, whose response the browser drops.
"use strict";

const form = document.querySelector("form");
let pressed = false;

form.addEventListener("submit", (event) => {
  if (pressed) return event.preventDefault();
  pressed = true;
  // A download leaves this page open, so it says that the paste cannot be opened again.
  const done = event.submitter?.dataset.done;
  if (done) form.querySelector("[role=status]").textContent = done;
  // Later, because a disabled button would not be submitted.
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
