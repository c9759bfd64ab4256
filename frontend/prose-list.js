// How lists begin, go on and end in the editor.

import { pm } from "./django_prose_editor/editor.js";

const { lift } = pm.commands;

export function toList(type) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const range = $from.blockRange($to);
    if (!range) return false;
    const wrap = pm.transform.findWrapping(range, type);
    if (!wrap) return lift(state, dispatch);
    dispatch?.(state.tr.wrap(range, wrap).scrollIntoView());
    return true;
  };
}

// Enter begins a new item; in an empty one it leaves the list.
export function splitItem(state, dispatch) {
  const { $from, $to } = state.selection;
  const depth = $from.depth - 1;
  if (depth < 1 || $from.node(depth).type !== state.schema.nodes.list_item || !$from.sameParent($to)) return false;
  if (!$from.parent.content.size) return lift(state, dispatch);
  const change = state.tr.delete($from.pos, $to.pos);
  if (!pm.transform.canSplit(change.doc, $from.pos, 2)) return false;
  dispatch?.(change.split($from.pos, 2).scrollIntoView());
  return true;
}
