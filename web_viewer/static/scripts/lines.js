// Marks the lines of `#L10-L20`, which browsers do not know, and puts the clicked line into the address.
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

  function markLinesOfAddress() {
    const addressed = range(location.hash);
    mark(addressed ? linesOf(addressed) : []);
    start = addressed?.[0] ?? null;
    if (addressed && addressed[0] !== addressed[1]) marked[0]?.scrollIntoView();
  }

  function press(event) {
    const link = event.target.closest("a[href^='#L']");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [number] = range(link.hash);
    if (!event.shiftKey || start === null) start = number;
    const [first, last] = [start, number].sort((a, b) => a - b);
    mark(linesOf([first, last]));
    // Setting `location.hash` would scroll.
    history.replaceState(null, "", first === last ? `#L${first}` : `#L${first}-L${last}`);
    copyText(location.href).then(() => notify(listing.dataset.linked), () => notify(listing.dataset.notLinked));
  }

  if (listing) {
    // With this class, CSS ignores `:target`, which does not change with `history.replaceState`.
    listing.classList.add("scripted");
    listing.addEventListener("click", press);
    addEventListener("hashchange", markLinesOfAddress);
    markLinesOfAddress();
  }
}
