import { hashOf } from "./address.js";
import { changePerson } from "./api.js";
import { chatPicture } from "./chat_list.js";
import { titleOf } from "./chats.js";
import { $ } from "./dom.js";
import { askForGroup, showGroup } from "./groups.js";
import { openMenu } from "./menus.js";
import { attempt } from "./notices.js";
import { remember } from "./people.js";
import { session } from "./session.js";
import { askForPerson } from "./welcome.js";

const TYPING_MS = 5000;
const ACTIONS = {
  typing: "typing…", upload_document: "sending a file…", upload_photo: "sending a photo…",
  choose_sticker: "choosing a sticker…", record_voice: "recording…", upload_voice: "sending a recording…",
};
let action = "";
let actionTimer;

/** Draw the header, and show the composer if the person may write. */
export function drawHeader() {
  const { chat, person } = session;
  if (!chat) return;
  const blocked = !chat.group && Boolean(person.blocked);
  $("chat-name").textContent = titleOf(chat);
  $("chat-picture").replaceChildren(chatPicture(chat));
  $("title-button").disabled = !chat.group;
  $("status").textContent = status();
  $("status").classList.toggle("busy", Boolean(action));
  $("notice").textContent = notice();
  $("notice").hidden = !notice();
  $("unblock").hidden = !blocked;
  $("composer").hidden = blocked;
}

function status() {
  const { chat, person } = session;
  if (session.lost) return "reconnecting…";
  if (action) return chat.group ? `${session.bot.first_name} is ${action}` : action;
  if (!chat.group) return session.offline ? "starting…" : `bot · you are ${person.first_name}`;
  const { length: count } = chat.group.members;
  return `${count} ${count === 1 ? "member" : "members"} · you are ${person.first_name}`;
}

function notice() {
  const { first_name: name } = session.bot;
  if (session.lost) return "Connection lost. Reconnecting…";
  if (session.offline) return `${name} is starting. It will answer your messages once it's up.`;
  return "";
}

/** Show a chat action of the bot, or none; Telegram's apps hide it after five seconds. */
export function showAction(name) {
  clearTimeout(actionTimer);
  action = name ? ACTIONS[name] ?? "working…" : "";
  $("typing").hidden = !action;
  $("typing-text").textContent = `${session.bot.first_name} is ${action}`;
  if (action) actionTimer = setTimeout(showAction, TYPING_MS, null);
  drawHeader();
}

export function chatMenu() {
  $("chat-menu-button").addEventListener("click", () => openMenu($("chat-menu-button"), "Chat actions", items()));
  $("unblock").addEventListener("click", () => change({ blocked: false }));
}

function items() {
  const { person, bot, chat } = session;
  const speaks = (code, label) => ({ label, chosen: person.language_code === code,
    act: () => change({ language_code: code }) });
  const members = { icon: "group", label: "Members", act: showGroup };
  const block = { icon: "block", danger: !person.blocked, label: `${person.blocked ? "Unblock" : "Block"} ${bot.first_name}`,
    act: () => change({ blocked: !person.blocked }) };
  return [
    speaks("en", "English"), speaks("ru", "Русский"), null,
    { icon: "open", label: `${person.first_name} in a new tab`,
      act: () => open(hashOf(person, chat), "_blank", "noopener") },
    { icon: "plus", label: "Add a person", act: askForPerson },
    { icon: "group", label: "New group", act: askForGroup }, null,
    chat.group ? members : block,
  ];
}

async function change(wanted) {
  const person = await attempt(() => changePerson(session.person, wanted));
  if (!person) return;
  remember(person);
  if (person.id === session.person.id) session.person = person;
  drawHeader();
}
