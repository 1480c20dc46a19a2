// Keyboard shortcuts: each element names its key in `aria-keyshortcuts`, and the dialog lists them.
{
  const dialog = document.getElementById("keys");
  const [opener, closer] = [document.getElementById("show-keys"), dialog.querySelector("button")];
  const enabled = dialog.querySelector("input");
  const pressable = () => [...document.querySelectorAll("[aria-keyshortcuts]")].filter((one) => !one.hidden);
  const keyOf = (one) => one.getAttribute("aria-keyshortcuts");

  function list() {
    const rows = pressable().map((one) => {
      const row = document.createElement("div");
      const [key, name] = [document.createElement("dt"), document.createElement("dd")];
      key.appendChild(document.createElement("kbd")).textContent = keyOf(one);
      name.textContent = (one.labels?.[0] ?? one).textContent.trim();
      row.append(key, name);
      return row;
    });
    dialog.querySelector("dl").replaceChildren(...rows);
  }

  // With a keyboard layout that is not Latin, the key in the place of the Latin letter.
  function latinKey(event) {
    const key = event.key.toLowerCase();
    return /^[\x21-\x7e]$/.test(key) ? key : event.code.replace(/^Key/, "").toLowerCase();
  }

  function press(event) {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (isTyping || dialog.open || !enabled.checked) return;
    const one = pressable().find((one) => keyOf(one) === latinKey(event));
    if (!one) return;
    event.preventDefault();
    one.click();
  }

  enabled.checked = readSetting("keys") !== "no";
  enabled.addEventListener("change", () => storeSetting("keys", enabled.checked ? "yes" : "no"));
  opener.addEventListener("click", () => { list(); dialog.showModal(); });
  closer.addEventListener("click", () => dialog.close());
  addEventListener("keydown", press);
  opener.hidden = false;
}
