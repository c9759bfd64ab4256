// What is proposed for a text, in its place: taken out struck through, put in underlined.

import { pm } from "./django_prose_editor/editor.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const KEY = new PluginKey("proposals");

export function suggested(proposals) {
  return new Plugin({
    key: KEY,
    state: {
      init: (_config, state) => DecorationSet.create(state.doc, proposals.flatMap(shown)),
      apply: (change, marks) => marks.map(change.mapping, change.doc),
    },
    props: { decorations: (state) => KEY.getState(state) },
  });
}

function shown(proposal) {
  return proposal.places.flatMap(({ start, end, text }) => {
    const title = `${proposal.by}: ${proposal.reason}`;
    const out = { class: "proposed-out", title };
    const found = [Decoration.widget(end, () => drawn(proposal, text, title), { side: 1, key: `${proposal.id} ${start}` })];
    if (start < end) found.push(Decoration.inline(start, end, out));
    return found;
  });
}

// The words that would come; they lead to the proposal, as the sign does where words only go.
function drawn(proposal, text, title) {
  const link = document.createElement("a");
  link.href = proposal.address;
  link.className = "proposed-in";
  link.title = title;
  link.contentEditable = "false";
  link.textContent = text || "✕";
  link.setAttribute("aria-label", text ? `${title} “${text}”` : title);
  link.addEventListener("mousedown", (event) => event.preventDefault());
  link.addEventListener("click", () => window.location.assign(link.href)); // in an editor links rest
  return link;
}
