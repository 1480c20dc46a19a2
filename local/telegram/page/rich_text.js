import { icon, make, outward } from "./dom.js";

/** What the server may send as formatting, and the attributes of each tag that are kept. */
const ALLOWED = {
  B: [], I: [], U: [], S: [], CODE: [], PRE: ["data-language"], A: ["href"], BLOCKQUOTE: ["data-expandable"], "TG-SPOILER": [],
};
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const COMMAND = /(?<![\w/.:@<>&-])\/[a-z][a-z0-9_]{0,31}(?:@[a-z0-9_]{3,32})?(?![\w/.-]*[\w/-])/gi;
const WEB_ADDRESS = /^https?:\/\/\S+$/i;

/** The message's formatted text as nodes: nothing but the allowed tags and attributes survives. */
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

/** Telegram makes every /command in a text a link that sends it. */
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
  const button = make("button", { type: "button", className: "copy-code", "aria-label": "Copy the code",
    title: "Copy" }, icon("copy"));
  return make("figure", { className: "code" },
    make("figcaption", {}, make("span", {}, language || "code"), button), pre);
}

/** Local addresses are no links in Telegram, so here a press copies them and a small link opens them. */
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
