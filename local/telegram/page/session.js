/** The state of this tab: its person and open chat, all people, and the bot. */
export const session = {
  person: null,
  people: [],
  bot: { first_name: "Postebin" },
  chats: new Map(),
  chatId: null,
  offline: false,
  lost: false,

  /** The open chat. */
  get chat() {
    return this.chats.get(this.chatId);
  },

  /** The person in the open chat, as the API functions expect it. */
  get participant() {
    return { person: this.person, chat: this.chat };
  },
};
