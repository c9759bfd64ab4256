// The editor of a text that several people write at once. Without it the page has a form.

import { pm } from "./django_prose_editor/editor.js";
import { connect, showPeople } from "./live.js";
import { Carets, carets } from "./prose-carets.js";
import { copyOf, markSent, pendingOf, received, versionOf } from "./prose-copy.js";
import { drawFootnote, drawMention } from "./prose-drawing.js";
import { listed, margin, placeOf, withThread } from "./prose-margin.js";
import { TextLine } from "./prose-line.js";
import { splitItem, toList } from "./prose-list.js";
import { outlined } from "./prose-outline.js";
import { cleaned } from "./prose-paste.js";
import { suggested } from "./prose-proposals.js";
import { Suggestion } from "./prose-propose.js";
import { isAddress, schemaOf } from "./prose-schema.js";
import { addColumn, addRow, insertTable, nextCell, removeColumn, removeRow } from "./prose-table.js";

const { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } = pm.commands;
const { DOMParser: Reader, Node } = pm.model;
const { EditorState, Plugin, TextSelection } = pm.state;
const KEPT = "rumbo:text:";
const MOST = 100; // steps of one message
const REST = 80; // milliseconds in which letters gather

const root = document.querySelector("[data-text]");
const told = JSON.parse(document.querySelector("#text-told").textContent);
const words = JSON.parse(document.querySelector("#text-words").textContent);
const schema = schemaOf(told.schema);
const things = new Map(told.things.map((each) => [`${each.kind} ${each.id}`, each]));
const client = crypto.randomUUID();
const status = root.querySelector("[data-status]");
const count = root.querySelector("[data-count]");
const outline = root.querySelector("[data-outline]");
const talks = root.querySelector("[data-talks]");

const marks = schema.marks, nodes = schema.nodes;
const COMMANDS = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  paragraph: setBlockType(nodes.paragraph),
  heading2: setBlockType(nodes.heading, { level: 2 }),
  heading3: setBlockType(nodes.heading, { level: 3 }),
  quote: wrapIn(nodes.quote),
  bullet_list: toList(nodes.bullet_list),
  ordered_list: toList(nodes.ordered_list),
  lift,
  undo: pm.history.undo,
  redo: pm.history.redo,
  table: insertTable,
  addRow, addColumn, removeRow, removeColumn,
  link: askLink,
  mention: () => ask("mention"),
  talk: (state) => !state.selection.empty && ask("talk"),
  footnote: () => ask("footnote"),
};

let waiting = 0;
let wasRefused = false;

const view = new pm.view.EditorView(root.querySelector("[data-editor]"), {
  state: EditorState.create({
    doc: Node.fromJSON(schema, told.document),
    plugins: [
      pm.history.history(),
      copyOf(told.version),
      margin(told.threads),
      carets(),
      suggested(told.proposals),
      pm.keymap.keymap(keys()),
      pm.keymap.keymap(baseKeymap),
      new Plugin({ view: () => ({ update: shown }) }),
    ],
  }),
  attributes: { "aria-label": told.title, "aria-multiline": "true", role: "textbox", lang: told.language },
  transformPastedHTML: cleaned,
  handleTextInput: (_view, _from, _to, text) => text === "@" && ask("mention"),
  nodeViews: { mention: drawMention(things), footnote: drawFootnote },
  dispatchTransaction(change) {
    view.updateState(view.state.apply(change));
    if (change.docChanged) soon();
    if (change.docChanged || change.selectionSet) others?.tell();
  },
});

const line = told.proposing ? new Suggestion(told, () => view, say) : new TextLine(told.id, told.address, client, told.token, {
  version: () => versionOf(view.state),
  take(number) {
    if (!pendingOf(view.state).length) return null;
    view.updateState(view.state.apply(markSent(view.state, number, MOST)));
    const pending = pendingOf(view.state).filter((each) => each.sent === number);
    const holding = pending.flatMap((each, at) => (each.holds ? [at] : []));
    return { base: versionOf(view.state), steps: pending.map((each) => each.step.toJSON()), holding };
  },
  receive(rows, number) {
    const before = view.state.doc;
    others?.follow(rows.filter((row) => row.version > versionOf(view.state)));
    view.updateState(received(view.state, rows, client, number));
    others?.settle();
    if (before !== view.state.doc) shown();
  },
  keep,
  state: say,
});

shown();
told.threads.forEach(list);
const others = told.proposing ? null : new Carets(view, told.id, (message) => line.live?.say(message));
if (told.proposing) line.begin();
else writeTogether();
for (const button of root.querySelectorAll("[data-command]")) {
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays
  button.addEventListener("click", () => {
    COMMANDS[button.dataset.command](view.state, view.dispatch, view);
    view.focus();
  });
}
for (const dialog of document.querySelectorAll("dialog[data-ask]")) listen(dialog);

function writeTogether() {
  sendKept();
  line.live = connect(told.map, {
    onText: (row) => row.text === told.id && line.hear(row),
    onAnswer: (message) => message.text === told.id && line.answered(message),
    onCarets: (said) => others.hear(said),
    onPeople(people, you) {
      showPeople(root.querySelector("[data-people]"), people, you);
      others.hearOf(people, you);
    },
    onState: () => line.moved(),
  });
  window.addEventListener("beforeunload", (event) => {
    if (pendingOf(view.state).length && !wasRefused) event.preventDefault();
  });
}

// One writes on while one message is under way; the next one takes all that came meanwhile.
function soon() {
  if (told.proposing) return line.keep();
  say("saving");
  keep(line.message);
  waiting ||= setTimeout(() => {
    waiting = 0; // whoever never pauses is heard too
    line.push();
  }, REST);
}

function say(word, sentence = "") {
  if (wasRefused) return;
  const isAll = word === "saved" && !pendingOf(view.state).length;
  status.textContent = sentence ? `${words[word]} ${sentence}` : words[isAll ? "saved" : word];
  status.dataset.state = word;
  if (word !== "refused") return;
  wasRefused = true;
  view.setProps({ editable: () => false });
  root.querySelector("[data-rescue]").hidden = false;
  root.querySelector("[data-rescue] textarea").value = view.state.doc.textBetween(0, view.state.doc.content.size, "\n");
}

// What nobody has confirmed yet survives a reload, a log-out, a lost connection.
function keep(message) {
  const pending = pendingOf(view.state);
  const fresh = pending.filter((each) => each.sent === undefined).map((each) => each.step.toJSON());
  try {
    if (!pending.length && !message) localStorage.removeItem(KEPT + told.id);
    else localStorage.setItem(KEPT + told.id, JSON.stringify({ message, base: versionOf(view.state), fresh, client }));
  } catch {
    // Without a store what is typed lives as long as the page.
  }
}

// What an earlier page could not send any more is sent now, as it would have been.
async function sendKept() {
  const kept = JSON.parse(localStorage.getItem(KEPT + told.id) ?? "null");
  if (!kept) return;
  localStorage.removeItem(KEPT + told.id);
  const messages = [];
  if (kept.message) messages.push(kept.message);
  else if (kept.fresh.length) messages.push({ base: kept.base, steps: kept.fresh, client: kept.client, number: 1e6 });
  for (const message of messages) await line.ask("steps", { method: "POST", body: JSON.stringify(message) });
  await line.look();
}

function shown() {
  const text = view.state.doc.textBetween(0, view.state.doc.content.size, " ");
  count.textContent = words.count.replace("%s", (text.match(/\S+/g) ?? []).length);
  outline.replaceChildren(...outlined(view));
}

function keys() {
  const isMac = navigator.platform.startsWith("Mac");
  return {
    "Mod-b": COMMANDS.strong,
    "Mod-i": COMMANDS.em,
    "Mod-z": COMMANDS.undo,
    [isMac ? "Shift-Mod-z" : "Mod-y"]: COMMANDS.redo,
    "Shift-Enter": chainCommands(exitCode, (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
      return true;
    }),
    Enter: splitItem,
    Tab: nextCell(1),
    "Shift-Tab": nextCell(-1),
  };
}

function askLink(state, dispatch) {
  if (state.selection.empty) return false;
  const { from, to } = state.selection;
  if (state.doc.rangeHasMark(from, to, marks.link)) return toggleMark(marks.link)(state, dispatch);
  return ask("link");
}

function ask(name) {
  const dialog = document.querySelector(`dialog[data-ask="${name}"]`);
  dialog.querySelector("form").reset();
  dialog.showModal();
  return true;
}

function listen(dialog) {
  const form = dialog.querySelector("form");
  dialog.addEventListener("cancel", () => view.focus());
  form.querySelector("[data-cancel]").addEventListener("click", () => {
    dialog.close();
    view.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const act = ANSWERS[dialog.dataset.ask](new FormData(form));
    form.querySelector("[role=alert]").hidden = Boolean(act);
    if (!act) return;
    dialog.close();
    view.focus(); // first, so that the caret is where it was
    act();
  });
}

const ANSWERS = {
  link(said) {
    const href = said.get("href").trim();
    return isAddress(href) && (() => toggleMark(marks.link, { href })(view.state, view.dispatch));
  },
  mention(said) {
    const thing = told.things.find((each) => each.code === said.get("thing").split(" ")[0]);
    return thing && (() => put(nodes.mention.create({ kind: thing.kind, id: thing.id })));
  },
  talk(said) {
    const text = said.get("text").trim();
    return text && (() => talk(text));
  },
  footnote(said) {
    const text = said.get("text").trim();
    return text && (() => put(nodes.footnote.create({ text, source: said.get("source") ?? "" })));
  },
};

// A thread is begun on what the server has, so all that is typed goes first.
async function talk(text, tries = 50) {
  const { from, to } = view.state.selection;
  if (pendingOf(view.state).length) {
    if (tries) setTimeout(() => talk(text, tries - 1), 100);
    return;
  }
  const place = { narrative: told.id, version: versionOf(view.state), start: from, end: to };
  const answer = await line.ask("../../threads", {
    method: "POST",
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body: JSON.stringify({ roadmap: told.map, text, ...place }),
  });
  const made = answer && (await answer.json().catch(() => null));
  if (!answer?.ok) return say("offline", made?.detail ?? "");
  const thread = { ...made, said: text, by: made.begun_by, address: told.talk.replace("0", made.id) };
  view.updateState(view.state.apply(withThread(view.state, thread)));
  list(thread);
}

function list(thread) {
  talks.append(listed(thread, (id) => {
    const place = placeOf(view.state, id);
    if (!place) return;
    const selection = TextSelection.create(view.state.doc, place.from, place.to);
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
    view.focus();
  }));
}

function put(node) {
  view.dispatch(view.state.tr.replaceSelectionWith(node, false).scrollIntoView());
}

// For whoever wants to look at it from outside, as the tests do.
root.editor = { view, line, schema, Reader };
