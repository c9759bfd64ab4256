// The copy of a text that a page holds: what the server confirmed, and what it has not yet.
//
// Others' steps are put beneath what is pending, which is carried over them; the server does the
// same with what we send, in the same way, so both come to the same text.

import { pm } from "./django_prose_editor/editor.js";

const { Plugin, PluginKey, TextSelection } = pm.state;
const { ReplaceStep, Step } = pm.transform;
const KEY = new PluginKey("copy");

export function copyOf(version) {
  return new Plugin({
    key: KEY,
    historyPreserveItems: true, // so that undo still knows its place when others have written
    state: {
      init: () => ({ version, pending: [], tail: -1 }),
      apply(change, held) {
        const next = change.getMeta(KEY);
        if (next) return { ...next, tail: change.mapping.map(held.tail, -1) };
        if (!change.docChanged) return held;
        let tail = held.tail; // where one's own words end that were put in last
        const more = change.steps.map((step, at) => {
          const holds = isInsertion(step) && step.from === tail;
          step.getMap().forEach((_from, _to, _start, end) => { tail = end; });
          return { step, undo: step.invert(change.docs[at]), holds };
        });
        return { version: held.version, pending: [...held.pending, ...more], tail };
      },
    },
  });
}

export function versionOf(state) {
  return KEY.getState(state).version;
}

export function pendingOf(state) {
  return KEY.getState(state).pending;
}

// What is pending goes out as one message, as much as it may hold; at most one is under way.
export function markSent(state, number, most) {
  const held = KEY.getState(state);
  const pending = held.pending.map((each, at) => (at < most ? { ...each, sent: number } : each));
  return state.tr.setMeta(KEY, { ...held, pending }).setMeta("addToHistory", false);
}

// The state after rows of the server. number: of the message that was answered, if one was.
export function received(state, rows, client, number = null) {
  const news = rows.filter((row) => row.version > versionOf(state));
  while (news.length) {
    const row = news.shift();
    if (row.client === client) {
      state = confirmed(state, row);
      continue;
    }
    const others = [row]; // what others wrote in a row is taken up at once, as the server does
    while (news.length && news[0].client !== client) others.push(news.shift());
    state = carried(state, others.flatMap((each) => each.steps), others.at(-1).version);
  }
  if (number === null) return state;
  const { version, pending } = KEY.getState(state);
  const rest = pending.filter((each) => each.sent !== number); // what had no place any more
  return state.apply(state.tr.setMeta(KEY, { version, pending: rest }).setMeta("addToHistory", false));
}

// What we sent is there. Where the server has made something else of it, that is what counts.
function confirmed(state, row) {
  const { pending } = KEY.getState(state);
  const mine = pending.filter((each) => each.sent === row.number);
  const rest = pending.filter((each) => each.sent !== row.number);
  if (!isSame(mine, row.steps)) return carried(state, row.steps, row.version, rest);
  const change = state.tr.setMeta(KEY, { version: row.version, pending: rest });
  return state.apply(change.setMeta("addToHistory", false));
}

function isSame(mine, told) {
  const ours = mine.map((each) => JSON.stringify(each.step.toJSON()));
  return ours.length === told.length && told.every((each, at) => sorted(each) === sorted(JSON.parse(ours[at])));
}

function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${sorted(value[name])}`).join()}}`;
}

// Takes back what is pending, puts in the steps, and does again what is left of it.
function carried(state, told, version, rest = null) {
  const { pending, tail } = KEY.getState(state);
  const change = state.tr;
  for (const each of [...pending].reverse()) change.step(each.undo);
  for (const each of told) change.step(Step.fromJSON(state.schema, each));
  const again = [];
  pending.forEach((each, at) => {
    if (rest && !rest.includes(each)) return;
    const own = pending.length - 1 - at; // where it was taken back
    const mapping = change.mapping.slice(own + 1);
    const mapped = each.holds && isInsertion(each.step) ? behind(each.step, mapping) : each.step.map(mapping);
    if (!mapped || change.maybeStep(mapped).failed) return; // its place is gone
    change.mapping.setMirror(own, change.steps.length - 1);
    again.push({ ...each, step: mapped, undo: mapped.invert(change.docs.at(-1)) });
  });
  // Whoever writes goes on at the end of their own words, also if others write at the same place.
  if (state.selection.empty && state.selection.head === tail) {
    const place = change.doc.resolve(change.mapping.map(tail, -1));
    if (place.parent.inlineContent) change.setSelection(new TextSelection(place));
  }
  change.setMeta(KEY, { version, pending: again }).setMeta("addToHistory", false);
  return state.apply(change.setMeta("rebased", pending.length));
}

function isInsertion(step) {
  return step instanceof ReplaceStep && step.from === step.to;
}

// What others put in at this very place comes to stand after it, so that one's run stays together.
function behind(step, mapping) {
  const place = mapping.mapResult(step.from, -1);
  return place.deletedAcross ? null : new ReplaceStep(place.pos, place.pos, step.slice, step.structure);
}
