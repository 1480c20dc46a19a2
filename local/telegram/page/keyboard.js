import { pressButton } from "./api.js";
import { icon, make, outward } from "./dom.js";
import { copy, toast } from "./notices.js";
import { session } from "./session.js";

// Telegram's apps stop waiting for answerCallbackQuery after about this time.
const ANSWER_TIMEOUT_MS = 15_000;
const SIGNS = { url: "open", copy: "copy", inline: "search" };

/** Make an inline keyboard: rows of buttons below a message. */
export function keyboard(rows) {
  return make("div", { className: "keyboard" }, ...rows.map((row, rowIndex) =>
    make("div", { className: "keys" }, ...row.map((key, column) => button(key, rowIndex, column)))));
}

function button(key, row, column) {
  const place = { className: `key ${key.kind}`, "data-row": row, "data-column": column };
  const face = [make("span", {}, key.text), SIGNS[key.kind] ? icon(SIGNS[key.kind]) : null];
  if (key.kind === "url") return outward(key.url, place, ...face);
  return make("button", { type: "button", ...place, "data-kind": key.kind, "data-copy": key.copy_text,
    "data-query": key.query }, ...face);
}

/** Handle a press on a button: copy its text, write its inline query, or send a callback query and wait. */
export async function press(messageId, key, write) {
  if (key.dataset.kind === "copy") return copy(key.dataset.copy);
  if (key.dataset.kind === "inline") return write(`@${session.bot.username} ${key.dataset.query}`);
  if (key.dataset.kind !== "callback") return toast("This button works only in Telegram's own apps");
  if (key.classList.contains("waiting")) return undefined;
  setWaiting(key, true);
  setTimeout(setWaiting, ANSWER_TIMEOUT_MS, key, false);
  try {
    return await pressButton(session.participant, messageId, Number(key.dataset.row), Number(key.dataset.column));
  } catch (error) {
    setWaiting(key, false);
    return toast(error.message);
  }
}

/** Stop the waiting state of the thread's buttons: the bot has answered. */
export function endWaiting(thread) {
  for (const key of thread.querySelectorAll(".key.waiting")) setWaiting(key, false);
}

function setWaiting(key, waiting) {
  key.classList.toggle("waiting", waiting);
  key.setAttribute("aria-busy", waiting);
}
