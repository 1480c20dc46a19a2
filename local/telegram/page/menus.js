import { $, icon, make } from "./dom.js";

const EDGE_PX = 8;
let anchor = null;

/**
 * Show a menu at a button, or at a point of the window. Items: {label, icon, act, chosen, danger}; an item with
 * `chosen` (true or false) is a radio button, null is a separator.
 */
export function openMenu(at, title, items) {
  const again = anchor === at && $("menu").matches(":popover-open");
  closeMenu();
  if (again) return;
  anchor = at;
  $("menu").setAttribute("aria-label", title);
  $("menu").replaceChildren(...items.map(entry));
  $("menu").showPopover();
  place($("menu"), at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0));
  if (at instanceof Element) at.setAttribute("aria-expanded", "true");
  $("menu").querySelector("button").focus({ preventScroll: true });
}

export function closeMenu() {
  if (!$("menu").matches(":popover-open")) return;
  const focused = $("menu").contains(document.activeElement);
  $("menu").hidePopover();
  if (!(anchor instanceof Element)) return;
  anchor.setAttribute("aria-expanded", "false");
  if (focused) anchor.focus({ preventScroll: true });
}

function entry(item) {
  if (!item) return make("hr");
  const choice = item.chosen !== undefined;
  return make("button", {
    type: "button", className: item.danger ? "danger" : "", role: choice ? "menuitemradio" : "menuitem",
    "aria-checked": choice ? String(item.chosen) : null,
    onclick: () => {
      closeMenu();
      item.act();
    },
  }, choice && !item.chosen ? make("span", { className: "icon" }) : icon(choice ? "check" : item.icon), item.label);
}

/** Place the menu below the rectangle if there is room, else above it, and inside the window. */
function place(menu, rect) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(rect.left, innerWidth - width - EDGE_PX);
  const below = rect.bottom + height + EDGE_PX < innerHeight;
  menu.style.left = `${Math.max(left, EDGE_PX)}px`;
  menu.style.top = `${Math.max(below ? rect.bottom + 4 : rect.top - height - 4, EDGE_PX)}px`;
}

function onKey(event) {
  if (!$("menu").matches(":popover-open")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (!step) return;
  else {
    const items = [...$("menu").querySelectorAll("button")];
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
  event.preventDefault();
  event.stopPropagation();
}

function onPress(event) {
  const inside = $("menu").contains(event.target) || (anchor instanceof Element && anchor.contains(event.target));
  if (!inside) closeMenu();
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("pointerdown", onPress, true);
addEventListener("resize", closeMenu);
