import { session } from "./session.js";

/** The part of the address that names a person and a group of theirs, so that each tab can show another chat. */
export function hashOf(person, chat) {
  const name = encodeURIComponent(person.first_name.toLowerCase());
  return chat?.group ? `#${name}/${chat.id}` : `#${name}`;
}

const words = () => decodeURIComponent(location.hash.slice(1)).split("/");

/** The name that stands in the address, whoever that is. */
export const nameInAddress = () => words()[0];

/** The person that the address names: by name, username or id. */
export function personInAddress() {
  const word = nameInAddress().toLowerCase();
  if (!word) return undefined;
  const names = ({ id, first_name: name, username }) => [String(id), name.toLowerCase(), username?.toLowerCase()];
  return session.people.find((person) => names(person).includes(word));
}

// core.telegram.org/bots/features, Deep linking.
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** What a link such as `/?start=follow_alice` wants Start to say; empty for nothing. */
export function payloadInAddress() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  return PAYLOAD.test(payload) ? payload : "";
}

/** A link is good for one press. */
export const forgetPayload = () => history.replaceState(null, "", location.pathname + location.hash);

/** The id of the chat that the address names; the person's own is that of the chat with the bot. */
export const chatInAddress = (person) => Number(words()[1]) || person.id;
