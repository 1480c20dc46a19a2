import { hashOf } from "./address.js";
import { listPeople } from "./api.js";
import { chatsOf, unreadInAll } from "./chats.js";
import { $, avatar, icon, make } from "./dom.js";
import { peek } from "./feed.js";
import { session } from "./session.js";

const POLL_INTERVAL_MS = 4000;
const WATCHED = 8;
const unread = new Map();

/** Store a new or changed person in the list. */
export function remember(person) {
  const place = session.people.findIndex(({ id }) => id === person.id);
  if (place < 0) session.people.push(person);
  else session.people[place] = person;
  drawPeople();
}

/** Show the number of unread messages of a person. */
export function setUnread(person, chats) {
  unread.set(person.id, unreadInAll(person, chats));
  drawPeople();
}

export function drawPeople() {
  const { person } = session;
  $("people-list").replaceChildren(...session.people.map(row));
  $("people-list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (person) $("switch").replaceChildren(avatar(person), icon("down"));
  $("switch").classList.toggle("unread", [...unread.values()].some(Boolean));
  const count = unread.get(person?.id);
  document.title = `${count ? `(${count}) ` : ""}${person ? `${person.first_name} · ` : ""}${session.bot.first_name}`;
}

function row(person) {
  const current = person.id === session.person?.id;
  const count = current ? 0 : unread.get(person.id);
  return make("a", { className: "person", href: hashOf(person), "aria-current": current ? "true" : null,
    title: person.username ? `${person.first_name} · @${person.username}` : person.first_name },
  avatar(person), make("span", { className: "person-name" }, person.first_name),
  count ? make("span", { className: "badge", "aria-label": `${count} unread` }, count) : null);
}

/** Poll the people who are not on screen; `look(snapshot)` gets the tab's own person while it is hidden. */
export async function watchPeople(look) {
  await listPeople().then(async (people) => {
    const gone = session.person && !people.some(({ id }) => id === session.person.id);
    if (gone) location.replace("/"); // The data folder was emptied: begin as on the first visit.
    session.people = people;
    const others = people.filter(({ id }) => id !== session.person?.id).slice(0, WATCHED);
    await Promise.all(others.map(async (person) => {
      const snapshot = await peek(person);
      if (snapshot) setUnread(person, chatsOf(snapshot));
    }));
    if (session.person && document.hidden) look(await peek(session.person));
  }).catch(() => undefined); // The stream's own notice tells that the server is away.
  drawPeople();
  setTimeout(watchPeople, POLL_INTERVAL_MS, look);
}
