// Makes a picture pleasant to use. Without this it can still be read, scrolled and walked by Tab.
// What this adds: zoom, arrow keys from box to box, and the links of one thing at a time.

const STEP = 1.25;
const LEAST = 0.3;
const MOST = 3;
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

for (const region of document.querySelectorAll(".picture")) {
  const picture = region.querySelector("svg.picture-svg");
  if (picture) {
    addZoom(region, picture);
    addDragging(region);
    walkByArrows(picture);
    followLinks(picture);
  }
}

function addZoom(region, picture) {
  const { width, height } = picture.viewBox.baseVal;
  let scale = 1;
  const show = (wanted) => {
    scale = Math.min(MOST, Math.max(LEAST, wanted));
    picture.setAttribute("width", width * scale);
    picture.setAttribute("height", height * scale);
  };
  const tools = document.createElement("div");
  tools.className = "tools zoom";
  tools.append(
    button("−", region.dataset.farther, () => show(scale / STEP)),
    button("+", region.dataset.closer, () => show(scale * STEP)),
    button(region.dataset.whole, "", () => show((region.clientWidth - 2) / width)),
  );
  region.before(tools);
}

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  return made;
}

// With a mouse one may take hold of the paper and push it; fingers do that by themselves.
function addDragging(region) {
  let from = null;
  region.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0 && !event.target.closest("a")) {
      from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
      region.setPointerCapture(event.pointerId);
    }
  });
  region.addEventListener("pointermove", (event) => {
    if (from) region.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  region.addEventListener("pointerup", () => { from = null; });
}

function walkByArrows(picture) {
  const boxes = [...picture.querySelectorAll("a[data-code]")];
  boxes.forEach((box, place) => box.setAttribute("tabindex", place ? "-1" : "0"));
  picture.addEventListener("keydown", (event) => {
    const here = event.target.closest("a[data-code]");
    const next = here && WAYS[event.key] && nearest(boxes, here, WAYS[event.key]);
    if (!next) return;
    event.preventDefault();
    here.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

// The closest box in a direction; what lies aside counts double.
function nearest(boxes, here, [right, down]) {
  const from = middle(here);
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    const to = middle(box);
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    const far = along + 2 * aside;
    if (along > 1 && far < least) [best, least] = [box, far];
  }
  return best;
}

function middle(box) {
  const place = box.getBoundingClientRect();
  return { x: place.x + place.width / 2, y: place.y + place.height / 2 };
}

function followLinks(picture) {
  const links = [...picture.querySelectorAll("[data-source]")];
  const boxes = [...picture.querySelectorAll("a[data-code]")];
  const follow = (event) => {
    const box = event.target.closest?.("a[data-code]");
    const code = box && box.dataset.code;
    const near = new Set([code]);
    for (const link of links) {
      const { source, target } = link.dataset;
      const isOn = code === source || code === target;
      link.classList.toggle("on", isOn);
      if (isOn) near.add(source).add(target);
    }
    for (const each of boxes) each.classList.toggle("on", near.has(each.dataset.code));
    picture.classList.toggle("following", Boolean(box));
  };
  for (const kind of ["pointerover", "focusin", "pointerleave", "focusout"]) {
    picture.addEventListener(kind, follow);
  }
}
