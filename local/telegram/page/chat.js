import {
  chatInAddress, forgetPayload, hashOf, nameInAddress, payloadInAddress, personInAddress,
} from "./address.js";
import { listPeople } from "./api.js";
import { drawChats } from "./chat_list.js";
import { chatsOf, markRead, storeGroup } from "./chats.js";
import { Composer } from "./composer.js";
import { $, closeDialogsOutside } from "./dom.js";
import { follow } from "./feed.js";
import { Selection } from "./forwarding.js";
import { drawGroup, watchGroups } from "./groups.js";
import { chatMenu, drawHeader, showAction } from "./header.js";
import { endWaiting } from "./keyboard.js";
import { MessageActions } from "./message_actions.js";
import { alertBox, attempt, toast } from "./notices.js";
import { drawPeople, setUnread, remember, watchPeople } from "./people.js";
import { Scroller } from "./scroller.js";
import { session } from "./session.js";
import { Thread } from "./thread.js";
import { acceptFiles } from "./uploads.js";
import { addPeople, welcome } from "./welcome.js";

// A hidden tab closes its event stream: a browser has six connections to a server for all tabs.
const HIDDEN_TIMEOUT_MS = 20_000;

const thread = new Thread();
const scroller = new Scroller();
const selection = new Selection(thread);
const composer = new Composer(() => thread.lastEditable());
let leave = () => undefined;
let hiddenTimer;

const isHere = ({ chat_id: chat }) => chat === session.chatId;

/** Store a new or changed message of any chat; return whether it is new on screen. */
function store(message) {
  session.chats.get(message.chat_id)?.messages.set(message.message_id, message);
  const fresh = isHere(message) && thread.put(message);
  update();
  return fresh;
}

const handlers = {
  snapshot: showSnapshot,
  message(message) {
    if (message.from_bot) session.offline = false;
    if (message.from_bot && isHere(message)) showAction(null);
    if (!store(message)) return;
    if (message.from.id === session.person.id) scroller.toEnd();
    else scroller.arrived();
  },
  edited: store,
  deleted({ chat_id: chatId, message_id: id }) {
    session.chats.get(chatId)?.messages.delete(id);
    if (chatId === session.chatId) thread.remove(id);
    update();
  },
  toast({ text, show_alert: urgent }) {
    endWaiting(thread.element);
    if (text && urgent) alertBox(session.bot.first_name, text);
    else if (text) toast(text);
  },
  action: (action) => isHere(action) && showAction(action.action),
  commands({ chat_id: chatId, commands }) {
    const chat = session.chats.get(chatId);
    if (chat) chat.commands = commands;
  },
  person(person) {
    session.person = person;
    remember(person);
    drawHeader();
  },
  group(group) {
    if (!session.chats.has(group.id)) return refresh();
    storeGroup(group);
    drawHeader();
    if ($("members-dialog").open) drawGroup();
    return update();
  },
  group_left({ chat_id: chatId }) {
    session.chats.delete(chatId);
    if (chatId === session.chatId) location.hash = hashOf(session.person);
    else update();
  },
  inline_results: (results) => composer.showResults(results),
  lost() {
    session.lost = true;
    drawHeader();
  },
};

/** Reopen the event stream, whose snapshot has all messages, also those of a group before joining. */
function refresh() {
  leave();
  leave = follow(session.person, handlers);
}

function showSnapshot(snapshot) {
  const { person, bot, offline } = snapshot;
  Object.assign(session, { person, bot, offline, lost: false, chats: chatsOf(snapshot) });
  remember(person);
  if (!session.chat) return location.replace(hashOf(person));
  return showChat();
}

/** Show the messages of the open chat. */
function showChat() {
  const first = thread.size === 0;
  thread.element.ariaBusy = "true";
  thread.show([...session.chat.messages.values()]);
  thread.element.ariaBusy = "false";
  if (first) scroller.toEnd();
  drawHeader();
  update();
}

/** Redraw what depends on new and read messages. */
function update() {
  const { person, chat, chats } = session;
  if (!chat) return;
  if (!document.hidden) markRead(person, chat);
  $("empty").hidden = thread.size > 0;
  $("start").hidden = Boolean(chat.group) || person.blocked || (thread.size > 0 && !payloadInAddress());
  drawChats();
  setUnread(person, chats);
}

function open(person, chatId) {
  if (person.id !== session.person?.id) {
    leave();
    Object.assign(session, { person, chats: new Map(), offline: false, lost: false });
    localStorage.setItem("last person", person.id);
    leave = follow(person, handlers);
  }
  session.chatId = chatId;
  composer.switchTo(person, chatId);
  selection.end();
  thread.clear();
  showAction(null);
  $("members-dialog").close();
  if ($("people").matches(":popover-open")) $("people").hidePopover();
  drawPeople();
  if (session.chat) showChat();
}

/** Open the chat of the address, or of the last person; without people, ask for one. */
function route() {
  const wanted = nameInAddress();
  const last = session.people.find(({ id }) => String(id) === localStorage.getItem("last person"));
  const person = personInAddress() ?? (wanted ? undefined : last ?? session.people[0]);
  if (!person) return welcome(wanted && wanted[0].toUpperCase() + wanted.slice(1));
  if (!wanted) history.replaceState(null, "", hashOf(person));
  const chatId = chatInAddress(person);
  const known = person.id !== session.person?.id || session.chats.has(chatId) || session.chats.size === 0;
  if (!known) return location.replace(hashOf(person));
  if (person.id !== session.person?.id || chatId !== session.chatId) open(person, chatId);
  $("welcome").hidden = true;
  return undefined;
}

/** Send /start, with the start parameter of a deep link. */
function start() {
  const payload = payloadInAddress();
  forgetPayload();
  composer.say(payload ? `/start ${payload}` : "/start");
}

function onVisibility() {
  clearTimeout(hiddenTimer);
  if (!session.person) return;
  if (document.hidden) hiddenTimer = setTimeout(() => leave(), HIDDEN_TIMEOUT_MS);
  else refresh();
}

async function begin() {
  closeDialogsOutside();
  addPeople();
  acceptFiles(composer);
  chatMenu();
  watchGroups();
  new MessageActions(thread, composer, scroller, selection);
  $("start").addEventListener("click", start);
  addEventListener("open-bot", () => { location.hash = hashOf(session.person); });
  addEventListener("hashchange", route);
  document.addEventListener("visibilitychange", onVisibility);
  const people = await attempt(listPeople);
  if (!people) return void setTimeout(() => location.reload(), 2000);
  session.people = people;
  route();
  return watchPeople((snapshot) => snapshot && showSnapshot(snapshot));
}

begin();
