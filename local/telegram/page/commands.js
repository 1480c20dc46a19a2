import { Choices } from "./choices.js";
import { $, make } from "./dom.js";
import { session } from "./session.js";

/** The list of the bot's commands above the composer: all, or those with the typed prefix. */
export class CommandList {
  #choices = new Choices($("commands"), $("commands-button"));

  /** `choose(command)` sends a command; `complete(command)` inserts it into the text. */
  constructor(choose, complete) {
    this.choose = choose;
    this.complete = complete;
  }

  toggle() {
    if (this.#choices.isOpen) this.close();
    else this.#show(session.chat?.commands ?? []);
  }

  /** Update the list for the typed text. */
  typed(text) {
    const word = /^\/([a-z0-9_]*)$/i.exec(text)?.[1].toLowerCase();
    const commands = session.chat?.commands ?? [];
    if (word === undefined) this.close();
    else this.#show(commands.filter(({ command }) => command.startsWith(word)), word);
  }

  close() {
    this.#choices.close();
    $("commands-button").setAttribute("aria-expanded", "false");
  }

  handleKey(event) {
    return this.#choices.handleKey(event);
  }

  #show(commands, word) {
    const first = Math.max(commands.findIndex(({ command }) => command === word), 0);
    this.#choices.show(commands.map(({ command, description }) => ({
      nodes: [make("b", {}, `/${command}`), make("span", {}, description)],
      take: () => this.#do(this.choose, command),
      fill: () => this.#do(this.complete, command),
    })), first);
    $("commands-button").setAttribute("aria-expanded", String(this.#choices.isOpen));
  }

  /** Pass the command on; in a group, with the bot's username, because there may be other bots. */
  #do(act, command) {
    this.close();
    act(session.chat.group ? `${command}@${session.bot.username}` : command);
  }
}
