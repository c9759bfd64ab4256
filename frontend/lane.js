// A lane as a table: cells that were copied from a spreadsheet are pasted where one stands.
// Without this the rows are pasted into a box below the table.

const lane = document.querySelector("[data-lane]");
const KEPT = `rumbo:lane:${location.pathname.replace(/^\/es\//, "/")}`;

lane.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").trimEnd();
  const cell = event.target.closest("td");
  if (!cell || !/[\t\n\r]/.test(text)) return;
  event.preventDefault();
  spread(cell, read(text.replace(/\r\n?/g, "\n")));
  keep();
});
lane.addEventListener("input", keep);
lane.addEventListener("submit", (event) => {
  if (event.submitter?.name === "paste") return;
  event.preventDefault();
  save(event.target, event.submitter);
});
bringBack();

// A spreadsheet puts a cell in quotes where it holds a line break, and doubles the quotes in it.
function read(text) {
  const cells = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;
  const rows = [[]];
  for (let place = 0; place <= text.length; place += 1) {
    cells.lastIndex = place;
    const [whole, quoted] = cells.exec(text);
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? whole).trim());
    place += whole.length;
    if (text[place] === "\n") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

function spread(cell, rows) {
  const column = [...cell.parentNode.cells].indexOf(cell);
  let row = cell.parentNode;
  for (const cells of rows) {
    row ??= another();
    cells.forEach((value, place) => put(row.cells[column + place], value.trim()));
    row = row.nextElementSibling;
  }
}

// The last row again, empty and under the next number.
function another() {
  const last = lane.querySelector("tbody tr:last-child");
  const number = Number(last.dataset.row.replace("new", "")) + 1;
  const made = last.cloneNode(true);
  const name = `new${number}`;
  made.innerHTML = made.innerHTML.replaceAll(last.dataset.row, name);
  made.dataset.row = name;
  for (const field of made.querySelectorAll("td :is(input, textarea)")) field.value = "";
  last.after(made);
  return made;
}

function put(cell, value) {
  const field = cell?.querySelector("select, textarea, input:not([type=hidden])");
  if (!field) return;
  if (field.matches("select")) {
    const words = JSON.parse(lane.querySelectorAll("thead th")[cell.cellIndex].dataset.words);
    const code = value ? words[value.toLocaleLowerCase()] : "";
    if (code !== undefined) field.value = code;
    complain(cell, code === undefined ? field.form.dataset.unknown.replace("{word}", value) : "");
  } else {
    field.value = field.matches("textarea") ? value : value.replace(/\s*\n\s*/g, " ");
  }
  cell.classList.add("pasted");
}

// What was pasted and is no choice stays there to be read.
function complain(cell, words) {
  cell.classList.toggle("wrong", Boolean(words));
  cell.querySelector("p")?.remove();
  if (!words) return;
  const note = document.createElement("p");
  note.className = "small wrong";
  note.textContent = words;
  cell.append(note);
}

async function save(form, button) {
  const status = form.querySelector(".status");
  status.textContent = form.dataset.saving;
  const headers = { Accept: "application/json" };
  const body = new FormData(form, button);
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  if (!answer || answer.status >= 500) {
    status.textContent = form.dataset.offline;
    return void setTimeout(() => form.isConnected && save(form, button), 5000);
  }
  if (answer.ok) {
    localStorage.removeItem(KEPT);
    return location.reload();
  }
  if (answer.status === 409 || answer.status === 422) {
    lane.innerHTML = await answer.text();
    return lane.querySelector(".errors")?.focus();
  }
  status.textContent = form.dataset.offline;
}

// What is typed, what stood there before and which revision was seen: who meanwhile wrote
// something else there is not overwritten, but clashes.
function keep() {
  const cells = {};
  const bases = {};
  for (const field of lane.querySelectorAll("td :is(select, textarea, input:not([type=hidden]))")) {
    const before = initial(field)?.value ?? "";
    if (field.value === before) continue;
    const { row } = field.closest("tr").dataset;
    cells[field.name] = [field.value, before];
    bases[row] = field.form.elements[`${row}-base`].value;
  }
  if (!Object.keys(cells).length) return localStorage.removeItem(KEPT);
  localStorage.setItem(KEPT, JSON.stringify({ cells, bases }));
}

function bringBack() {
  const { cells = {}, bases = {} } = JSON.parse(localStorage.getItem(KEPT) || "{}");
  const form = lane.querySelector("form");
  for (const [name, [now, before]] of Object.entries(cells)) {
    const row = Object.keys(bases).find((each) => name.startsWith(`${each}-`));
    while (row.startsWith("new") && !lane.querySelector(`[data-row="${row}"]`)) another();
    const field = form.elements[name];
    if (!field || field.value === now) continue;
    if (initial(field)) initial(field).value = before;
    form.elements[`${row}-base`].value = bases[row];
    field.value = now;
    field.closest("td").classList.add("pasted");
    form.querySelector(".status").textContent = form.dataset.restored;
  }
}

function initial(field) {
  return field.form.elements[`initial-${field.name}`];
}
