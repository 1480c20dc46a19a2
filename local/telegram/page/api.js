/** Call the local Telegram's API; throw an Error with the server's message on failure. */
async function call(method, path, body) {
  const form = body instanceof FormData;
  const headers = body && !form ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(path, { method, headers, body: form ? body : body && JSON.stringify(body) })
    .catch(() => { throw new Error("The local Telegram isn't responding. Is it still running?"); });
  const text = await answer.text();
  if (!answer.ok) throw new Error(refusal(text) ?? `The local Telegram returned an error (${answer.status}).`);
  return text ? JSON.parse(text) : null;
}

function refusal(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return null;
  }
}

const of = (person) => `/people/${person.id}`;

/** Return the URL of a resource of a participant: a person in one of their chats. */
const at = ({ person, chat }, what) => `${of(person)}/${what}${chat.group ? `?chat=${chat.id}` : ""}`;

export const listPeople = () => call("GET", "/people");
export const addPerson = (person) => call("POST", "/people", person);
export const changePerson = (person, change) => call("PATCH", of(person), change);
export const changeBot = (change) => call("PATCH", "/bot", change);

/** Send a text; with `markup`, typed formatting in it becomes entities. */
export const sendText = (participant, text, { replyTo, markup = false } = {}) =>
  call("POST", at(participant, "messages"), { text, markup, ...(replyTo && { reply_to_message_id: replyTo }) });

export const editText = (participant, messageId, text, markup = false) =>
  call("PATCH", at(participant, `messages/${messageId}`), { text, markup });

export const sendSample = (participant, kind) => call("POST", at(participant, "stickers"), { kind });

export const pressButton = (participant, messageId, row, column) =>
  call("POST", at(participant, "presses"), { message_id: messageId, row, column });

/** Forward messages of any of the person's chats to the chat of `participant`. */
export const forward = (participant, messages) => call("POST", at(participant, "forwards"),
  { messages: messages.map(({ chat_id, message_id }) => ({ chat_id, message_id })) });

export const fileAddress = (person, fileId) => `${of(person)}/files/${encodeURIComponent(fileId)}`;

/** Send files; several form an album. */
export function sendFiles(participant, files, { caption, replyTo }) {
  const form = new FormData();
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to_message_id", replyTo);
  for (const file of files) form.append("file", file, file.name);
  return call("POST", at(participant, "files"), form);
}

export const askInline = (participant, query, offset) =>
  call("POST", at(participant, "inline_queries"), { query, offset });
export const pickInline = (participant, queryId, resultId, replyTo) => call("POST", at(participant, "inline_picks"),
  { inline_query_id: queryId, result_id: resultId, ...(replyTo && { reply_to_message_id: replyTo }) });
export const pressInline = (participant, queryId) =>
  call("POST", at(participant, "inline_buttons"), { inline_query_id: queryId });

const members = (person, group) => `${of(person)}/groups/${group.id}/members`;

export const makeGroup = (person, title, people) => call("POST", `${of(person)}/groups`, { title, people });
export const addMember = (person, group, id) => call("POST", members(person, group), { user_id: id });
export const removeMember = (person, group, id) => call("DELETE", `${members(person, group)}/${id}`);
export const promote = (person, group, id, rights) =>
  call("PATCH", `${members(person, group)}/${id}`, { rights });
