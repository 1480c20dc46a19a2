import { sendText } from "./api.js";
import { $, byTouch } from "./dom.js";
import { chooseForwardTarget } from "./forwarding.js";
import { press } from "./keyboard.js";
import { openMenu } from "./menus.js";
import { attempt, copy } from "./notices.js";
import { session } from "./session.js";
import { isEditable } from "./thread.js";

const LONG_PRESS_MS = 450;

/** Clicks on a message: its buttons, code and links, and its context menu. */
export class MessageActions {
  constructor(thread, composer, scroller, selection) {
    Object.assign(this, { thread, composer, scroller, selection });
    const root = thread.element;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("contextmenu", (event) => this.#menuEvent(event));
    root.addEventListener("dblclick", (event) => this.#doubleClick(event));
    root.addEventListener("pointerdown", (event) => this.#longPress(event));
  }

  #message(target) {
    return this.thread.find(Number(target.closest?.(".message")?.dataset.id));
  }

  #click(event) {
    const hit = (selector) => event.target.closest(selector);
    if (this.selection.isOn) {
      event.preventDefault();
      this.selection.toggle(this.#message(event.target));
    } else if (hit("button.key")) this.#press(hit(".key"));
    else if (hit("a")) this.#link(event, hit("a"));
    else if (hit(".copy-code")) copy(hit(".code").querySelector("pre").textContent);
    else if (hit(".command-link")) this.#command(hit(".command-link").dataset.command);
    else if (hit("tg-spoiler")) hit("tg-spoiler").classList.add("shown");
    else if (hit("code[role=button]")) copy(hit("code").textContent);
    else if (hit(".quote")) this.#toQuoted(hit(".quote").dataset.to);
  }

  #press(key) {
    press(this.#message(key).message_id, key, (text) => this.composer.write(text));
  }

  /** Open a deep link to this bot here, because the real Telegram does not have it. */
  #link(event, link) {
    const { hostname, pathname, searchParams } = new URL(link.href);
    const own = hostname === "t.me" && pathname.slice(1).toLowerCase() === session.bot.username?.toLowerCase();
    if (!own) return;
    event.preventDefault();
    const chat = session.chats.get(session.person.id);
    attempt(() => sendText({ person: session.person, chat }, `/start ${searchParams.get("start") ?? ""}`.trim()));
    dispatchEvent(new CustomEvent("open-bot"));
  }

  /** Send a command; in a group, with the bot's username. */
  #command(command) {
    const named = command.includes("@") || !session.chat.group;
    this.composer.say(named ? command : `${command}@${session.bot.username}`);
  }

  #toQuoted(id) {
    const element = $(`m-${id}`);
    if (element) this.scroller.toMessage(element);
  }

  #key(event) {
    if (event.key !== "Enter" && event.key !== " ") return;
    const { target } = event;
    if (target.matches("code[role=button], tg-spoiler")) target.click();
    else if (target.matches(".message")) this.#open(target.querySelector(".bubble"), target);
    else return;
    event.preventDefault();
  }

  #menuEvent(event) {
    // On selected text and on links, the browser's own menu is more useful.
    if (event.target.closest("a") || String(getSelection())) return;
    if (!event.target.closest(".bubble") && !event.target.matches(".message")) return;
    event.preventDefault();
    this.#open({ x: event.clientX, y: event.clientY }, event.target);
  }

  #doubleClick(event) {
    const message = event.target.matches(".message") && this.#message(event.target);
    if (message && !this.selection.isOn) this.composer.reply(message);
  }

  // Safari on phones has no contextmenu event.
  #longPress(event) {
    if (event.pointerType !== "touch" || !event.target.closest(".bubble")) return;
    const point = { x: event.clientX, y: event.clientY };
    const timer = setTimeout(() => this.#open(point, event.target), LONG_PRESS_MS);
    for (const end of ["pointerup", "pointercancel", "pointermove"]) {
      addEventListener(end, () => clearTimeout(timer), { once: true });
    }
  }

  #open(place, target) {
    const message = this.#message(target);
    if (!message || this.selection.isOn || $("menu").matches(":popover-open")) return;
    const items = [{ icon: "reply", label: "Reply", act: () => this.composer.reply(message) }];
    const one = () => chooseForwardTarget([message]);
    items.push({ icon: "forward", label: "Forward…", act: one },
      { icon: "check", label: "Select", act: () => this.selection.toggle(message) });
    if (message.text) items.push({ icon: "copy", label: "Copy text", act: () => copy(message.text) });
    if (isEditable(message)) items.push({ icon: "edit", label: "Edit", act: () => this.composer.edit(message) });
    if (byTouch()) navigator.vibrate?.(8);
    openMenu(place, "Message actions", items);
  }
}
