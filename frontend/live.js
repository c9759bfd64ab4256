// The socket of an open map: what others change, and who is here. Where sockets are blocked the
// same changes are read from the feed, only without the people.

const FIRST_WAIT = 500; // milliseconds before the second try; then twice as long each time
const LONGEST_WAIT = 15000;
const TRIES = 3; // sockets that do not open before the feed is read instead
const FOR_GOOD = new Set([4403, 4404]);
const PAUSE = 300; // milliseconds in which several moves are told as one

export function connect(slug, { revision, onChanges, onPeople, onState = () => {} }) {
  const place = { where: null, field: null };
  let held = revision;
  let socket = null;
  let failures = 0;
  let isOver = false;
  let moving = 0;

  function open() {
    const address = new URL(`/live/${slug}?lang=${document.documentElement.lang}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    let wasOpen = false;
    socket = new WebSocket(address);
    socket.addEventListener("open", () => { wasOpen = true; });
    socket.addEventListener("message", (event) => take(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      if (isOver || FOR_GOOD.has(event.code)) return onState("closed");
      onState("offline");
      failures = wasOpen ? 0 : failures + 1;
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
      setTimeout(failures >= TRIES ? readFeed : open, wait * (0.5 + Math.random()));
    });
  }

  function take(said) {
    if (said.type === "welcome") {
      place.you = said.you;
      onState("online");
      onPeople(said.people, said.you);
      send({ type: "here", where: place.where, field: place.field });
      if (said.revision > held) send({ type: "since", revision: held });
    } else if (said.type === "people") {
      onPeople(said.people, place.you);
    } else if (said.type === "changes" || said.type === "reload") {
      held = Math.max(held, said.revision);
      onChanges(said.changes ?? [], held);
    }
  }

  function send(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  // Without a socket: wait for the next lines of the feed, and try a socket again now and then.
  async function readFeed() {
    const lang = document.documentElement.lang;
    const feed = `/api/v1/changes?roadmap=${slug}&lang=${lang}`;
    let after = "now";
    const until = Date.now() + 60000;
    while (!isOver && Date.now() < until) {
      const answer = await fetch(`${feed}&wait=25&after=${after}`).catch(() => null);
      if (!answer?.ok) {
        onState("offline");
        await new Promise((done) => { setTimeout(done, 5000); });
        continue;
      }
      onState("online");
      const { items, next } = await answer.json();
      // Nobody knows what was missed before the feed was opened: the page is read again.
      if (after === "now") onChanges([], held);
      after = next;
      const news = items.filter((each) => each.revision > held);
      if (!news.length) continue;
      held = Math.max(...news.map((each) => each.revision));
      onChanges(news, held);
    }
    failures = 0;
    if (!isOver) open();
  }

  open();
  addEventListener("online", () => { if (socket?.readyState === WebSocket.CLOSED) open(); });
  return {
    here(where, field) {
      if (place.where === where && place.field === field) return;
      Object.assign(place, { where, field });
      clearTimeout(moving);
      moving = setTimeout(() => send({ type: "here", where, field }), PAUSE);
    },
    leave() {
      isOver = true;
      socket?.close();
    },
  };
}

// Rounds with initials; the whole name is told to those who cannot see them, too.
export function showPeople(list, people, you) {
  const made = people.map((person) => {
    const item = document.createElement("li");
    item.className = `colour-${person.colour}`;
    item.title = person.where ? `${person.name} · ${person.where}` : person.name;
    item.classList.toggle("you", person.id === you);
    const letters = document.createElement("span");
    letters.setAttribute("aria-hidden", "true");
    letters.textContent = person.initials;
    const name = document.createElement("span");
    name.className = "hidden";
    name.textContent = item.title;
    item.append(letters, name);
    return item;
  });
  list.replaceChildren(...made);
}
