import { listPeople } from "./api.js";
import { $, avatar, icon, make } from "./dom.js";
import { peek } from "./feed.js";
import { shortWhen, summary } from "./formats.js";
import { session } from "./session.js";

const LOOK_EVERY_MS = 4000;
const WATCHED = 8;
const looks = new Map();

/** The part of the address that names a person, so that each tab can play one. */
export const hashOf = (person) => `#${encodeURIComponent(person.first_name.toLowerCase())}`;

/** The person that the address names: by name, username or id. */
export function personInAddress() {
  const word = decodeURIComponent(location.hash.slice(1)).toLowerCase();
  if (!word) return undefined;
  const names = ({ id, first_name: name, username }) => [String(id), name.toLowerCase(), username?.toLowerCase()];
  return session.people.find((person) => names(person).includes(word));
}

/** Puts a new or changed person into the list. */
export function remember(person) {
  const place = session.people.findIndex(({ id }) => id === person.id);
  if (place < 0) session.people.push(person);
  else session.people[place] = person;
  drawPeople();
}

const seenKey = (person) => `seen:${person.id}`;
const newest = (messages) => messages.at(-1)?.message_id ?? 0;

/** Notes what is in a person's chat; what is on screen counts as read. */
export function noteChat(person, messages, onScreen) {
  const read = Number(localStorage.getItem(seenKey(person)) ?? 0);
  // Numbers run backwards only when the data folder was emptied: then nothing has been read yet.
  const seen = read > newest(messages) ? 0 : read;
  const unread = messages.filter((message) => message.from_bot && message.message_id > seen).length;
  if (onScreen) localStorage.setItem(seenKey(person), newest(messages));
  looks.set(person.id, { last: messages.at(-1), unread: onScreen ? 0 : unread });
  drawPeople();
}

export function drawPeople() {
  $("people-list").replaceChildren(...session.people.map(row));
  const { person } = session;
  const elsewhere = session.people.some(({ id }) => id !== person?.id && looks.get(id)?.unread);
  if (person) $("switch").replaceChildren(avatar(person), icon("down"));
  $("switch").classList.toggle("unread", elsewhere);
  const unread = looks.get(person?.id)?.unread;
  document.title = `${unread ? `(${unread}) ` : ""}${person ? `${person.first_name} · ` : ""}${session.bot.first_name}`;
}

function row(person) {
  const { last, unread = 0 } = looks.get(person.id) ?? {};
  const preview = last ? `${last.from_bot ? "" : "You: "}${summary(last)}` : "No messages yet";
  return make("a", { className: "person", href: hashOf(person),
    "aria-current": person.id === session.person?.id ? "true" : null },
  avatar(person),
  make("span", { className: "person-name" }, make("b", {}, person.first_name),
    person.username ? make("small", {}, `@${person.username}`) : null),
  make("time", {}, last ? shortWhen(last.date) : ""),
  make("span", { className: "person-last" }, person.blocked ? "Bot blocked" : preview),
  unread ? make("span", { className: "badge", "aria-label": `${unread} unread` }, unread) : null);
}

/** Looks again and again at everybody who is not on screen; `look(snapshot)` gets the tab's own person while the tab is hidden. */
export async function watchPeople(look) {
  await listPeople().then(async (people) => {
    const gone = session.person && !people.some(({ id }) => id === session.person.id);
    if (gone) location.replace("/"); // The data folder was emptied: begin as on the first visit.
    session.people = people;
    const others = people.filter(({ id }) => id !== session.person?.id).slice(0, WATCHED);
    await Promise.all(others.map(async (person) => {
      const snapshot = await peek(person);
      if (snapshot) noteChat(person, snapshot.messages, false);
    }));
    if (session.person && document.hidden) look(await peek(session.person));
  }).catch(() => undefined); // The stream's own notice tells that the server is away.
  drawPeople();
  setTimeout(watchPeople, LOOK_EVERY_MS, look);
}
