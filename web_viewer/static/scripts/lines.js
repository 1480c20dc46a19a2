// `#L10` is the browser's own; `#L10-L20` is marked here, and a press on a number changes the address.
{
  const listing = document.querySelector(".listing");
  let marked = [];
  let start = null;

  function range(hash) {
    const found = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
    return found && [Number(found[1]), Number(found[2] ?? found[1])].sort((a, b) => a - b);
  }

  function linesOf([first, last]) {
    const number = (line) => Number(line.id.slice(1));
    return [...listing.querySelectorAll("[id^=L]")].filter((line) => number(line) >= first && number(line) <= last);
  }

  function mark(lines) {
    for (const line of marked) line.classList.remove("marked");
    for (const line of lines) line.classList.add("marked");
    marked = lines;
  }

  function markAddressed() {
    const asked = range(location.hash);
    mark(asked ? linesOf(asked) : []);
    start = asked?.[0] ?? null;
    if (asked && asked[0] !== asked[1]) marked[0]?.scrollIntoView();
  }

  function press(event) {
    const link = event.target.closest("a[href^='#L']");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [number] = range(link.hash);
    if (!event.shiftKey || start === null) start = number;
    const [first, last] = [start, number].sort((a, b) => a - b);
    mark(linesOf([first, last]));
    // Not by `location.hash`: that would jump.
    history.replaceState(null, "", first === last ? `#L${first}` : `#L${first}-L${last}`);
    put(location.href).then(() => say(listing.dataset.linked), () => say(listing.dataset.notLinked));
  }

  if (listing) {
    // From here on, marks are ours: `:target` does not follow an address that is changed without a jump.
    listing.classList.add("scripted");
    listing.addEventListener("click", press);
    addEventListener("hashchange", markAddressed);
    markAddressed();
  }
}
