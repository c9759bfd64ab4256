// What is talked about in the margin of a text: the words are marked, and a list says what is said.

import { pm } from "./django_prose_editor/editor.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const KEY = new PluginKey("margin");

export function margin(threads) {
  return new Plugin({
    key: KEY,
    state: {
      init: (_config, state) => DecorationSet.create(state.doc, threads.map(marked)),
      apply(change, marks) {
        const more = change.getMeta(KEY);
        const moved = marks.map(change.mapping, change.doc);
        return more ? moved.add(change.doc, [marked(more)]) : moved;
      },
    },
    props: { decorations: (state) => KEY.getState(state) },
  });
}

export function withThread(state, thread) {
  return state.tr.setMeta(KEY, thread).setMeta("addToHistory", false);
}

// Where the words of a thread are now; nothing where they are gone.
export function placeOf(state, id) {
  const [found] = KEY.getState(state).find(undefined, undefined, (spec) => spec.id === id);
  return found && found.from < found.to ? found : null;
}

export function listed(thread, goTo) {
  const item = document.createElement("li");
  const quote = document.createElement("button");
  quote.type = "button";
  quote.textContent = `“${thread.quote}”`;
  quote.addEventListener("click", () => goTo(thread.id));
  const said = document.createElement("p");
  said.textContent = thread.said;
  const link = document.createElement("a");
  link.href = thread.address;
  link.textContent = thread.by;
  item.append(quote, said, link);
  return item;
}

function marked({ id, start, end }) {
  return Decoration.inline(start, end, { class: "spoken" }, { id });
}
