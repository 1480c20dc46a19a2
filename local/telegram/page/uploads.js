import { sendFiles, sendSample } from "./api.js";
import { $, byTouch, icon, make } from "./dom.js";
import { fileSize } from "./formats.js";
import { openMenu } from "./menus.js";
import { attempt } from "./notices.js";
import { session } from "./session.js";

let chosen = [];
let composer;

/**
 * Accept files from the picker, by drop and from the clipboard; a dialog asks for the caption and sends them.
 * The composer knows the replied message.
 */
export function acceptFiles(besides) {
  composer = besides;
  $("attach").addEventListener("click", () => openMenu($("attach"), "Attach", attachments()));
  $("file-input").addEventListener("change", () => {
    offer([...$("file-input").files]);
    $("file-input").value = "";
  });
  $("file-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  $("text").addEventListener("paste", onPaste);
  acceptDrops($("chat"));
}

function attachments() {
  const sample = (kind, label) => ({ icon: kind, label, act: () => attempt(() => sendSample(session.participant, kind)) });
  return [
    { icon: "file", label: "File…", act: () => $("file-input").click() }, null,
    sample("sticker", "A sticker"), sample("photo", "A photo"), sample("voice", "A voice message"),
  ];
}

function offer(files) {
  if (!files.length || !session.person) return;
  chosen = files;
  $("file-title").textContent = files.length === 1 ? "Send a file" : `Send ${files.length} files as an album`;
  $("file-list").replaceChildren(...files.map((file) => make("li", {},
    make("span", { className: "document-icon" }, icon("file")),
    make("span", { className: "document-name" }, make("b", {}, file.name), make("small", {}, fileSize(file.size))))));
  $("caption").value = "";
  if (!$("file-dialog").open) $("file-dialog").showModal();
}

async function send() {
  const button = $("file-send");
  button.disabled = true;
  button.textContent = "Sending…";
  const fields = { caption: $("caption").value.trim(), replyTo: composer.replyTo };
  const sent = await attempt(() => sendFiles(session.participant, chosen, fields));
  button.disabled = false;
  button.textContent = "Send";
  if (!sent) return;
  chosen = [];
  composer.takeReply();
  $("file-dialog").close();
  if (!byTouch()) $("text").focus();
}

function onPaste(event) {
  const { files, types } = event.clipboardData;
  // Office programs copy a picture of the text, too: then the text is what the person wants.
  if (!files.length || [...types].includes("text/plain")) return;
  event.preventDefault();
  offer([...files]);
}

function acceptDrops(area) {
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const show = (shown) => { $("drop").hidden = !shown; };
  area.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    show(Boolean(session.chat) && !$("composer").hidden);
  });
  area.addEventListener("dragleave", (event) => show(area.contains(event.relatedTarget)));
  area.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (!$("drop").hidden) offer([...event.dataTransfer.files]);
    show(false);
  });
}
