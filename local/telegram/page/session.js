/** Who is played in this tab, whom else there is, and what is known of the bot. */
export const session = {
  person: null,
  people: [],
  bot: { first_name: "Postebin" },
  commands: [],
  offline: false,
  lost: false,
};
