// Changing a map on its picture: bars are moved, links are drawn. Everything here also has a form.

import { ask, enhance } from "./writing.js";

const LEAST = 6; // pixels from which on a press is a drag
const EDGE = 10; // pixels at the ends of a bar by which it is stretched
const tools = document.querySelector(".adding");
const lawful = JSON.parse(tools.dataset.lawful);
const slug = document.querySelector("[data-room]").dataset.room;
const help = document.createElement("span");
const button = document.createElement("button");
let from = null; // the box at which a link begins
let isLinking = false;

help.setAttribute("role", "status");
help.textContent = tools.dataset.moving;
help.className = "quiet";
Object.assign(button, { type: "button", className: "button", textContent: tools.dataset.linking });
button.setAttribute("aria-pressed", "false");
button.addEventListener("click", () => link(!isLinking));
tools.append(button, help);
prepare(document.querySelector("svg.picture-svg"));
document.addEventListener("rumbo:redrawn", (event) => prepare(event.detail));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") link(false);
});

function prepare(picture) {
  if (!picture) return;
  picture.addEventListener("pointerdown", (event) => press(picture, event));
  picture.addEventListener("click", choose, true);
  picture.addEventListener("keydown", keys, true);
}

function boxOf(event) {
  return event.target.closest?.("a[data-code]");
}

function keys(event) {
  const box = boxOf(event);
  if (!box) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.altKey && step && box.dataset.period) {
    stop(event);
    move(box, step, event.shiftKey ? "end" : "both");
  } else if (event.key === "l" && !event.ctrlKey && !event.metaKey) {
    stop(event);
    link(true);
    begin(box);
  } else if (isLinking && event.key === "Enter") {
    stop(event);
    pick(box);
  }
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Bars: the middle moves the whole period, the ends stretch it.
function press(picture, event) {
  const box = boxOf(event);
  if (!box?.dataset.period || event.button !== 0 || isLinking) return;
  event.preventDefault(); // a link that is dragged would carry its address away
  const start = event.clientX;
  const place = box.querySelector("rect").getBoundingClientRect();
  const edge = edgeOf(place, start, event.pointerType);
  const shift = (now) => {
    const by = now.clientX - start;
    if (Math.abs(by) < LEAST && !box.classList.contains("moving")) return;
    box.classList.add("moving");
    const scale = picture.viewBox.baseVal.width / picture.getBoundingClientRect().width;
    if (edge === "both") box.setAttribute("transform", `translate(${by * scale} 0)`);
    const years = yearsIn(picture, by);
    help.textContent = `${box.dataset.code}: ${years > 0 ? "+" : ""}${years}`;
  };
  const drop = (now) => {
    removeEventListener("pointermove", shift);
    removeEventListener("pointerup", drop);
    if (!box.classList.contains("moving")) return;
    const years = yearsIn(picture, now.clientX - start);
    box.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => box.removeEventListener("click", stop, { capture: true }), 0);
    help.textContent = tools.dataset.moving;
    settle(box, years ? move(box, years, edge) : null);
  };
  addEventListener("pointermove", shift);
  addEventListener("pointerup", drop);
}

function edgeOf(place, x, pointer) {
  if (pointer === "touch" || place.width < 4 * EDGE) return "both";
  if (x > place.right - EDGE) return "end";
  return x < place.left + EDGE ? "start" : "both";
}

function yearsIn(picture, pixels) {
  const scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
  return Math.round(pixels / (Number(picture.dataset.column) * scale));
}

async function settle(box, done) {
  await done;
  box.classList.remove("moving");
  box.removeAttribute("transform");
}

async function move(box, years, edge) {
  const body = new FormData();
  const room = document.querySelector("[data-room]");
  body.set("csrfmiddlewaretoken", room.querySelector("[name=csrfmiddlewaretoken]").value);
  const said = { years, edge, base: room.dataset.revision, once: crypto.randomUUID() };
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  const address = `${home()}/elements/${box.dataset.code}/period`;
  const answer = await ask(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer?.ok) {
    document.dispatchEvent(new CustomEvent("rumbo:saved", { detail: await answer.json() }));
  } else if (answer) {
    discuss(await answer.text());
  }
}

function home() {
  return `${location.pathname.startsWith("/es/") ? "/es" : ""}/roadmaps/${slug}`;
}

// Links: where it begins, where it leads, and then why. Only what is lawful can be chosen.
function link(wanted) {
  isLinking = wanted;
  button.setAttribute("aria-pressed", String(wanted));
  help.textContent = wanted ? tools.dataset.linkingHelp : tools.dataset.moving;
  if (!wanted) begin(null);
}

function begin(box) {
  from = box;
  const kinds = box && lawful[box.dataset.kind];
  for (const each of document.querySelectorAll("svg.picture-svg a[data-code]")) {
    each.classList.toggle("from", each === box);
    each.classList.toggle("unlawful", Boolean(box) && each !== box && !kinds.includes(each.dataset.kind));
  }
}

function choose(event) {
  const box = boxOf(event);
  if (!isLinking || !box) return;
  stop(event);
  pick(box);
}

async function pick(box) {
  if (!from) return begin(box);
  if (box === from || box.classList.contains("unlawful")) return;
  const answer = await ask(`${home()}/elements/${from.dataset.code}/links/add?target=${box.dataset.code}`);
  link(false);
  if (answer) discuss(await answer.text());
}

// What needs an answer stands in front of the picture.
function discuss(html) {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = html;
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  const form = dialog.querySelector("form[data-form]");
  if (form) enhance(form);
  dialog.showModal();
}
