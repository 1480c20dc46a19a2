import { hashOf } from "./address.js";
import { newest, titleOf, unread } from "./chats.js";
import { $, avatar, botAvatar, make } from "./dom.js";
import { shortWhen, summary } from "./formats.js";
import { session } from "./session.js";

/** Make the picture of a chat: the bot's, or the group's initials. */
export const chatPicture = (chat) =>
  (chat.group ? avatar({ id: chat.id, first_name: chat.group.title }) : botAvatar());

/** Draw the list of the person's chats, the latest first. */
export function drawChats() {
  const latest = (chat) => newest(chat)?.date ?? 0;
  const chats = [...session.chats.values()].sort((one, other) => latest(other) - latest(one));
  $("chat-list").replaceChildren(...chats.map(row));
}

function row(chat) {
  const last = newest(chat);
  const count = chat.id === session.chatId && !document.hidden ? 0 : unread(session.person, chat);
  return make("a", { className: "chat-row", href: hashOf(session.person, chat),
    "aria-current": chat.id === session.chatId ? "true" : null },
  chatPicture(chat),
  make("span", { className: "chat-name" }, titleOf(chat)),
  make("time", {}, last ? shortWhen(last.date) : ""),
  make("span", { className: "chat-last" }, preview(chat, last)),
  count ? make("span", { className: "badge", "aria-label": `${count} unread` }, count) : null);
}

function preview(chat, last) {
  if (!chat.group && session.person.blocked) return "Bot blocked";
  if (!last) return "No messages yet";
  if (last.service) return last.service;
  const own = last.from.id === session.person.id;
  const author = own ? "You: " : chat.group ? `${last.from.first_name}: ` : "";
  return author + summary(last);
}
