import { bubble, isOwn } from "./bubbles.js";
import { $, make } from "./dom.js";
import { dayKey, dayLabel } from "./formats.js";

const RUN_SECONDS = 300;

/** The messages of the open chat, by day, oldest first. */
export class Thread {
  #root = $("thread");
  #messages = new Map();

  /** Remove all messages, for another chat. */
  clear() {
    this.#messages.clear();
    this.#root.replaceChildren();
  }

  get size() {
    return this.#messages.size;
  }

  get messages() {
    return [...this.#messages.values()];
  }

  get element() {
    return this.#root;
  }

  find(id) {
    return this.#messages.get(id);
  }

  /** Return the person's last message that can be edited. */
  lastEditable() {
    return this.messages.reverse().find(isEditable);
  }

  /** Show the messages of a snapshot, also after a lost connection; return the new ones. */
  show(messages) {
    const ids = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.#messages.keys()]) if (!ids.has(id)) this.remove(id);
    return messages.filter((message) => this.put(message));
  }

  /** Add a message, or redraw a changed one; return whether it is new. */
  put(message) {
    const known = this.#messages.get(message.message_id);
    if (known && JSON.stringify(known) === JSON.stringify(message)) return false;
    this.#messages.set(message.message_id, message);
    if (known) this.#redraw(message);
    else this.#append(message);
    return !known;
  }

  /** Fade the message out; a faint line stays in its place. */
  remove(id) {
    const element = $(`m-${id}`);
    if (!this.#messages.delete(id) || !element) return;
    element.removeAttribute("id");
    element.classList.add("leaving");
    element.addEventListener("animationend", (event) => event.target === element && this.#bury(element));
  }

  #append(message) {
    const element = bubble(message, (id) => this.#messages.get(id));
    const key = dayKey(message.date);
    let day = this.#root.lastElementChild;
    if (day?.dataset.day !== key) {
      day = make("section", { className: "day", "data-day": key },
        make("h2", { className: "date" }, make("span", {}, dayLabel(message.date))));
      this.#root.append(day);
    }
    element.dataset.date = message.date;
    day.append(element);
    markRun(element.previousElementSibling);
    markRun(element);
  }

  #redraw(message) {
    const old = $(`m-${message.message_id}`);
    const element = bubble(message, (id) => this.#messages.get(id));
    const focused = old.contains(document.activeElement) && document.activeElement;
    element.dataset.date = message.date;
    element.classList.add("changed");
    old.replaceWith(element);
    markRun(element);
    if (focused) sameButton(element, focused).focus({ preventScroll: true });
  }

  #bury(element) {
    const above = element.previousElementSibling;
    const count = Number(above?.dataset.gone ?? 0) + 1;
    const line = make("p", { className: "gone", "data-gone": count },
      count > 1 ? `${count} messages deleted` : "message deleted");
    if (count > 1) above.remove();
    element.replaceWith(line);
    markRun(line.previousElementSibling);
    markRun(line.nextElementSibling);
  }
}

/** Return whether the person can edit the text or caption. */
export const isEditable = (message) =>
  isOwn(message) && Boolean(message.text) && !message.kind && !message.service && !message.via_bot
  && !message.forwarded_from;

function sameButton(element, focused) {
  const { row, column } = focused.dataset;
  return element.querySelector(`.key[data-row="${row}"][data-column="${column}"]`) ?? element;
}

/** Mark the first and last message of a run, which is of one author within five minutes. */
function markRun(element) {
  if (!element?.classList.contains("message")) return;
  element.classList.toggle("first", !sameRun(element.previousElementSibling, element));
  element.classList.toggle("last", !sameRun(element, element.nextElementSibling));
  const { album } = element.dataset;
  element.classList.toggle("joined", Boolean(album) && element.previousElementSibling?.dataset.album === album);
}

function sameRun(one, other) {
  return Boolean(one?.classList.contains("message") && other?.classList.contains("message"))
    && one.dataset.author === other.dataset.author
    && !one.querySelector(".keyboard")
    && other.dataset.date - one.dataset.date < RUN_SECONDS;
}
