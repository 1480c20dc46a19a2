import { session } from "./session.js";

const chatOf = (id, group, commands, messages) => ({
  id, group, commands, messages: new Map(messages.map((message) => [message.message_id, message])),
});

/** Return the chats of a snapshot by id: the one with the bot, whose id is the person's, then the groups. */
export function chatsOf({ person, commands, messages, groups }) {
  const all = [chatOf(person.id, null, commands, messages),
    ...groups.map((group) => chatOf(group.id, group, group.commands, group.messages))];
  return new Map(all.map((chat) => [chat.id, chat]));
}

/** Store a new or changed group. */
export function storeGroup(group) {
  const known = session.chats.get(group.id);
  if (known) known.group = group;
  else session.chats.set(group.id, chatOf(group.id, group, [], []));
}

export const titleOf = (chat) => chat.group?.title ?? session.bot.first_name;
export const newest = (chat) => [...chat.messages.values()].at(-1);

const seenKey = (person, chat) => (chat.id === person.id ? `seen:${person.id}` : `seen:${person.id}:${chat.id}`);

export const markRead = (person, chat) =>
  localStorage.setItem(seenKey(person, chat), newest(chat)?.message_id ?? 0);

/** Count the messages of others that the person has not seen in this chat. */
export function unread(person, chat) {
  const read = Number(localStorage.getItem(seenKey(person, chat)) ?? 0);
  // A newer id than all messages is of an emptied data folder: nothing has been read yet.
  const seen = read > (newest(chat)?.message_id ?? 0) ? 0 : read;
  return [...chat.messages.values()].filter(({ from, service, message_id: id }) =>
    from.id !== person.id && !service && id > seen).length;
}

/** Count the unread messages of all chats. */
export const unreadInAll = (person, chats) =>
  [...chats.values()].reduce((sum, chat) => sum + unread(person, chat), 0);
