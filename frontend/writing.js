// Forms that open where the thing stands, save by themselves, and keep what is not saved yet.
// Without this every pen leads to a page with the same form.

const KEPT = "rumbo:";
const PAUSE = 900; // milliseconds of rest after which a text is saved
const AGAIN = 5000; // until the next try when the connection is lost

for (const form of document.querySelectorAll("form[data-form]")) enhance(form);
document.addEventListener("click", (event) => {
  const pen = event.target.closest?.("a[data-pen]");
  if (!pen || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(pen);
});

async function open(pen) {
  const already = document.querySelector(`.inline[data-href="${CSS.escape(pen.href)}"]`);
  if (already) return first(already)?.focus();
  const answer = await ask(pen.href);
  if (!answer?.ok) return location.assign(pen.href);
  const holder = document.createElement("div");
  holder.className = "inline";
  holder.dataset.href = pen.href;
  holder.innerHTML = await answer.text();
  const place = pen.closest("dd, td, th, ul.pills, h1, p, li");
  if (place.matches("dd, td, th, li")) place.append(holder);
  else place.after(holder);
  holder.opener = pen;
  enhance(holder.querySelector("form"));
  first(holder)?.focus();
}

export function ask(address, more = {}) {
  const headers = { "X-Fragment": "form", ...more.headers };
  return fetch(address, { ...more, headers }).catch(() => null);
}

function first(holder) {
  return holder.querySelector("input:not([type=hidden]), select, textarea");
}

export function enhance(form) {
  const written = () => keep(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form, event.submitter);
  });
  form.addEventListener("input", (event) => {
    written();
    announce(form, event.target.name);
    if (!("autosave" in form.dataset)) return;
    clearTimeout(form.waiting);
    form.waiting = setTimeout(() => save(form), PAUSE);
  });
  form.addEventListener("focusin", (event) => announce(form, event.target.name));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(form);
  });
  form.querySelector("[data-close]")?.addEventListener("click", (event) => {
    if (!form.closest(".inline, dialog")) return;
    event.preventDefault();
    close(form);
  });
  bringBack(form);
}

export async function save(form, button) {
  clearTimeout(form.waiting);
  if (form.busy) return void (form.again = true);
  form.busy = true;
  say(form, form.dataset.saving);
  const sent = new FormData(form, button);
  const headers = { Accept: "application/json" };
  const answer = await ask(form.action, { method: "POST", body: sent, headers });
  form.busy = false;
  if (!answer || answer.status >= 500) {
    say(form, form.dataset.offline);
    form.waiting = setTimeout(() => save(form, button), AGAIN);
  } else if (answer.ok) {
    saved(form, sent, await answer.json(), button);
  } else if (answer.status === 409 || answer.status === 422) {
    show(form, await answer.text());
  } else {
    say(form, answer.status === 404 ? form.dataset.signedOut : form.dataset.refused);
  }
}

function saved(form, sent, told, button) {
  forget(form, sent);
  say(form, form.dataset.saved);
  document.dispatchEvent(new CustomEvent("rumbo:saved", { detail: told }));
  if (button || !("autosave" in form.dataset)) return leave(form);
  for (const name of namesIn(form)) hold(form, name, sent.getAll(name));
  form.elements.base.value = told.revision;
  form.elements.once.value = crypto.randomUUID();
  if (form.again) {
    form.again = false;
    save(form);
  }
}

// It is there now: back to where it stands.
function leave(form) {
  const holder = form.closest(".inline, dialog");
  if (holder) return close(form);
  location.assign(form.querySelector("[data-close]").href);
}

function close(form) {
  const holder = form.closest(".inline, dialog");
  if (!holder) return;
  clearTimeout(form.waiting);
  if (holder.matches("dialog")) holder.close();
  holder.remove();
  holder.opener?.focus();
  announce(form, null);
  document.dispatchEvent(new CustomEvent("rumbo:closed"));
}

function show(form, html) {
  const made = document.createElement("div");
  made.innerHTML = html;
  const next = made.querySelector("form");
  if (!next) return say(form, form.dataset.refused);
  form.replaceWith(next);
  enhance(next);
  next.querySelector(".errors")?.focus();
}

function say(form, words) {
  const status = form.querySelector(".status");
  if (status) status.textContent = words || "";
}

function announce(form, field) {
  const detail = { field: field?.startsWith("initial-") ? null : field };
  form.dispatchEvent(new CustomEvent("rumbo:here", { bubbles: true, detail }));
  if (!form.isConnected) document.dispatchEvent(new CustomEvent("rumbo:here", { detail }));
}

// What people see of a form, without what it carries along.
export function namesIn(form) {
  const all = [...form.elements].map((each) => each.name);
  const carried = (name) => /(^|-)(base|once|since)$|^initial-|-initial-|^csrf/.test(name);
  return [...new Set(all.filter((name) => name && !carried(name) && !/^(take|paste)/.test(name)))];
}

// The server compares with what was there before: from now on that is what was saved.
function hold(form, name, values) {
  const prefix = `initial-${name}`;
  const held = [...form.elements].filter((each) => each.name === prefix);
  if (!held.length && !values.length) return;
  for (const each of held) each.remove();
  for (const value of values) {
    const made = document.createElement("input");
    Object.assign(made, { type: "hidden", name: prefix, value });
    form.append(made);
  }
}

// What is typed but not saved survives a reload, a log-out and a lost connection, field by field.
function place(form) {
  return KEPT + new URL(form.action).pathname.replace(/^\/es\//, "/");
}

function keep(form) {
  const values = {};
  for (const name of namesIn(form)) {
    const now = new FormData(form).getAll(name);
    const before = new FormData(form).getAll(`initial-${name}`);
    if (String(now) !== String(before)) values[name] = { now, before };
  }
  const address = place(form);
  if (!Object.keys(values).length) return localStorage.removeItem(address);
  const base = form.elements.base?.value;
  const title = document.querySelector("h1")?.textContent.trim();
  localStorage.setItem(address, JSON.stringify({ values, base, href: form.action, title }));
}

function forget(form, sent) {
  const now = new FormData(form);
  const isSame = namesIn(form).every((name) => String(now.getAll(name)) === String(sent.getAll(name)));
  if (isSame) localStorage.removeItem(place(form));
}

function bringBack(form) {
  const kept = JSON.parse(localStorage.getItem(place(form)) || "null");
  if (!kept || form.querySelector(".errors")) return;
  let count = 0;
  for (const [name, { now, before }] of Object.entries(kept.values)) {
    const fields = [...form.elements].filter((each) => each.name === name);
    if (!fields.length || String(new FormData(form).getAll(name)) === String(now)) continue;
    hold(form, name, before);
    for (const field of fields) put(field, now);
    count += 1;
  }
  if (!count) return localStorage.removeItem(place(form));
  form.elements.base.value = kept.base;
  say(form, form.dataset.refused);
}

function put(field, values) {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = values.includes(field.value);
  } else if (field.multiple) {
    for (const option of field.options) option.selected = values.includes(option.value);
  } else if (field.type !== "hidden") {
    field.value = values[0] ?? "";
  }
}

// Every form of this map that holds something unsaved, for the page to say so.
export function unsaved(slug) {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(`${KEPT}/roadmaps/${slug}/`))
    .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
}
