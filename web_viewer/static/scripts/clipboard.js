// `text` may be a promise. Plain http has no clipboard API: there a selection does it.
async function put(text) {
  if (!navigator.clipboard) return putSelected(await text);
  if (typeof text === "string" || !window.ClipboardItem) return navigator.clipboard.writeText(await text);
  // Safari forgets the press while a text is fetched, unless the promise itself is handed over.
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

function putSelected(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position: fixed; opacity: 0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
}
