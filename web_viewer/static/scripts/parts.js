// Opens the part of a long paste that contains the line of an address such as `#L30000`.
{
  const starts = document.querySelector(".listing code")?.dataset.starts?.split(" ").map(Number);

  function openPartOfAddress() {
    const line = Number(/^#L(\d{1,9})(-|$)/.exec(location.hash)?.[1] ?? 0);
    // The last part that begins with the line or before it.
    const part = starts.findLastIndex((first) => first <= line) + 1;
    if (!line || document.getElementById(`L${line}`)) return;
    const address = new URL(location.href);
    if (String(part) === (address.searchParams.get("part") ?? "1")) return;
    address.searchParams.set("part", part);
    location.replace(address);
  }

  if (starts) {
    addEventListener("hashchange", openPartOfAddress);
    openPartOfAddress();
  }
}
