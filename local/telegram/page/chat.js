import { listPeople } from "./api.js";
import { Composer } from "./composer.js";
import { $, closeDialogsOutside } from "./dom.js";
import { follow } from "./feed.js";
import { chatMenu, drawHeader, showTyping } from "./header.js";
import { answerPresses } from "./keyboard.js";
import { MessageActions } from "./message_actions.js";
import { alertBox, attempt, toast } from "./notices.js";
import { drawPeople, hashOf, noteChat, personInAddress, remember, watchPeople } from "./people.js";
import { Scroller } from "./scroller.js";
import { session } from "./session.js";
import { Thread } from "./thread.js";
import { acceptFiles } from "./uploads.js";
import { addPeople, welcome } from "./welcome.js";

// A tab in the background gives its connection back after this long: a browser has six for all tabs.
const HIDDEN_MS = 20_000;

const thread = new Thread();
const scroller = new Scroller();
const composer = new Composer(() => thread.lastEditable());
let leave = () => undefined;
let hiddenTimer;

const handlers = {
  snapshot: showSnapshot,
  message(message) {
    if (!isHere(message)) return;
    if (message.from_bot) {
      session.offline = false;
      showTyping(false);
    }
    const fresh = thread.put(message);
    if (fresh && message.from_bot) scroller.arrived();
    if (fresh && !message.from_bot) scroller.toEnd();
    noteThread();
  },
  edited(message) {
    if (!isHere(message)) return;
    thread.put(message);
    noteThread();
  },
  deleted({ chat_id: chat, message_id: id }) {
    if (!isHere({ chat_id: chat })) return;
    thread.remove(id);
    noteThread();
  },
  toast({ text, show_alert: urgent }) {
    answerPresses(thread.element);
    if (text && urgent) alertBox(session.bot.first_name, text);
    else if (text) toast(text);
  },
  action: (action) => isHere(action) && showTyping(true),
  commands(menu) {
    if (isHere(menu)) session.commands = menu.commands;
  },
  person(person) {
    session.person = person;
    remember(person);
    drawHeader();
  },
  lost() {
    session.lost = true;
    drawHeader();
  },
};

const isHere = ({ chat_id: chat }) => chat === session.person.id;

function showSnapshot(snapshot) {
  const { person, bot, commands, offline, messages } = snapshot;
  Object.assign(session, { person, bot, commands, offline, lost: false });
  const first = thread.size === 0;
  thread.element.ariaBusy = "true";
  thread.show(messages);
  thread.element.ariaBusy = "false";
  if (first) scroller.toEnd();
  remember(person);
  noteThread();
  drawHeader();
}

function noteThread() {
  const { messages } = thread;
  $("empty").hidden = messages.length > 0;
  $("start").hidden = messages.length > 0 || session.person.blocked;
  noteChat(session.person, messages, !document.hidden);
}

function enter(person) {
  leave();
  composer.switchTo(person);
  Object.assign(session, { person, offline: false, lost: false });
  localStorage.setItem("last person", person.id);
  thread.clear();
  $("welcome").hidden = true;
  if ($("people").matches(":popover-open")) $("people").hidePopover();
  showTyping(false);
  drawPeople();
  leave = follow(person, handlers);
}

/** Plays the person whom the address names, else the last one; with nobody there, asks who to be. */
function route() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const last = session.people.find(({ id }) => String(id) === localStorage.getItem("last person"));
  const person = personInAddress() ?? (wanted ? undefined : last ?? session.people[0]);
  if (!person) return welcome(wanted && wanted[0].toUpperCase() + wanted.slice(1));
  if (!wanted) history.replaceState(null, "", hashOf(person));
  if (person.id !== session.person?.id) enter(person);
  $("welcome").hidden = true;
  return undefined;
}

function onVisibility() {
  clearTimeout(hiddenTimer);
  if (!session.person) return;
  if (document.hidden) hiddenTimer = setTimeout(() => leave(), HIDDEN_MS);
  else {
    leave();
    leave = follow(session.person, handlers);
  }
}

async function begin() {
  closeDialogsOutside();
  addPeople();
  acceptFiles();
  chatMenu();
  new MessageActions(thread, composer, scroller);
  $("start").addEventListener("click", () => composer.say("/start"));
  addEventListener("hashchange", route);
  document.addEventListener("visibilitychange", onVisibility);
  const people = await attempt(listPeople);
  if (!people) return void setTimeout(() => location.reload(), 2000);
  session.people = people;
  route();
  return watchPeople((snapshot) => snapshot && showSnapshot(snapshot));
}

begin();
