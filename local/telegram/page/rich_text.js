import { icon, make, outward } from "./dom.js";

/** The tags that the server may send, with their attributes. */
const ALLOWED = {
  B: [], I: [], U: [], S: [], CODE: [], PRE: ["data-language"], A: ["href"], BLOCKQUOTE: ["data-expandable"], "TG-SPOILER": [],
};
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const COMMAND = /(?<![\w/.:@<>&-])\/[a-z][a-z0-9_]{0,31}(?:@[a-z0-9_]{3,32})?(?![\w/.-]*[\w/-])/gi;
const WEB_ADDRESS = /^https?:\/\/\S+$/i;

/** Return formatted text as nodes, with only the allowed tags and attributes. */
export function richText(html) {
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...[...parsed.body.childNodes].flatMap((node) => cleaned(node)));
  return fragment;
}

function cleaned(node, plain = false) {
  if (node.nodeType === Node.TEXT_NODE) return plain ? [node.data] : withCommands(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE", "TEMPLATE"].includes(node.tagName)) return [];
  const literal = plain || ["CODE", "PRE", "A"].includes(node.tagName);
  const children = [...node.childNodes].flatMap((child) => cleaned(child, literal));
  if (!(node.tagName in ALLOWED)) return children;
  const element = document.createElement(node.tagName);
  for (const name of ALLOWED[node.tagName]) {
    if (node.hasAttribute(name)) element.setAttribute(name, node.getAttribute(name));
  }
  element.append(...children);
  return [dressed(element)];
}

/** Make every /command in the text a link that sends it, as in Telegram. */
function withCommands(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    parts.push(text.slice(end, match.index));
    parts.push(make("button", { type: "button", className: "command-link", "data-command": match[0] }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].filter(Boolean);
}

function dressed(element) {
  if (element.tagName === "A") return safeLink(element);
  if (element.tagName === "PRE") return codeBlock(element);
  if (element.tagName === "CODE") return inlineCode(element);
  if (element.tagName === "TG-SPOILER") hide(element);
  return element;
}

function safeLink(element) {
  const href = element.getAttribute("href") ?? "";
  return SAFE_LINK.test(href) ? outward(href, {}, ...element.childNodes) : make("span", {}, ...element.childNodes);
}

function codeBlock(pre) {
  const language = pre.getAttribute("data-language");
  const button = make("button", { type: "button", className: "copy-code", "aria-label": "Copy code",
    title: "Copy" }, icon("copy"));
  return make("figure", { className: "code" },
    make("figcaption", {}, make("span", {}, language || "code"), button), pre);
}

/** Make inline code. A local address, which is no link in Telegram, is copied by a click and gets a small link. */
function inlineCode(code) {
  const text = code.textContent;
  Object.assign(code, { tabIndex: 0, title: "Copy" });
  code.setAttribute("role", "button");
  if (!WEB_ADDRESS.test(text)) return code;
  const link = outward(text, { className: "open-link", title: "Open in a new tab" }, "open", icon("open"));
  const pair = make("span", { className: "address" }, code, " ", link);
  return pair;
}

function hide(spoiler) {
  Object.assign(spoiler, { tabIndex: 0, title: "Show" });
  spoiler.setAttribute("role", "button");
}
