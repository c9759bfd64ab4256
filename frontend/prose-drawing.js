// How a mention and the sign of a footnote look in the editor.

// things: what can be mentioned, by kind and id.
export function drawMention(things) {
  return (node) => {
    const dom = document.createElement("span");
    const thing = things.get(`${node.attrs.kind} ${node.attrs.id}`);
    dom.className = "mention";
    dom.textContent = thing ? `${thing.code} ${thing.words}` : "…";
    return { dom };
  };
}

export function drawFootnote(node) {
  const dom = document.createElement("sup");
  dom.className = "note";
  dom.textContent = "※";
  dom.title = node.attrs.source ? `${node.attrs.text} (${node.attrs.source})` : node.attrs.text;
  return { dom };
}
