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

const chat = (person) => `/people/${person.id}`;

export const listPeople = () => call("GET", "/people");
export const addPerson = (person) => call("POST", "/people", person);
export const changePerson = (person, change) => call("PATCH", chat(person), change);

export const sendText = (person, text, replyTo) =>
  call("POST", `${chat(person)}/messages`, replyTo ? { text, reply_to_message_id: replyTo } : { text });

export const editText = (person, messageId, text) =>
  call("PATCH", `${chat(person)}/messages/${messageId}`, { text });

export const sendSample = (person, kind) => call("POST", `${chat(person)}/stickers`, { kind });

export const pressButton = (person, messageId, row, column) =>
  call("POST", `${chat(person)}/presses`, { message_id: messageId, row, column });

export const fileAddress = (person, fileId) => `${chat(person)}/files/${encodeURIComponent(fileId)}`;

export function sendFile(person, file, caption) {
  const form = new FormData();
  if (caption) form.append("caption", caption);
  form.append("file", file, file.name);
  return call("POST", `${chat(person)}/files`, form);
}
