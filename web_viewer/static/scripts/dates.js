// A cached page is the same for all readers, so its times are in UTC. Here they become local times.
{
  const UTC = "UTC";
  const fields = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

  // In the order of the server, so that the layout does not shift.
  function formatted(moment, timeZone, hasTime) {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { ...fields, timeZone });
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const day = `${part.day} ${part.month} ${part.year}`;
    return hasTime ? `${day}, ${part.hour}:${part.minute}` : day;
  }

  for (const time of document.querySelectorAll("time[datetime]")) {
    if (time.closest("article")) continue; // the text of a paste
    const moment = new Date(time.dateTime);
    time.title = `${formatted(moment, UTC, true)} ${UTC}`;
    time.textContent = formatted(moment, undefined, Boolean(time.querySelector(".utc")));
  }
}
