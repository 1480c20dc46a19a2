import { hashOf, personInAddress } from "./address.js";
import { addPerson } from "./api.js";
import { $, avatar, make } from "./dom.js";
import { attempt } from "./notices.js";
import { remember } from "./people.js";
import { session } from "./session.js";

const NAMES = ["Alice", "Bob", "Carol", "Dave", "Мария", "Иван"];

const language = () => (navigator.language.startsWith("ru") ? "ru" : "en");
const isCyrillic = (name) => /[а-яё]/i.test(name);

/** Ask on the first visit who to be; a name from the address is the first answer. */
export function welcome(wanted) {
  const names = [...new Set([wanted, ...NAMES.slice(0, 2)])].filter(Boolean);
  $("welcome-names").replaceChildren(...names.map((name, index) => make("button", {
    type: "button", className: "suggestion", onclick: () => create({ first_name: name, language_code: language() }),
  }, avatar({ id: index + 3, first_name: name }), name)));
  $("welcome").hidden = false;
}

export function addPeople() {
  $("welcome-other").addEventListener("click", askForPerson);
  $("add-person").addEventListener("click", askForPerson);
  $("person-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData($("person-form"));
    const username = form.get("username").replace(/^@/, "");
    create({ first_name: form.get("first_name").trim(), language_code: form.get("language_code"),
      ...(username && { username }) });
  });
}

/** Ask for a new person's name and language. */
export function askForPerson() {
  const form = $("person-form");
  const taken = new Set(session.people.map((person) => person.first_name));
  form.reset();
  form.elements.language_code.value = language();
  $("person-names").replaceChildren(...NAMES.filter((name) => !taken.has(name)).slice(0, 4).map((name) =>
    make("button", { type: "button", className: "chip", onclick: () => {
      $("person-name").value = name;
      form.elements.language_code.value = isCyrillic(name) ? "ru" : "en";
    } }, name)));
  if ($("people").matches(":popover-open")) $("people").hidePopover();
  $("person-dialog").showModal();
}

async function create(wanted) {
  const person = await attempt(() => addPerson(wanted));
  if (!person) return;
  remember(person);
  $("person-dialog").close();
  if (personInAddress()?.id === person.id) dispatchEvent(new Event("hashchange"));
  else location.hash = hashOf(person);
}
