// The headings of a text as a list by which one goes to them.

import { pm } from "./django_prose_editor/editor.js";

const { TextSelection } = pm.state;

export function outlined(view) {
  const heads = [];
  view.state.doc.descendants((node, at) => {
    if (node.type.name === "heading") heads.push({ node, at });
    return !node.isTextblock;
  });
  return heads.map(({ node, at }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.level = node.attrs.level;
    button.textContent = node.textContent || "…";
    button.addEventListener("click", () => {
      view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at + 1))).scrollIntoView());
      view.focus();
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
}
