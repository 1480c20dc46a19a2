import { editText, sendText } from "./api.js";
import { CommandList } from "./commands.js";
import { $, byTouch, icon } from "./dom.js";
import { summary } from "./formats.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

// Telegram Bot API, sendMessage: one message holds 4096 characters; the apps split what is longer.
const MESSAGE_LIMIT = 4096;
const TITLES = { reply: (message) => (message.from_bot ? session.bot.first_name : "You"), edit: () => "Edit message" };

/** The line where the person writes: new messages, replies and corrections. */
export class Composer {
  #text = $("text");
  #commands = new CommandList((command) => this.#sendCommand(command), (command) => this.write(`/${command} `));
  #target = null;
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

  /** Puts away what is half written for one person and takes out what was for another. */
  switchTo(person) {
    if (session.person) this.#drafts.set(session.person.id, this.#target?.kind === "edit" ? "" : this.#text.value);
    this.#commands.close();
    this.#aim(null);
    this.write(this.#drafts.get(person.id) ?? "");
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
    this.write(message.text);
    this.#text.focus();
  }

  cancel() {
    const editing = this.#target?.kind === "edit";
    this.#aim(null);
    if (editing) this.write("");
  }

  /** Sends a text as the person, after whatever is still being sent. */
  say(text, target = null) {
    const { person } = session;
    const send = () => (target?.kind === "edit" ? editText(person, target.message.message_id, text)
      : sendText(person, text, target?.message.message_id));
    this.#queue = this.#queue.then(() => attempt(send));
    return this.#queue;
  }

  async #submit() {
    const text = this.#text.value;
    const target = this.#target;
    if (!text.trim()) return;
    this.#aim(null);
    this.write("");
    const sent = await this.say(text, target);
    if (sent === undefined && !this.#text.value) this.write(text);
  }

  #sendCommand(command) {
    this.write("");
    this.say(`/${command}`);
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
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #key(event) {
    if (event.isComposing || this.#commands.takesKey(event)) return;
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
