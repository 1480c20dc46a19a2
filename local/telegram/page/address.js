import { session } from "./session.js";

/** Return the URL fragment that names a person and a chat, so that each tab can show another chat. */
export function hashOf(person, chat) {
  const name = encodeURIComponent(person.first_name.toLowerCase());
  return chat?.group ? `#${name}/${chat.id}` : `#${name}`;
}

const words = () => decodeURIComponent(location.hash.slice(1)).split("/");

/** Return the person's name in the URL fragment. */
export const nameInAddress = () => words()[0];

/** Return the person of the URL fragment, by name, username or id. */
export function personInAddress() {
  const word = nameInAddress().toLowerCase();
  if (!word) return undefined;
  const names = ({ id, first_name: name, username }) => [String(id), name.toLowerCase(), username?.toLowerCase()];
  return session.people.find((person) => names(person).includes(word));
}

// core.telegram.org/bots/features, Deep linking.
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** Return the start parameter of a deep link such as `/?start=follow_alice`, or an empty string. */
export function payloadInAddress() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  return PAYLOAD.test(payload) ? payload : "";
}

/** Remove the start parameter from the address: it is used once. */
export const forgetPayload = () => history.replaceState(null, "", location.pathname + location.hash);

/** Return the chat id of the URL fragment; the chat with the bot has the person's id. */
export const chatInAddress = (person) => Number(words()[1]) || person.id;
