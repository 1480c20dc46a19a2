import { $ } from "./dom.js";

const NEAR_PX = 90;
// The day's name floats on top only while the thread moves.
const REST_MS = 900;

/** Keeps the newest message in sight unless the person has scrolled up to read. */
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

  /** A message came from the bot: counted on the button when it is out of sight. */
  arrived() {
    if (!this.#stuck) this.#unread += 1;
    this.#draw();
  }

  /** Brings a message into view and marks it for a moment. */
  toMessage(element) {
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.classList.remove("marked");
    requestAnimationFrame(() => element.classList.add("marked"));
  }

  #moving() {
    clearTimeout(this.#resting);
    this.#box.classList.add("scrolling");
    this.#resting = setTimeout(() => this.#box.classList.remove("scrolling"), REST_MS);
    this.#scrolled();
  }

  #scrolled() {
    const top = this.#box.scrollTop;
    // Only a move upwards is the person's: with a message that has just come, the end is far without any move.
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
