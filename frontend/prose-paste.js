// What people paste from Word, Google Docs and web pages, as HTML that the schema can read.

const LISTED = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i;
const TAG = /<[a-z][^>]*>/gi;
const ACTING = /\s(style|on\w+)\s*=/gi; // the policy of the page lets nobody but us style or act
const BOLD = /font-weight:\s*(bold(er)?|[6-9]\d\d)/i;
const PLAIN = /font-weight:\s*(normal|[1-5]\d\d)/i;
const SLANTED = /font-style:\s*italic/i;
const KEPT = ["href", "data-mention", "data-id", "data-note", "data-source"];
const DEEPEST = 9; // lists within lists: Word has no more
const DROPPED = "style, script, meta, link, title, xml, img, svg, object, iframe, video, audio";

export function cleaned(html) {
  const harmless = withoutComments(html).replace(TAG, (tag) => tag.replace(ACTING, " data-$1="));
  const page = new DOMParser().parseFromString(harmless, "text/html");
  for (const each of page.querySelectorAll(DROPPED)) each.remove();
  unwrapOffice(page);
  listUp(page);
  flatten(page);
  headUp(page);
  for (const each of [...page.body.querySelectorAll("*")]) tidy(each);
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
    const found = LISTED.exec(paragraph.dataset.style ?? "");
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
  const ignored = paragraph.querySelector('[data-style*="mso-list:Ignore" i]');
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

// What is nested deeper than any list of people comes to stand where its list stood.
function flatten(page) {
  for (const list of page.body.querySelectorAll("ul, ol")) {
    let depth = 0;
    for (let each = list; each; each = each.parentElement) depth += each.matches("ul, ol");
    if (depth > DEEPEST) list.replaceWith(...[...list.children].flatMap((item) => [...item.childNodes]));
  }
}

// Word's titles are paragraphs of a class.
function headUp(page) {
  for (const each of page.body.querySelectorAll("p.MsoTitle, p.MsoSubtitle")) {
    const head = page.createElement("h2");
    head.append(...each.childNodes);
    each.replaceWith(head);
  }
}

// What a style says of words becomes an element that says it; all other styles are gone.
function tidy(element) {
  const style = element.dataset.style ?? "";
  for (const name of element.getAttributeNames()) {
    if (!KEPT.includes(name)) element.removeAttribute(name);
  }
  if (element.localName === "b" && PLAIN.test(style)) {
    element.replaceWith(...element.childNodes); // all that Google Docs copies stands in one of these
    return;
  }
  if (BOLD.test(style)) wrap(element, "strong");
  if (SLANTED.test(style)) wrap(element, "em");
}

function wrap(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}
