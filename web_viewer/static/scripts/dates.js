// A page is the same for all its readers, so its times are in UTC; each sees them as on their own clock.
{
  const UTC = "UTC";
  const fields = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

  // In the order in which the server writes them: nothing moves.
  function written(moment, timeZone, hasTime) {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { ...fields, timeZone });
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const day = `${part.day} ${part.month} ${part.year}`;
    return hasTime ? `${day}, ${part.hour}:${part.minute}` : day;
  }

  for (const time of document.querySelectorAll("time[datetime]")) {
    if (time.closest("article")) continue; // somebody's own text
    const moment = new Date(time.dateTime);
    time.title = `${written(moment, UTC, true)} ${UTC}`;
    time.textContent = written(moment, undefined, Boolean(time.querySelector(".utc")));
  }
}
