// A map that several people have open: who is here, what they change, and how to take back
// what one has just done oneself.

import { connect, showPeople } from "./live.js";
import { unsaved } from "./writing.js";

const REST = 700; // milliseconds: several changes in a row are shown together
const room = document.querySelector("[data-room]");
const [UNDO, UNDONE, TYPED, OPEN, THROW, LOST] = room.dataset.words.split("|");
const here = document.querySelector("#head[data-code]")?.dataset.code ?? null;
let waiting = 0;
let held = Number(room.dataset.revision);

const live = connect(room.dataset.room, {
  revision: held,
  onChanges: (changes, revision) => {
    held = revision;
    soon();
    mark(changes);
  },
  onPeople: (people, you) => {
    showPeople(document.querySelector("#people"), people, you);
    place(people.filter((each) => each.id !== you));
  },
  onState: (state) => say(state === "offline" ? LOST : ""),
});
live.here(here, null);

document.addEventListener("rumbo:here", (event) => {
  const form = event.target.closest?.("form");
  const code = form?.action.match(/elements\/([A-Z]+-[A-Z]\d+)/)?.[1];
  live.here(code ?? here, event.detail.field);
});
document.addEventListener("rumbo:saved", (event) => {
  soon();
  offerUndo(event.detail.request);
});
document.addEventListener("rumbo:closed", soon);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select");
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !isTyping && !event.shiftKey) {
    room.querySelector("button[data-undo]")?.click();
  }
});
tellUnsaved();

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, REST);
}

// The page as it is now, put where it stands; what somebody is typing in is left alone.
async function refresh() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  room.dataset.revision = now.querySelector("[data-room]")?.dataset.revision ?? room.dataset.revision;
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = now.getElementById(region.id);
    if (!next || region.querySelector(".inline") || region.innerHTML === next.innerHTML) continue;
    const picture = region.querySelector("svg.picture-svg");
    const drawn = next.querySelector("svg.picture-svg");
    if (picture && drawn) redraw(picture, drawn);
    else region.replaceChildren(...next.childNodes);
  }
  document.dispatchEvent(new CustomEvent("rumbo:refreshed"));
}

// The picture keeps its size and its place; what is new in it is told by its own module.
function redraw(picture, drawn) {
  const focused = document.activeElement?.dataset?.code;
  for (const name of ["width", "height"]) {
    const scale = picture.getAttribute("width") / picture.viewBox.baseVal.width;
    const whole = drawn.viewBox.baseVal[name];
    drawn.setAttribute(name, whole * scale);
  }
  picture.replaceWith(document.adoptNode(drawn));
  document.dispatchEvent(new CustomEvent("rumbo:redrawn", { detail: drawn }));
  if (focused) drawn.querySelector(`[data-code="${CSS.escape(focused)}"]`)?.focus();
}

function mark(changes) {
  const codes = new Set(changes.map((each) => each.element).filter(Boolean));
  const once = () => {
    for (const code of codes) {
      for (const place of document.querySelectorAll(`[data-code="${CSS.escape(code)}"]`)) {
        place.classList.add("fresh");
        setTimeout(() => place.classList.remove("fresh"), 2500);
      }
    }
    document.removeEventListener("rumbo:refreshed", once);
  };
  document.addEventListener("rumbo:refreshed", once);
}

// Initials on the element in which somebody is.
function place(people) {
  for (const old of document.querySelectorAll(".badge")) old.remove();
  for (const person of people.filter((each) => each.where)) {
    const places = `li[data-code="${CSS.escape(person.where)}"], svg [data-code="${CSS.escape(person.where)}"]`;
    for (const thing of document.querySelectorAll(places)) {
      if (!(thing instanceof SVGElement)) thing.prepend(badge(person));
      else thing.append(drawnBadge(person, thing));
    }
  }
}

function badge(person) {
  const made = document.createElement("span");
  made.className = `badge colour-${person.colour}`;
  made.textContent = person.initials;
  made.title = person.name;
  return made;
}

function drawnBadge(person, thing) {
  const box = thing.querySelector("rect").getBBox();
  const made = document.createElementNS("http://www.w3.org/2000/svg", "g");
  made.setAttribute("class", `badge colour-${person.colour}`);
  const round = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  const words = document.createElementNS("http://www.w3.org/2000/svg", "text");
  const [x, y] = [box.x + box.width - 6, box.y + 4];
  for (const [name, value] of [["cx", x], ["cy", y], ["r", 9]]) round.setAttribute(name, value);
  for (const [name, value] of [["x", x], ["y", y + 3.5], ["font-size", 9]]) words.setAttribute(name, value);
  words.setAttribute("text-anchor", "middle");
  words.textContent = person.initials;
  made.append(round, words);
  return made;
}

function say(words) {
  room.querySelector(".status").textContent = words;
}

function offerUndo(request) {
  if (!request) return;
  room.querySelector("button[data-undo]")?.remove();
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button", textContent: UNDO });
  button.dataset.undo = request;
  button.addEventListener("click", () => takeBack(button, request));
  room.append(button);
}

async function takeBack(button, request) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", room.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("request", request);
  const headers = { Accept: "application/json" };
  const answer = await fetch(room.dataset.undo, { method: "POST", body, headers }).catch(() => null);
  if (!answer) return say(LOST);
  button.remove();
  if (answer.ok) say(UNDONE);
  else room.querySelector(".status").innerHTML = await answer.text();
  soon();
}

function tellUnsaved() {
  for (const each of unsaved(room.dataset.room)) {
    const line = document.createElement("p");
    line.className = "notice unsaved";
    const link = document.createElement("a");
    Object.assign(link, { href: each.href, textContent: `${OPEN}: ${each.title ?? ""}` });
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: THROW });
    button.addEventListener("click", () => {
      localStorage.removeItem(each.name);
      line.remove();
    });
    line.append(TYPED, " ", link, " ", button);
    room.append(line);
  }
}
