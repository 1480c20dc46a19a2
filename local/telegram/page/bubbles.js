import { fileAddress } from "./api.js";
import { avatar, botAvatar, icon, make } from "./dom.js";
import { clock, fileSize, fullDate, summary } from "./formats.js";
import { keyboard } from "./keyboard.js";
import { richText } from "./rich_text.js";
import { session } from "./session.js";

const STICKER = "👋";
const VOICE_BARS = [6, 11, 16, 9, 14, 20, 12, 7, 15, 18, 10, 13, 8, 17, 11, 6, 12, 9, 5, 7];

export const isOwn = (message) => message.from.id === session.person.id;
const nameOf = (message) => (isOwn(message) ? "You" : message.from.first_name);

/** Make the element of a message; `find` returns the message of an id, for quotes. */
export function bubble(message, find) {
  const id = `m-${message.message_id}`;
  if (message.service) return make("p", { className: "service", id }, make("span", {}, message.service));
  const inGroup = Boolean(session.chat.group);
  const pictured = inGroup && !isOwn(message);
  return make("article", {
    className: `message ${isOwn(message) ? "own" : "theirs"}${pictured ? " pictured" : ""}`, id, tabIndex: 0,
    "aria-label": `${nameOf(message)}, ${clock(message.date)}`,
    "data-id": message.message_id, "data-author": message.from.id, "data-album": message.album ?? "",
  }, make("div", { className: "stack" },
    body(message, find, pictured), message.keyboard?.length ? keyboard(message.keyboard) : null));
}

const face = (message) => (message.from_bot ? botAvatar() : avatar(message.from));

function body(message, find, pictured) {
  const bare = message.kind === "sticker" && !message.text;
  return make("div", { className: bare ? "bubble bare" : "bubble" },
    pictured ? face(message) : null, pictured ? author(message) : null, source(message),
    quote(message, find), documentLine(message.document), sample(message.kind), words(message));
}

function author(message) {
  const tone = message.from_bot ? "bot" : `tone-${Math.abs(message.from.id) % 7}`;
  return make("b", { className: `author ${tone}` }, message.from.first_name);
}

/** Make the line with the origin of a forward and the bot of an inline message. */
function source(message) {
  const { forwarded_from: origin, via_bot: bot } = message;
  if (!origin && !bot) return null;
  return make("p", { className: "source" },
    ...(origin ? ["Forwarded from ", make("b", {}, origin), " "] : []), ...(bot ? [`via @${bot}`] : []));
}

function quote(message, find) {
  if (!message.reply_to_message_id) return null;
  const quoted = find(message.reply_to_message_id);
  return make("button", { type: "button", className: "quote", "data-to": message.reply_to_message_id },
    make("b", {}, quoted ? nameOf(quoted) : "Reply"), make("span", {}, quoted ? summary(quoted) : "Deleted message"));
}

function documentLine(file) {
  if (!file) return null;
  const ending = /\.(\w{1,4})$/.exec(file.file_name ?? "")?.[1];
  return make("a", { className: "document", href: fileAddress(session.person, file.file_id), download: file.file_name ?? "" },
    make("span", { className: "document-icon", "aria-hidden": "true" },
      ending ? make("span", {}, ending) : icon("file"), icon("download")),
    make("span", { className: "document-name" }, make("b", {}, file.file_name ?? "file"),
      make("small", {}, `${fileSize(file.file_size)} · Download`)));
}

function sample(kind) {
  if (kind === "sticker") return make("p", { className: "sticker", role: "img", "aria-label": "Sticker" }, STICKER);
  if (kind === "photo") return make("p", { className: "photo", role: "img", "aria-label": "Photo" }, icon("photo"));
  if (kind === "voice") return voice();
  return null;
}

function voice() {
  const bars = VOICE_BARS.map((height) => {
    const bar = make("i");
    bar.style.height = `${height}px`;
    return bar;
  });
  return make("p", { className: "voice", role: "img", "aria-label": "Voice message, 3 seconds" },
    make("span", { className: "document-icon" }, icon("play")), make("span", { className: "bars" }, ...bars),
    make("small", {}, "0:03"));
}

function words(message) {
  const meta = make("span", { className: "meta", title: fullDate(message.date) },
    message.edit_date ? "edited " : "", make("time", {}, clock(message.date)),
    isOwn(message) ? icon("check") : null);
  if (!message.reaction) return make("div", { className: textClass(message) }, richText(message.html ?? ""), meta);
  const line = make("div", { className: "foot-line" }, make("span", { className: "reaction",
    "aria-label": `Reaction ${message.reaction}` }, message.reaction), meta);
  return make("div", { className: textClass(message) }, richText(message.html ?? ""), line);
}

/** Return the class of the text: up to three emoji alone are large, as in the apps. */
function textClass(message) {
  const alone = /^(?:\p{Extended_Pictographic}[\u{FE0F}\u{200D}\u{1F3FB}-\u{1F3FF}]*){1,3}$/u;
  return alone.test(message.text ?? "") ? "text jumbo" : "text";
}
