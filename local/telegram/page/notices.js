import { $, make } from "./dom.js";

const TOAST_MS = 3200;

/** Says something for a moment, without taking the focus. */
export function toast(text) {
  const note = make("p", { className: "toast" }, text);
  // Shown anew each time, so that it lies above a dialog that was opened since.
  if ($("toasts").matches(":popover-open")) $("toasts").hidePopover();
  $("toasts").showPopover();
  $("toasts").replaceChildren(note);
  setTimeout(() => note.classList.add("leaving"), TOAST_MS);
  note.addEventListener("animationend", () => note.classList.contains("leaving") && note.remove());
}

/** Says something that must be answered with OK. */
export function alertBox(title, text) {
  $("alert-title").textContent = title;
  $("alert-text").textContent = text;
  if (!$("alert-dialog").open) $("alert-dialog").showModal();
}

/** Copies, and says so. */
export async function copy(text, said = "Copied") {
  try {
    await (navigator.clipboard?.writeText(text) ?? copyBySelection(text));
    toast(said);
  } catch {
    toast("The browser did not let the page copy");
  }
}

// Browsers offer navigator.clipboard only on https and localhost; a phone on the same network has neither.
function copyBySelection(text) {
  const area = make("textarea", { value: text, className: "offscreen" });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("not copied");
}

/** Runs an action of the person's; when it fails, says why and returns undefined. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
