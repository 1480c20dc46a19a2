// `text` may be a promise. Over plain http there is no clipboard API, and a selection is copied.
async function copyText(text) {
  if (!navigator.clipboard) return copySelection(await text);
  if (typeof text === "string" || !window.ClipboardItem) return navigator.clipboard.writeText(await text);
  // Safari allows copying after a fetch only if it gets the promise during the click.
  const blob = text.then((fetched) => new Blob([fetched], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

function copySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position: fixed; opacity: 0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
}
