// Where the others are in the text: a caret with a name, and what they have selected.
//
// A place is told in the text as the server has it, so that it means the same to everybody: what is
// pending here is taken out of it before it is told, and put in after it is heard.

import { pm } from "./django_prose_editor/editor.js";
import { pendingOf, versionOf } from "./prose-copy.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const { Mapping, Step } = pm.transform;
const KEY = new PluginKey("carets");
const PAUSE = 120; // milliseconds between two words of where one is
const MOST = 200; // versions of which it is remembered what they moved

export function carets() {
  return new Plugin({
    key: KEY,
    state: {
      init: () => new Map(),
      apply(change, known) {
        const told = change.getMeta(KEY);
        if (told) return told;
        if (!change.docChanged || !known.size) return known;
        const moved = [...known].map(([id, each]) => [id, {
          ...each,
          anchor: change.mapping.map(each.anchor),
          head: change.mapping.map(each.head),
        }]);
        return new Map(moved);
      },
    },
    props: {
      decorations(state) {
        const known = KEY.getState(state);
        if (!known.size) return null;
        return DecorationSet.create(state.doc, [...known].flatMap(([id, each]) => drawn(id, each, state.doc)));
      },
    },
  });
}

// Tells where one is, and takes up where the others are. say: sends a message, if there is a line.
export class Carets {
  constructor(view, text, say) {
    Object.assign(this, { view, text, say });
    this.people = new Map();
    this.moves = []; // what each version that the server told has moved
    this.early = new Map(); // places in versions that are still to come
    this.last = "";
  }

  // Rows of the server, as they are taken up.
  follow(rows) {
    for (const row of rows) {
      const maps = row.steps.map((each) => Step.fromJSON(this.view.state.schema, each).getMap());
      this.moves.push({ version: row.version, maps });
    }
    this.moves.splice(0, this.moves.length - MOST);
  }

  // They are placed once the text has come so far.
  settle() {
    for (const [id, caret] of this.early) {
      if (caret.version <= versionOf(this.view.state)) this.hear([{ ...caret, id }]);
    }
  }

  hear(told) {
    const known = new Map(KEY.getState(this.view.state));
    for (const caret of told) {
      if (caret.id === this.you) continue;
      this.early.delete(caret.id);
      if (caret.text !== this.text || caret.anchor === null) known.delete(caret.id);
      else if (caret.version > versionOf(this.view.state)) this.early.set(caret.id, caret);
      else known.set(caret.id, { ...this.placed(caret), person: this.people.get(caret.id) });
    }
    this.draw(known);
  }

  // Who is gone has no caret any more; who has come is called by name.
  hearOf(people, you) {
    this.you = you;
    this.people = new Map(people.map((each) => [each.id, each]));
    const known = [...KEY.getState(this.view.state)].filter(([id]) => this.people.has(id));
    this.draw(new Map(known.map(([id, each]) => [id, { ...each, person: this.people.get(id) }])));
    this.last = "";
    this.tell();
  }

  // Soon after something has moved, and not at each letter.
  tell() {
    this.waiting ||= setTimeout(() => {
      this.waiting = 0;
      const { state } = this.view;
      const back = new Mapping([...pendingOf(state)].reverse().map((each) => each.step.getMap().invert()));
      const place = (at) => (this.view.hasFocus() || this.last ? back.map(at) : null);
      const { anchor, head } = state.selection;
      const said = { type: "caret", text: this.text, version: versionOf(state), anchor: place(anchor), head: place(head) };
      const words = `${said.anchor} ${said.head}`;
      if (words !== this.last && this.say(said)) this.last = words;
    }, PAUSE);
  }

  placed({ version, anchor, head }) {
    const since = this.moves.filter((each) => each.version > version).flatMap((each) => each.maps);
    const pending = pendingOf(this.view.state).map((each) => each.step.getMap());
    const mapping = new Mapping([...since, ...pending]);
    const size = this.view.state.doc.content.size;
    const place = (at) => Math.min(mapping.map(Math.min(at, Number.MAX_SAFE_INTEGER)), size);
    return { anchor: place(anchor), head: place(head) };
  }

  draw(known) {
    const { state } = this.view;
    this.view.updateState(state.apply(state.tr.setMeta(KEY, known).setMeta("addToHistory", false)));
  }
}

function drawn(id, { anchor, head, person }, doc) {
  if (!person) return [];
  const size = doc.content.size;
  const [from, to] = [Math.min(anchor, head, size), Math.min(Math.max(anchor, head), size)];
  const colour = `colour-${person.colour}`;
  const caret = Decoration.widget(Math.min(head, size), () => drawCaret(person.name, colour), { key: `${id} ${person.name}`, side: 10 });
  if (from === to) return [caret];
  return [Decoration.inline(from, to, { class: `theirs ${colour}` }), caret];
}

function drawCaret(name, colour) {
  const caret = document.createElement("span");
  caret.className = `caret ${colour}`;
  caret.dataset.name = name; // drawn by the style sheet: it is no word of the text
  caret.setAttribute("aria-hidden", "true");
  return caret;
}
