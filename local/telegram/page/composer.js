import { editText, sendText } from "./api.js";
import { CommandList } from "./commands.js";
import { $, byTouch, icon } from "./dom.js";
import { summary } from "./formats.js";
import { Formatting } from "./formatting.js";
import { InlineList } from "./inline_list.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

// Telegram Bot API, sendMessage: one message holds 4096 characters; the apps split what is longer.
const MESSAGE_LIMIT = 4096;
const author = ({ from }) => (from.id === session.person.id ? "You" : from.first_name);
const TITLES = { reply: author, edit: () => "Edit message" };

/** The line where the person writes: new messages, replies and corrections. */
export class Composer {
  #text = $("text");
  #commands = new CommandList((command) => this.#sendCommand(command), (command) => this.write(`/${command} `));
  #inline = new InlineList((text) => this.write(text), () => this.takeReply());
  #formatting = new Formatting();
  #target = null;
  #place = null;
  #drafts = new Map();
  #queue = Promise.resolve();

  /** `lastOwn()` gives the message that ArrowUp corrects. */
  constructor(lastOwn) {
    this.lastOwn = lastOwn;
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("input", () => this.#changed());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    $("strip-close").addEventListener("click", () => this.cancel());
    $("commands-button").addEventListener("click", () => this.#toggleCommands());
  }

  /** Puts away what is half written in one chat and takes out what was in another. */
  switchTo(person, chatId) {
    if (this.#place) this.#drafts.set(this.#place, this.#target?.kind === "edit" ? "" : this.#text.value);
    this.#place = `${person.id}:${chatId}`;
    this.#commands.close();
    this.#aim(null);
    this.write(this.#drafts.get(this.#place) ?? "");
  }

  write(text) {
    this.#text.value = text;
    this.#changed();
    if (!byTouch()) this.#text.focus();
  }

  reply(message) {
    this.#aim({ kind: "reply", message });
    this.#text.focus();
  }

  edit(message) {
    this.#aim({ kind: "edit", message });
    if (message.markup) this.#formatting.show(true);
    this.write(message.markup ?? message.text);
    this.#text.focus();
  }

  cancel() {
    const editing = this.#target?.kind === "edit";
    this.#aim(null);
    if (editing) this.write("");
  }

  /** The id of the message that is replied to, if any. */
  get replyTo() {
    return this.#target?.kind === "reply" ? this.#target.message.message_id : undefined;
  }

  /** The same, for what is sent now: the reply. */
  takeReply() {
    const id = this.replyTo;
    if (id) this.#aim(null);
    return id;
  }

  /** What the bot offers inline goes where its name was typed. */
  offer(results) {
    this.#inline.take(results);
  }

  /** Sends a text as the person, after whatever is still being sent. */
  say(text, target = null, markup = false) {
    return this.#send((seat) => (target?.kind === "edit"
      ? editText(seat, target.message.message_id, text, markup)
      : sendText(seat, text, { replyTo: target?.message.message_id, markup })));
  }

  #send(act) {
    const { seat } = session;
    this.#queue = this.#queue.then(() => attempt(() => act(seat)));
    return this.#queue;
  }

  async #submit() {
    const text = this.#text.value;
    const target = this.#target;
    if (!text.trim()) return;
    this.#aim(null);
    this.write("");
    const sent = await this.say(text, target, this.#formatting.isOn);
    if (sent === undefined && !this.#text.value) this.write(text);
  }

  #sendCommand(command) {
    const replyTo = this.takeReply();
    this.write("");
    this.#send((seat) => sendText(seat, `/${command}`, { replyTo }));
  }

  #toggleCommands() {
    this.#commands.toggle();
    if (!byTouch()) this.#text.focus();
  }

  #aim(target) {
    this.#target = target;
    $("strip").hidden = !target;
    if (!target) return;
    $("strip-icon").replaceChildren(icon(target.kind));
    $("strip-title").textContent = TITLES[target.kind](target.message);
    $("strip-text").textContent = summary(target.message);
  }

  #changed() {
    const { value } = this.#text;
    $("send").disabled = !value.trim();
    $("composer").classList.toggle("writing", value !== "");
    const parts = Math.ceil(value.length / MESSAGE_LIMIT);
    $("parts").hidden = parts < 2;
    $("parts").textContent = `${parts} messages`;
    this.#commands.typed(value);
    this.#inline.typed(value);
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #key(event) {
    if (event.isComposing || this.#commands.takesKey(event) || this.#inline.takesKey(event)) return;
    if (this.#formatting.takesKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !byTouch()) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") this.cancel();
    else if (event.key === "ArrowUp" && !this.#text.value && this.lastOwn()) {
      event.preventDefault();
      this.edit(this.lastOwn());
    }
  }
}
