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

/** The input line, for new messages, replies and edits. */
export class Composer {
  #text = $("text");
  #commands = new CommandList((command) => this.#sendCommand(command), (command) => this.write(`/${command} `));
  #inline = new InlineList((text) => this.write(text), () => this.takeReply());
  #formatting = new Formatting();
  #target = null;
  #place = null;
  #drafts = new Map();
  #queue = Promise.resolve();

  /** `lastOwn()` returns the message that ArrowUp edits. */
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

  /** Save the draft of the chat and load the one of another. */
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

  /** The id of the replied message, if any. */
  get replyTo() {
    return this.#target?.kind === "reply" ? this.#target.message.message_id : undefined;
  }

  /** Return the id of the replied message and end the reply. */
  takeReply() {
    const id = this.replyTo;
    if (id) this.#aim(null);
    return id;
  }

  /** Show the answer to an inline query. */
  showResults(results) {
    this.#inline.take(results);
  }

  /** Send a text as the person, after earlier ones. */
  say(text, target = null, markup = false) {
    return this.#send((participant) => (target?.kind === "edit"
      ? editText(participant, target.message.message_id, text, markup)
      : sendText(participant, text, { replyTo: target?.message.message_id, markup })));
  }

  #send(act) {
    const { participant } = session;
    this.#queue = this.#queue.then(() => attempt(() => act(participant)));
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
    this.#send((participant) => sendText(participant, `/${command}`, { replyTo }));
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
    if (event.isComposing || this.#commands.handleKey(event) || this.#inline.handleKey(event)) return;
    if (this.#formatting.handleKey(event)) return;
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
