// What people paste from Word, Google Docs and web pages, as HTML that the schema can read.

const LISTED = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i;
const DROPPED = "style, script, meta, link, title, xml, img, svg, object, iframe, video, audio";

export function cleaned(html) {
  const page = new DOMParser().parseFromString(withoutComments(html), "text/html");
  for (const each of page.querySelectorAll(DROPPED)) each.remove();
  unwrapOffice(page);
  listUp(page);
  headUp(page);
  for (const each of page.body.querySelectorAll("*")) tidy(each);
  return page.body.innerHTML;
}

function withoutComments(html) {
  return html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "").replace(/<!\[[^\]]*\]>/g, "");
}

// Word's own elements (o:p, w:sdt) say nothing; what is in them stays.
function unwrapOffice(page) {
  for (const each of [...page.body.querySelectorAll("*")]) {
    if (each.localName.includes(":")) each.replaceWith(...each.childNodes);
  }
}

// Word writes lists as paragraphs that begin with a sign; here they become lists again.
function listUp(page) {
  let open = []; // the lists that are open, by level
  for (const paragraph of [...page.body.querySelectorAll("p")]) {
    const found = LISTED.exec(paragraph.getAttribute("style") ?? "");
    if (!found) {
      open = [];
      continue;
    }
    const level = Number(found[1]);
    const isNext = open.length && paragraph.previousElementSibling === open[0];
    if (!isNext) open = [];
    const sign = takeSign(paragraph);
    open = open.slice(0, level);
    while (open.length < level) {
      const list = page.createElement(NUMBERED.test(sign) ? "ol" : "ul");
      const above = open.at(-1);
      if (above) (above.lastElementChild ?? above.appendChild(page.createElement("li"))).append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = page.createElement("li");
    open.at(-1).append(item);
    item.append(paragraph);
  }
}

// The sign of a list stands in the paragraph itself, marked as something to be ignored.
function takeSign(paragraph) {
  const ignored = paragraph.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
  if (ignored) {
    const sign = ignored.textContent;
    ignored.remove();
    return sign;
  }
  const first = paragraph.firstChild;
  const found = /^\s*([·•o§–-]|\w{1,4}[.)])\s+/.exec(first?.textContent ?? "");
  if (!found) return "";
  first.textContent = first.textContent.slice(found[0].length);
  return found[1];
}

// Word's titles are paragraphs of a class.
function headUp(page) {
  for (const each of page.body.querySelectorAll("p.MsoTitle, p.MsoSubtitle")) {
    const head = page.createElement("h2");
    head.append(...each.childNodes);
    each.replaceWith(head);
  }
}

function tidy(element) {
  const isBold = /^(bold(er)?|[6-9]\d\d)$/.test(element.style.fontWeight);
  const isPlain = element.style.fontWeight === "normal" || element.style.fontWeight === "400";
  const isItalic = element.style.fontStyle === "italic";
  const kept = ["href", "data-mention", "data-id", "data-note", "data-source"];
  for (const name of element.getAttributeNames()) {
    if (!kept.includes(name)) element.removeAttribute(name);
  }
  if (isBold) element.style.fontWeight = "bold";
  if (isPlain && element.localName === "b") element.style.fontWeight = "normal";
  if (isItalic) element.style.fontStyle = "italic";
}
