/** Who is played in this tab and in which of their chats, whom else there is, and what is known of the bot. */
export const session = {
  person: null,
  people: [],
  bot: { first_name: "Postebin" },
  chats: new Map(),
  chatId: null,
  offline: false,
  lost: false,

  /** The chat on screen. */
  get chat() {
    return this.chats.get(this.chatId);
  },

  /** The person in the chat on screen, as the API takes it. */
  get seat() {
    return { person: this.person, chat: this.chat };
  },
};
