/* Words of a text are marked, by mouse, finger or keyboard, and spoken of: the link to the form says
   where they stand, counted as the server counts. */
const BLOCKS = new Set(["P", "H2", "H3", "H4", "BLOCKQUOTE", "UL", "OL", "LI", "TABLE", "TR", "TD", "TH"]);
const LONGEST = 200; // signs of the marked words that are repeated beside the link

const isAtom = (node) => node.matches(".mention, sup, br");
const isNotes = (node) => node.matches("ol.notes");

function size(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.length;
  const isElement = node.nodeType === Node.ELEMENT_NODE;
  if (isElement && isAtom(node)) return 1;
  if (isElement && isNotes(node)) return 0;
  const inside = [...node.childNodes].reduce((sum, each) => sum + size(each), 0);
  return isElement && BLOCKS.has(node.tagName) ? inside + 2 : inside;
}

// Where a point of the page is in the text: what stands before it, without what is still open there.
function placeOf(text, container, offset, isStart) {
  const element = container.nodeType === Node.ELEMENT_NODE ? container : container.parentElement;
  if (element.closest("ol.notes")) return size(text);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(container, offset);
  let place = size(before.cloneContents());
  for (let each = element; each !== text; each = each.parentElement) {
    if (BLOCKS.has(each.tagName)) place -= 1;
    if (isAtom(each) && isStart) place -= 1;
  }
  return place;
}

function marked(text) {
  const selection = getSelection();
  if (!selection.rangeCount || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = placeOf(text, range.startContainer, range.startOffset, true);
  const end = placeOf(text, range.endContainer, range.endOffset, false);
  return start < end ? { start, end, words: selection.toString().trim() } : null;
}

function offer(text) {
  const told = text.parentElement.querySelector("[data-marked]");
  const found = marked(text);
  if (found) {
    const { start, end, words } = found;
    told.querySelector("a").href = `${text.dataset.words}&start=${start}&end=${end}`;
    told.querySelector("q").textContent = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
    told.hidden = false;
  } else if (getSelection().isCollapsed && text.contains(getSelection().anchorNode)) {
    told.hidden = true;
  }
}

// With the arrow keys one marks the next word or the one before, with Shift one more or one less.
function walk(text, way, isMore) {
  const selection = getSelection();
  if (!text.contains(selection.focusNode)) selection.collapse(text, 0);
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  if (!isMore && way === "forward") selection.collapseToEnd();
  if (!isMore && way === "backward") {
    selection.collapseToStart();
    selection.modify("move", "backward", "word");
  }
  selection.modify("extend", isMore ? way : "forward", "word");
  if (text.contains(selection.focusNode) && text.contains(selection.anchorNode)) return;
  selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
}

function listen(text) {
  const told = text.parentElement.querySelector("[data-marked]");
  text.tabIndex = 0;
  text.setAttribute("role", "group");
  text.setAttribute("aria-labelledby", text.dataset.title);
  text.setAttribute("aria-describedby", "marking");
  told.addEventListener("mousedown", (event) => event.preventDefault()); // what is marked stays so
  text.addEventListener("keydown", (event) => {
    if (event.target !== text || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      walk(text, event.key === "ArrowRight" ? "forward" : "backward", event.shiftKey);
    } else if (event.key === "Enter" && !told.hidden) {
      event.preventDefault();
      told.querySelector("a").click();
    } else if (event.key === "Escape") {
      getSelection().removeAllRanges();
      told.hidden = true;
    }
  });
}

const texts = [...document.querySelectorAll("[data-words]")];
texts.forEach(listen);
document.getElementById("marking").hidden = false;
document.addEventListener("selectionchange", () => texts.forEach(offer));
