// Tables of a text: put in, made longer and wider, walked through with the tabulator.

import { pm } from "./django_prose_editor/editor.js";

const { TextSelection } = pm.state;

export function insertTable(state, dispatch) {
  if (tableAt(state)) return false;
  const { table, table_row: row, table_cell: cell, table_header: head, paragraph } = state.schema.nodes;
  const cells = (type) => [0, 1].map(() => type.create(null, paragraph.create()));
  const rows = [row.create(null, cells(head)), row.create(null, cells(cell))];
  const change = state.tr.replaceSelectionWith(table.create(null, rows));
  dispatch?.(change.setSelection(TextSelection.near(change.doc.resolve(state.selection.from + 3))).scrollIntoView());
  return true;
}

export function addRow(state, dispatch) {
  const found = tableAt(state);
  if (!found) return false;
  const { table_row: row, table_cell: cell, paragraph } = state.schema.nodes;
  const fresh = Array.from({ length: found.row.childCount }, () => cell.create(null, paragraph.create()));
  dispatch?.(state.tr.insert(found.rowAt + found.row.nodeSize, row.create(null, fresh)));
  return true;
}

export function removeRow(state, dispatch) {
  const found = tableAt(state);
  if (!found) return false;
  if (found.table.childCount === 1) return removeTable(state, dispatch, found);
  dispatch?.(state.tr.delete(found.rowAt, found.rowAt + found.row.nodeSize));
  return true;
}

export function addColumn(state, dispatch) {
  const found = tableAt(state);
  if (!found) return false;
  const change = state.tr;
  eachRow(found, (row, at) => {
    const type = row.child(Math.min(found.column, row.childCount - 1)).type;
    const place = at + 1 + widthUntil(row, found.column + 1);
    change.insert(change.mapping.map(place), type.create(null, state.schema.nodes.paragraph.create()));
  });
  dispatch?.(change);
  return true;
}

export function removeColumn(state, dispatch) {
  const found = tableAt(state);
  if (!found) return false;
  if (found.row.childCount === 1) return removeTable(state, dispatch, found);
  const change = state.tr;
  eachRow(found, (row, at) => {
    if (found.column >= row.childCount || row.childCount === 1) return;
    const start = at + 1 + widthUntil(row, found.column);
    const end = start + row.child(found.column).nodeSize;
    change.delete(change.mapping.map(start), change.mapping.map(end));
  });
  dispatch?.(change);
  return true;
}

// To the next cell, or the one before; behind the last one a row is added.
export function nextCell(way) {
  return (state, dispatch) => {
    const found = tableAt(state);
    if (!found) return false;
    const places = [];
    eachRow(found, (row, at) => row.forEach((cell, offset) => places.push(at + 1 + offset)));
    const next = places.indexOf(found.cellAt) + way;
    if (next < 0) return true;
    if (next >= places.length) return addRow(state, dispatch);
    dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(places[next] + 1))).scrollIntoView());
    return true;
  };
}

function removeTable(state, dispatch, found) {
  dispatch?.(state.tr.delete(found.at, found.at + found.table.nodeSize));
  return true;
}

// The table in which the caret stands: where it begins, and in which row and column one is.
function tableAt(state) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 2; depth -= 1) {
    const type = $from.node(depth).type.name;
    if (type !== "table_cell" && type !== "table_header") continue;
    return {
      table: $from.node(depth - 2), at: $from.before(depth - 2),
      row: $from.node(depth - 1), rowAt: $from.before(depth - 1),
      cellAt: $from.before(depth), column: $from.index(depth - 1),
    };
  }
  return null;
}

function eachRow({ table, at }, tell) {
  table.forEach((row, offset) => tell(row, at + 1 + offset));
}

function widthUntil(row, column) {
  let width = 0;
  for (let at = 0; at < Math.min(column, row.childCount); at += 1) width += row.child(at).nodeSize;
  return width;
}
