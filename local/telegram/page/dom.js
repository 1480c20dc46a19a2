/** Return the element with this id. */
export const $ = (id) => document.getElementById(id);

/** Make an element; omit properties and children that are null, undefined or false. */
export function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name in node) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make an icon of icons.svg. */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#i-${name}`);
  drawing.append(use);
  return drawing;
}

/** Make a link that opens a new tab. */
export const outward = (href, props = {}, ...children) =>
  make("a", { href, target: "_blank", rel: "noopener noreferrer", ...props }, ...children);

/** Make a round picture with a person's initials, in a colour derived from the id. */
export function avatar(person) {
  const initials = person.first_name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return make("span", { className: `avatar tone-${Math.abs(person.id) % 7}`, "aria-hidden": "true" },
    initials.toUpperCase());
}

/** Make the picture of the bot. */
export const botAvatar = () => make("span", { className: "avatar bot", "aria-hidden": "true" }, icon("plane"));

/** Let every dialog close by its Cancel button or by a press outside of it. */
export function closeDialogsOutside() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
}

/** Return whether the person uses a touch screen, where Enter makes a new line. */
export const byTouch = () => matchMedia("(pointer: coarse)").matches;
