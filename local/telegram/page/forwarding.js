import { forward } from "./api.js";
import { chatPicture } from "./chat_list.js";
import { titleOf } from "./chats.js";
import { $, make } from "./dom.js";
import { attempt, toast } from "./notices.js";
import { session } from "./session.js";

/** Ask for the chat to forward messages to; call `done()` when they are sent. */
export function chooseForwardTarget(messages, done = () => undefined) {
  const count = messages.length;
  $("forward-title").textContent = count === 1 ? "Forward the message to…" : `Forward ${count} messages to…`;
  $("forward-list").replaceChildren(...[...session.chats.values()].map((chat) => make("button", {
    type: "button", className: "choice", onclick: () => send(chat, messages, done),
  }, chatPicture(chat), make("b", {}, titleOf(chat)))));
  $("forward-dialog").showModal();
}

async function send(chat, messages, done) {
  $("forward-dialog").close();
  const sent = await attempt(() => forward({ person: session.person, chat }, messages));
  if (!sent) return;
  if (chat.id !== session.chatId) toast(`Forwarded to ${titleOf(chat)}`);
  done();
}

/** The selection of several messages, with a bar of actions below. */
export class Selection {
  #chosen = new Map();

  constructor(thread) {
    this.thread = thread;
    $("selection-close").addEventListener("click", () => this.end());
    $("selection-forward").addEventListener("click", () =>
      chooseForwardTarget([...this.#chosen.values()].sort((one, other) => one.message_id - other.message_id), () => this.end()));
  }

  get isOn() {
    return !$("selection").hidden;
  }

  toggle(message) {
    if (!message) return;
    const { message_id: id } = message;
    if (!this.#chosen.delete(id)) this.#chosen.set(id, message);
    $(`m-${id}`).classList.toggle("chosen", this.#chosen.has(id));
    this.#draw();
  }

  end() {
    for (const id of this.#chosen.keys()) $(`m-${id}`)?.classList.remove("chosen");
    this.#chosen.clear();
    this.#draw();
  }

  #draw() {
    const count = this.#chosen.size;
    $("selection").hidden = count === 0;
    $("selection-count").textContent = count === 1 ? "1 message" : `${count} messages`;
    this.thread.element.classList.toggle("selecting", count > 0);
  }
}
