/** Calls the local Telegram; a refusal is thrown as an Error with the server's sentence. */
async function call(method, path, body) {
  const form = body instanceof FormData;
  const headers = body && !form ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(path, { method, headers, body: form ? body : body && JSON.stringify(body) })
    .catch(() => { throw new Error("The local Telegram does not answer. Is it still running?"); });
  const text = await answer.text();
  if (!answer.ok) throw new Error(refusal(text) ?? `The local Telegram refused (${answer.status}).`);
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

/** A seat is a person in one of their chats; the address names the chat where it is a group. */
const at = ({ person, chat }, what) => `${of(person)}/${what}${chat.group ? `?chat=${chat.id}` : ""}`;

export const listPeople = () => call("GET", "/people");
export const addPerson = (person) => call("POST", "/people", person);
export const changePerson = (person, change) => call("PATCH", of(person), change);
export const changeBot = (change) => call("PATCH", "/bot", change);

/** With `markup` the text is read as formatting that was typed. */
export const sendText = (seat, text, { replyTo, markup = false } = {}) =>
  call("POST", at(seat, "messages"), { text, markup, ...(replyTo && { reply_to_message_id: replyTo }) });

export const editText = (seat, messageId, text, markup = false) =>
  call("PATCH", at(seat, `messages/${messageId}`), { text, markup });

export const sendSample = (seat, kind) => call("POST", at(seat, "stickers"), { kind });

export const pressButton = (seat, messageId, row, column) =>
  call("POST", at(seat, "presses"), { message_id: messageId, row, column });

/** To the chat of the seat; the messages may be of any chat of the person. */
export const forward = (seat, messages) => call("POST", at(seat, "forwards"),
  { messages: messages.map(({ chat_id, message_id }) => ({ chat_id, message_id })) });

export const fileAddress = (person, fileId) => `${of(person)}/files/${encodeURIComponent(fileId)}`;

/** Several files travel as an album. */
export function sendFiles(seat, files, { caption, replyTo }) {
  const form = new FormData();
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to_message_id", replyTo);
  for (const file of files) form.append("file", file, file.name);
  return call("POST", at(seat, "files"), form);
}

export const askInline = (seat, query, offset) => call("POST", at(seat, "inline_queries"), { query, offset });
export const pickInline = (seat, queryId, resultId, replyTo) => call("POST", at(seat, "inline_picks"),
  { inline_query_id: queryId, result_id: resultId, ...(replyTo && { reply_to_message_id: replyTo }) });
export const pressInline = (seat, queryId) => call("POST", at(seat, "inline_buttons"), { inline_query_id: queryId });

const members = (person, group) => `${of(person)}/groups/${group.id}/members`;

export const makeGroup = (person, title, people) => call("POST", `${of(person)}/groups`, { title, people });
export const addMember = (person, group, id) => call("POST", members(person, group), { user_id: id });
export const removeMember = (person, group, id) => call("DELETE", `${members(person, group)}/${id}`);
export const promote = (person, group, id, rights) =>
  call("PATCH", `${members(person, group)}/${id}`, { rights });
