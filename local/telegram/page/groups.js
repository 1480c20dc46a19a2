import { hashOf } from "./address.js";
import { addMember, changeBot, makeGroup, promote, removeMember } from "./api.js";
import { storeGroup } from "./chats.js";
import { $, avatar, botAvatar, icon, make } from "./dom.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

const RIGHTS = ["can_manage_chat", "can_delete_messages", "can_pin_messages"];
const STATUSES = { creator: "owner", administrator: "admin" };

const picture = (member) => (member.is_bot ? botAvatar() : avatar(member));
const bot = () => ({ ...session.bot, is_bot: true });

export function watchGroups() {
  $("add-group").addEventListener("click", askForGroup);
  $("title-button").addEventListener("click", () => session.chat?.group && showGroup());
  $("group-form").addEventListener("submit", (event) => {
    event.preventDefault();
    found(new FormData($("group-form")));
  });
  $("privacy").addEventListener("change", async () => {
    const changed = await attempt(() => changeBot({ privacy_mode: !$("privacy").checked }));
    if (changed) Object.assign(session.bot, changed);
  });
}

/** Ask for the title and the members of a new group. */
export function askForGroup() {
  const others = session.people.filter(({ id }) => id !== session.person.id);
  $("group-form").reset();
  $("group-people").replaceChildren(...[bot(), ...others].map((person) => make("label", { className: "tick" },
    make("input", { type: "checkbox", name: "people", value: person.id, checked: Boolean(person.is_bot) }),
    picture(person), make("span", {}, person.first_name))));
  if ($("people").matches(":popover-open")) $("people").hidePopover();
  $("group-dialog").showModal();
}

async function found(form) {
  const title = form.get("title").trim();
  const group = await attempt(() => makeGroup(session.person, title, form.getAll("people").map(Number)));
  if (!group) return;
  storeGroup(group);
  $("group-dialog").close();
  location.hash = hashOf(session.person, session.chats.get(group.id));
}

/** Show the members of the open group, with the actions that the person has. */
export function showGroup() {
  drawGroup();
  $("privacy").checked = !session.bot.privacy_mode;
  if (!$("members-dialog").open) $("members-dialog").showModal();
}

/** Redraw the open list of members. */
export function drawGroup() {
  const { group } = session.chat ?? {};
  if (!group) return void $("members-dialog").close();
  const inside = new Set(group.members.map(({ id }) => id));
  const outside = [bot(), ...session.people].filter(({ id }) => !inside.has(id));
  $("members-title").textContent = group.title;
  $("members-list").replaceChildren(...group.members.map(memberRow));
  $("outsiders").replaceChildren(...outside.map((person) => make("button", { type: "button", className: "chip",
    onclick: () => change(addMember(session.person, group, person.id)) }, `+ ${person.first_name}`)));
  return undefined;
}

function memberRow(member) {
  const what = member.id === session.person.id ? "you" : member.is_bot ? "bot" : "";
  const about = [what, STATUSES[member.status]].filter(Boolean).join(", ");
  return make("li", {}, picture(member),
    make("span", { className: "member-name" }, make("b", {}, member.first_name), make("small", {}, about)),
    ...actionsOn(member).map(({ sign, label, act }) => make("button", { type: "button", className: "round",
      title: label, "aria-label": `${label}: ${member.first_name}`, onclick: act }, icon(sign))));
}

function actionsOn(member) {
  const { person, chat: { group } } = session;
  const own = group.members.find(({ id }) => id === person.id);
  const remove = () => change(removeMember(person, group, member.id));
  if (member.id === person.id) return [{ sign: "leave", label: "Leave group", act: remove }];
  if (own?.status !== "creator") return [];
  const isAdmin = member.status === "administrator";
  return [
    { sign: "shield", label: isAdmin ? "Dismiss as admin" : "Make admin",
      act: () => change(promote(person, group, member.id, isAdmin ? [] : RIGHTS)) },
    { sign: "trash", label: "Remove from group", act: remove },
  ];
}

async function change(asked) {
  const group = await attempt(() => asked);
  if (!group || !session.chats.has(group.id)) return;
  storeGroup(group);
  drawGroup();
}
