import { askInline, pickInline, pressInline } from "./api.js";
import { Choices } from "./choices.js";
import { $, icon, make } from "./dom.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

// Telegram's apps send the query when the person pauses typing.
const TYPING_PAUSE_MS = 300;
const QUERY_LIMIT = 256;

/** The list of inline results, while the bot's username and a query are typed. */
export class InlineList {
  #choices = new Choices($("inline"));
  #query = null;
  #asked = null;
  #results = [];
  #early = null;
  #timer;

  /** `write(text)` replaces the typed text; `takeReply()` returns the id of the replied message. */
  constructor(write, takeReply) {
    this.write = write;
    this.takeReply = takeReply;
    $("inline").addEventListener("scroll", () => this.#more(), { passive: true });
  }

  /** Update the list for the typed text: "@bot query", or a prefix of the username. */
  typed(text) {
    const name = `@${session.bot.username ?? ""}`;
    clearTimeout(this.#timer);
    if (/^@\w*$/.test(text) && name.startsWith(text.toLowerCase())) return this.#introduce(name);
    const words = text.toLowerCase().startsWith(`${name} `) ? text.slice(name.length).trimStart() : null;
    if (words === null) return this.close();
    if (words === this.#query) return undefined;
    this.#query = words;
    this.#timer = setTimeout(() => this.#ask(words, ""), TYPING_PAUSE_MS);
    return undefined;
  }

  close() {
    clearTimeout(this.#timer);
    this.#query = null;
    this.#choices.close();
  }

  handleKey(event) {
    return this.#choices.handleKey(event);
  }

  /** Show an answer of the bot, which may arrive before the response with the query's id. */
  take(answer) {
    this.#early = answer;
    if (answer.inline_query_id === this.#asked?.id) this.#show(answer);
  }

  async #ask(query, offset) {
    const asked = await attempt(() => askInline(session.participant, query.slice(0, QUERY_LIMIT), offset));
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
      take: () => this.#do(() => pickInline(session.participant, result.queryId, result.id, this.takeReply())),
    };
  }

  #button(answer) {
    return { className: "inline-button", nodes: [make("b", {}, answer.button)],
      take: () => this.#do(async () => {
        await pressInline(session.participant, answer.inline_query_id);
        dispatchEvent(new CustomEvent("open-bot"));
      }) };
  }

  #nothing() {
    return { className: "inline-nothing", nodes: [make("span", {}, "No results")], take: () => this.close() };
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
