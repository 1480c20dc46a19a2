// A second press would ask again for what the first has taken, and the answer to the first would be dropped.
"use strict";

const form = document.querySelector("form");
let pressed = false;

form.addEventListener("submit", (event) => {
  if (pressed) return event.preventDefault();
  pressed = true;
  // After a download the page stays: it has to tell that nothing more can be opened here.
  const done = event.submitter?.dataset.done;
  if (done) form.querySelector("[role=status]").textContent = done;
  // Not at once: a button that is disabled by now would not be sent.
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
