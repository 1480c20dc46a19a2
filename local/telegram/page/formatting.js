import { $ } from "./dom.js";

const MARKS = {
  bold: ["**", "**"], italic: ["__", "__"], strike: ["~~", "~~"], spoiler: ["||", "||"], code: ["`", "`"],
  block: ["```\n", "\n```"], link: ["[", "](https://)"], quote: ["> ", ""],
};
const KEYS = { b: "bold", i: "italic", k: "link" };

/**
 * The row of formatting buttons, which put marks such as ** around the selection. Marks are parsed only while
 * the row is shown, so that code with ** or ` in it stays as it was written.
 */
export class Formatting {
  #text = $("text");

  constructor() {
    $("format").addEventListener("click", () => this.show(!this.isOn));
    $("tools").addEventListener("pointerdown", (event) => event.preventDefault());
    $("tools").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#mark(button.dataset.mark);
    });
  }

  get isOn() {
    return !$("tools").hidden;
  }

  show(shown) {
    $("tools").hidden = !shown;
    $("format").setAttribute("aria-pressed", String(shown));
    this.#text.focus();
  }

  /** Handle Ctrl+B and the other shortcuts; return whether the key was one of them. */
  handleKey(event) {
    const kind = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
    if (!kind) return false;
    event.preventDefault();
    if (!this.isOn) this.show(true);
    this.#mark(kind);
    return true;
  }

  #mark(kind) {
    const { selectionStart: start, selectionEnd: end, value } = this.#text;
    const [before, after] = MARKS[kind];
    const marked = kind === "quote" ? value.slice(start, end).replace(/\n/g, "\n> ") : value.slice(start, end);
    // Unlike an assignment, this can be undone with Ctrl+Z.
    this.#text.focus();
    document.execCommand("insertText", false, before + marked + after);
    const inside = start + before.length;
    this.#text.setSelectionRange(inside, inside + marked.length);
  }
}
