import { $, make } from "./dom.js";
import { session } from "./session.js";

/** The list of the bot's commands above the composer: all of them, or those that begin as typed. */
export class CommandList {
  #list = $("commands");
  #chosen = 0;

  /** `choose(command)` sends one; `complete(command)` puts one into the text. */
  constructor(choose, complete) {
    this.choose = choose;
    this.complete = complete;
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#take(event.target.closest("li")?.dataset.command));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#commands, #commands-button, #text")) this.close();
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.#show(session.commands);
  }

  /** Follows what is typed. */
  typed(text) {
    const word = /^\/([a-z0-9_]*)$/i.exec(text)?.[1].toLowerCase();
    if (word === undefined) this.close();
    else this.#show(session.commands.filter(({ command }) => command.startsWith(word)), word);
  }

  close() {
    this.#list.hidden = true;
    this.#announce();
  }

  /** Takes the keys that belong to an open list; returns whether it took this one. */
  takesKey(event) {
    if (!this.isOpen) return false;
    const items = [...this.#list.children];
    const command = items[this.#chosen].dataset.command;
    if (event.key === "ArrowDown") this.#mark(this.#chosen + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#chosen - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey) this.#take(command);
    else if (event.key === "Tab" && !event.shiftKey) this.#fill(command);
    else return false;
    event.preventDefault();
    return true;
  }

  #show(commands, word) {
    this.#list.replaceChildren(...commands.map(({ command, description }, index) =>
      make("li", { id: `command-${index}`, role: "option", "data-command": command },
        make("b", {}, `/${command}`), make("span", {}, description))));
    this.#list.hidden = commands.length === 0;
    if (commands.length) this.#mark(Math.max(commands.findIndex(({ command }) => command === word), 0));
    this.#announce();
  }

  #mark(index) {
    const items = [...this.#list.children];
    this.#chosen = (index + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#chosen)));
    items[this.#chosen].scrollIntoView({ block: "nearest" });
    this.#announce();
  }

  #take(command) {
    if (!command) return;
    this.close();
    this.choose(command);
  }

  #fill(command) {
    this.close();
    this.complete(command);
  }

  #announce() {
    for (const id of ["text", "commands-button"]) $(id).setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) $("text").setAttribute("aria-activedescendant", `command-${this.#chosen}`);
    else $("text").removeAttribute("aria-activedescendant");
  }
}
