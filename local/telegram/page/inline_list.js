import { askInline, pickInline, pressInline } from "./api.js";
import { Choices } from "./choices.js";
import { $, icon, make } from "./dom.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

// Telegram's apps ask once the person has stopped typing for a moment.
const QUIET_MS = 300;
const QUERY_LIMIT = 256;

/** What the bot offers while its name and some words are typed; one result is picked. */
export class InlineList {
  #choices = new Choices($("inline"));
  #query = null;
  #asked = null;
  #results = [];
  #early = null;
  #timer;

  /** `write(text)` changes what is typed; `takeReply()` gives the id of the message that is replied to. */
  constructor(write, takeReply) {
    this.write = write;
    this.takeReply = takeReply;
    $("inline").addEventListener("scroll", () => this.#more(), { passive: true });
  }

  /** Follows what is typed: "@bot words", or the beginning of the name. */
  typed(text) {
    const name = `@${session.bot.username ?? ""}`;
    clearTimeout(this.#timer);
    if (/^@\w*$/.test(text) && name.startsWith(text.toLowerCase())) return this.#introduce(name);
    const words = text.toLowerCase().startsWith(`${name} `) ? text.slice(name.length).trimStart() : null;
    if (words === null) return this.close();
    if (words === this.#query) return undefined;
    this.#query = words;
    this.#timer = setTimeout(() => this.#ask(words, ""), QUIET_MS);
    return undefined;
  }

  close() {
    clearTimeout(this.#timer);
    this.#query = null;
    this.#choices.close();
  }

  takesKey(event) {
    return this.#choices.takesKey(event);
  }

  /** The bot has answered; that may be known before its question's number is. */
  take(answer) {
    this.#early = answer;
    if (answer.inline_query_id === this.#asked?.id) this.#show(answer);
  }

  async #ask(query, offset) {
    const asked = await attempt(() => askInline(session.seat, query.slice(0, QUERY_LIMIT), offset));
    if (!asked || query !== this.#query) return;
    this.#asked = { id: asked.inline_query_id, offset };
    if (this.#early?.inline_query_id === this.#asked.id) this.#show(this.#early);
  }

  #show(answer) {
    if (this.#query === null) return;
    const results = answer.results.map((result) => ({ ...result, queryId: answer.inline_query_id }));
    this.#results = this.#asked.offset ? [...this.#results, ...results] : results;
    this.#asked = { ...this.#asked, next: answer.next_offset };
    const top = answer.button ? [this.#button(answer)] : [];
    const items = [...top, ...this.#results.map((result) => this.#item(result))];
    const at = $("inline").scrollTop;
    this.#choices.show(items.length ? items : [this.#nothing()]);
    $("inline").scrollTop = this.#asked.offset ? at : 0;
  }

  #item(result) {
    const about = result.description || result.text;
    return {
      nodes: [make("span", { className: "tile", "aria-hidden": "true" }, [...result.title][0] ?? ""),
        make("span", { className: "result" }, make("b", {}, result.title), make("small", {}, about))],
      take: () => this.#do(() => pickInline(session.seat, result.queryId, result.id, this.takeReply())),
    };
  }

  #button(answer) {
    return { className: "inline-button", nodes: [make("b", {}, answer.button)],
      take: () => this.#do(async () => {
        await pressInline(session.seat, answer.inline_query_id);
        dispatchEvent(new CustomEvent("open-bot"));
      }) };
  }

  #nothing() {
    return { className: "inline-nothing", nodes: [make("span", {}, "Nothing found")], take: () => this.close() };
  }

  #introduce(name) {
    this.#query = null;
    this.#choices.show([{ nodes: [icon("search"), make("b", {}, name), make("span", {}, "Search and send inline")],
      take: () => this.write(`${name} `), fill: () => this.write(`${name} `) }]);
  }

  #do(act) {
    this.write("");
    return attempt(act);
  }

  #more() {
    const { scrollTop, clientHeight, scrollHeight } = $("inline");
    if (!this.#asked?.next || scrollTop + clientHeight < scrollHeight - 60) return;
    const { next } = this.#asked;
    this.#asked.next = "";
    this.#ask(this.#query, next);
  }
}
