import { $ } from "./dom.js";

const NEAR_PX = 90;
// The date on top fades this long after the last scrolling.
const DATE_FADE_MS = 900;

/** Keeps the newest message visible unless the person has scrolled up. */
export class Scroller {
  #box = $("scroller");
  #stuck = true;
  #top = 0;
  #unread = 0;
  #resting;

  constructor() {
    this.#box.addEventListener("scroll", () => this.#moving(), { passive: true });
    $("jump").addEventListener("click", () => this.toEnd("smooth"));
    const watcher = new ResizeObserver(() => this.#stuck && this.toEnd());
    for (const element of [this.#box, $("thread"), $("typing"), $("empty")]) watcher.observe(element);
  }

  toEnd(behavior = "instant") {
    this.#stuck = true;
    this.#box.scrollTo({ top: this.#box.scrollHeight, behavior });
    this.#scrolled();
  }

  /** Count a new message on the scroll button if it is not visible. */
  arrived() {
    if (!this.#stuck) this.#unread += 1;
    this.#draw();
  }

  /** Scroll to a message and highlight it for a moment. */
  toMessage(element) {
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.classList.remove("marked");
    requestAnimationFrame(() => element.classList.add("marked"));
  }

  #moving() {
    clearTimeout(this.#resting);
    this.#box.classList.add("scrolling");
    this.#resting = setTimeout(() => this.#box.classList.remove("scrolling"), DATE_FADE_MS);
    this.#scrolled();
  }

  #scrolled() {
    const top = this.#box.scrollTop;
    // Only scrolling upwards is the person's: a new message moves the end away without scrolling.
    if (this.#box.scrollHeight - top - this.#box.clientHeight < NEAR_PX) this.#stuck = true;
    else if (top < this.#top) this.#stuck = false;
    this.#top = top;
    if (this.#stuck) this.#unread = 0;
    this.#draw();
  }

  #draw() {
    $("jump").hidden = this.#stuck;
    $("jump-count").hidden = this.#unread === 0;
    $("jump-count").textContent = this.#unread;
  }
}
