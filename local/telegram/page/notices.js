import { $, make } from "./dom.js";

const TOAST_MS = 3200;

/** Show a toast for a moment, without taking the focus. */
export function toast(text) {
  const note = make("p", { className: "toast" }, text);
  // Reopen it, so that it is above a dialog that was opened later.
  if ($("toasts").matches(":popover-open")) $("toasts").hidePopover();
  $("toasts").showPopover();
  $("toasts").replaceChildren(note);
  setTimeout(() => note.classList.add("leaving"), TOAST_MS);
  note.addEventListener("animationend", () => note.classList.contains("leaving") && note.remove());
}

/** Show an alert that must be answered with OK. */
export function alertBox(title, text) {
  $("alert-title").textContent = title;
  $("alert-text").textContent = text;
  if (!$("alert-dialog").open) $("alert-dialog").showModal();
}

/** Copy a text and show a toast. */
export async function copy(text, message = "Copied") {
  try {
    await (navigator.clipboard?.writeText(text) ?? copyBySelection(text));
    toast(message);
  } catch {
    toast("The browser didn't allow copying");
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

/** Run an action; if it fails, show the reason and return undefined. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
