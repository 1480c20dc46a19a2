import { $, make } from "./dom.js";

/** A list of choices above the composer, for keyboard and pointer. Items: {nodes, take(), fill()}. */
export class Choices {
  #list;
  #items = [];
  #chosen = 0;

  /** The list closes on a press outside of it, of the text and of `opener`. */
  constructor(list, opener = null) {
    this.#list = list;
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (place >= 0) this.#items[place].take();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (![list, $("text"), opener].some((part) => part?.contains(target))) this.close();
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  show(items, first = 0) {
    this.#items = items;
    this.#list.replaceChildren(...items.map(({ nodes, className }, index) =>
      make("li", { id: `${this.#list.id}-${index}`, role: "option", className: className ?? "" }, ...nodes)));
    this.#list.hidden = items.length === 0;
    if (items.length) this.#mark(first);
    this.#announce();
  }

  close() {
    if (!this.isOpen) return;
    this.#list.hidden = true;
    this.#announce();
  }

  /** Handle a key while the list is open; return whether it was handled. */
  handleKey(event) {
    if (!this.isOpen) return false;
    const item = this.#items[this.#chosen];
    if (event.key === "ArrowDown") this.#mark(this.#chosen + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#chosen - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey) item.take();
    else if (event.key === "Tab" && !event.shiftKey && item.fill) item.fill();
    else return false;
    event.preventDefault();
    return true;
  }

  #mark(index) {
    const items = [...this.#list.children];
    this.#chosen = (index + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#chosen)));
    items[this.#chosen].scrollIntoView({ block: "nearest" });
    this.#announce();
  }

  #announce() {
    $("text").setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) {
      $("text").setAttribute("aria-controls", this.#list.id);
      $("text").setAttribute("aria-activedescendant", `${this.#list.id}-${this.#chosen}`);
    } else $("text").removeAttribute("aria-activedescendant");
  }
}
