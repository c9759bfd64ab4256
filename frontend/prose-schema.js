// What a text may consist of: the schema that the server told, and how it looks in the page.

import { pm } from "./django_prose_editor/editor.js";

const TAGS = {
  paragraph: "p", quote: "blockquote", bullet_list: "ul", ordered_list: "ol", list_item: "li",
  table_row: "tr", table_cell: "td", table_header: "th",
};
const LEVELS = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 }; // the first one is that of the page
const PROTOCOLS = /^(https?:\/\/\S+|mailto:\S+)$/i;

const NODES = {
  heading: {
    parseDOM: Object.entries(LEVELS).map(([tag, level]) => ({ tag, attrs: { level } })),
    toDOM: (node) => [`h${node.attrs.level}`, 0],
    defining: true,
  },
  table: { parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]], isolating: true },
  hard_break: { parseDOM: [{ tag: "br" }], toDOM: () => ["br"], selectable: false },
  mention: {
    parseDOM: [{
      tag: "[data-mention]",
      getAttrs: (dom) => ({ kind: dom.dataset.mention, id: dom.dataset.id }),
    }],
    toDOM: ({ attrs }) => ["span", { class: "mention", "data-mention": attrs.kind, "data-id": attrs.id }, "…"],
  },
  footnote: {
    parseDOM: [{
      tag: "[data-note]",
      getAttrs: (dom) => ({ text: dom.dataset.note, source: dom.dataset.source ?? "" }),
    }],
    toDOM: ({ attrs }) => ["sup", { class: "note", "data-note": attrs.text, "data-source": attrs.source, title: attrs.text }, "※"],
  },
};
const MARKS = {
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b" }],
    toDOM: () => ["strong", 0],
  },
  em: {
    parseDOM: [{ tag: "em" }, { tag: "i" }],
    toDOM: () => ["em", 0],
  },
  link: {
    parseDOM: [{
      tag: "a[href]",
      getAttrs: (dom) => isAddress(dom.getAttribute("href")) && { href: dom.getAttribute("href") },
    }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener nofollow" }, 0],
  },
};

export function isAddress(text) {
  return PROTOCOLS.test(text ?? "");
}

// told: the nodes and marks that the server knows, by name, without how they look.
export function schemaOf(told) {
  const nodes = {};
  for (const [name, spec] of Object.entries(told.nodes)) {
    const tag = TAGS[name];
    const plain = tag ? { parseDOM: [{ tag }], toDOM: () => [tag, 0] } : {};
    nodes[name] = { ...spec, ...plain, ...NODES[name] };
  }
  const marks = {};
  for (const [name, spec] of Object.entries(told.marks)) marks[name] = { ...spec, ...MARKS[name] };
  return new pm.model.Schema({ nodes, marks });
}
