const CLOCK = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const FULL = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("en", { weekday: "short" });
const DAY_MS = 86_400_000;

const at = (seconds) => new Date(seconds * 1000);

/** Format a Unix time in seconds as hours and minutes. */
export const clock = (seconds) => CLOCK.format(at(seconds));
/** Format the full date and time, for a tooltip. */
export const fullDate = (seconds) => FULL.format(at(seconds));
/** Return a key of the local day of a message. */
export const dayKey = (seconds) => at(seconds).toDateString();

function daysAgo(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  return Math.round((midnight(new Date()) - midnight(date)) / DAY_MS);
}

/** Return the text of a date divider. */
export function dayLabel(seconds) {
  const date = at(seconds);
  const ago = daysAgo(date);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return (date.getFullYear() === new Date().getFullYear() ? DAY : DAY_AND_YEAR).format(date);
}

/** Return the short date of the last message, for a list. */
export function shortWhen(seconds) {
  const ago = daysAgo(at(seconds));
  if (ago === 0) return clock(seconds);
  return (ago < 7 ? WEEKDAY : DAY).format(at(seconds));
}

/** Format a size; as in Telegram's apps and in the bot, 1 kB is 1024 bytes. */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let power = 0;
  for (bytes /= 1024; bytes >= 1023.95 && power < units.length - 1; power += 1) bytes /= 1024;
  return `${Number(bytes.toFixed(1))} ${units[power]}`;
}

const KINDS = { sticker: "Sticker", photo: "Photo", voice: "Voice message" };

/** Return a message as one line, for previews and quotes. */
export function summary(message) {
  if (message.text) return message.text.replace(/\s+/g, " ").slice(0, 120);
  return message.document?.file_name ?? KINDS[message.kind] ?? message.service ?? "Message";
}
