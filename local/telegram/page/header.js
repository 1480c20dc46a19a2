import { changePerson } from "./api.js";
import { $ } from "./dom.js";
import { openMenu } from "./menus.js";
import { attempt } from "./notices.js";
import { hashOf, remember } from "./people.js";
import { session } from "./session.js";
import { askForPerson } from "./welcome.js";

const TYPING_MS = 5000;
let typingTimer;

/** Draws what stands above the chat and what depends on whether the bot is blocked. */
export function drawHeader() {
  const { bot, person } = session;
  $("bot-name").textContent = bot.first_name;
  $("status").textContent = status();
  $("status").classList.toggle("busy", !$("typing").hidden);
  $("notice").textContent = notice();
  $("notice").hidden = !notice();
  $("unblock").hidden = !person?.blocked;
  $("composer").hidden = Boolean(person?.blocked);
}

function status() {
  if (session.lost) return "reconnecting…";
  if (!$("typing").hidden) return "typing…";
  if (session.offline) return "starting…";
  return `bot · you are ${session.person.first_name}`;
}

function notice() {
  const { first_name: name } = session.bot;
  if (session.lost) return "Connection lost. Reconnecting…";
  if (session.offline) return `${name} is starting. What you send now is answered as soon as it is up.`;
  return "";
}

/** Shows that the bot types; Telegram's apps forget it after five seconds. */
export function showTyping(shown) {
  clearTimeout(typingTimer);
  $("typing").hidden = !shown;
  $("typing-text").textContent = `${session.bot.first_name} is typing…`;
  if (shown) typingTimer = setTimeout(showTyping, TYPING_MS, false);
  drawHeader();
}

export function chatMenu() {
  $("chat-menu-button").addEventListener("click", () => openMenu($("chat-menu-button"), "Chat actions", items()));
  $("unblock").addEventListener("click", () => change({ blocked: false }));
}

function items() {
  const { person, bot } = session;
  const speaks = (code, label) => ({ label, chosen: person.language_code === code,
    act: () => change({ language_code: code }) });
  return [
    speaks("en", "English"), speaks("ru", "Русский"), null,
    { icon: "open", label: `${person.first_name} in a new tab`, act: () => open(hashOf(person), "_blank", "noopener") },
    { icon: "plus", label: "Add a person", act: askForPerson }, null,
    { icon: "block", danger: !person.blocked, label: `${person.blocked ? "Unblock" : "Block"} ${bot.first_name}`,
      act: () => change({ blocked: !person.blocked }) },
  ];
}

async function change(wanted) {
  const person = await attempt(() => changePerson(session.person, wanted));
  if (!person) return;
  remember(person);
  if (person.id === session.person.id) session.person = person;
  drawHeader();
}
