// The line of an open map: hears what others do on it and who they are, and says where one is.
// It draws nothing by itself. Where sockets do not get through, it asks the feed instead.

const LEAST = 500; // milliseconds before the first new try; then twice as long each time
const MOST = 15000;
const IN_VAIN = 3; // tries in a row, after which the feed is asked
const REST = 300; // one says where one is when one has stayed there for so long
const WAIT = 25; // seconds that the feed waits
const ANSWERS = new Set(["taken", "refused", "again"]);
const GONE = new Set([4403, 4404]); // closed for good: nothing here is for this person
const LONGEST = 60000; // characters of a message, of which each has four bytes at most
const MEMORY = 10000; // milliseconds of a line that held, after which tries are counted anew

// Opens the line of a map. It calls onChanges(changes, revision), with no changes where there were
// too many and the page has to be read again; onPeople(people, you); and onState(state), where
// state is "online", "feed", "offline" or "closed". Gives here(where, field) and leave().
export function connect(slug, { onChanges, onPeople, onState, onText, onAnswer, onCarets, revision = 0 } = {}) {
  const line = new Line(slug, Number(revision) || 0, {
    onChanges: onChanges ?? nothing,
    onPeople: onPeople ?? nothing,
    onState: onState ?? nothing,
    onText: onText ?? nothing, // (row): what somebody wrote in a text
    onAnswer: onAnswer ?? nothing, // (message): what became of what one wrote oneself
    onCarets: onCarets ?? nothing, // (carets): where in the texts others are
  });
  line.open();
  return {
    here: (where, field) => line.here(where ?? null, field ?? null),
    leave: () => line.close(),
    say: (message) => line.isWelcome && line.send(message),
    get isOnline() { return line.isWelcome; },
    get revision() { return line.revision; },
  };
}

function nothing() {}

class Line {
  constructor(slug, revision, tell) {
    Object.assign(this, { slug, revision, tell });
    this.tries = 0; // in a row, without a welcome
    this.place = { where: null, field: null };
    this.held = null; // what comes while one still waits for what was missed
    this.state = "";
    this.isOver = false;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  open() {
    if (this.isOver) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const lang = encodeURIComponent(document.documentElement.lang || "en");
    const address = `${scheme}://${location.host}/live/${encodeURIComponent(this.slug)}?lang=${lang}`;
    try {
      this.socket = new WebSocket(address);
    } catch {
      this.again();
      return;
    }
    const socket = this.socket;
    socket.addEventListener("message", (event) => socket === this.socket && this.hear(event.data));
    socket.addEventListener("close", (event) => socket === this.socket && this.lost(event.code));
  }

  hear(text) {
    const message = JSON.parse(text);
    if (message.type === "welcome") this.welcome(message);
    else if (message.type === "people") this.tell.onPeople(message.people, this.you);
    else if (message.type === "reload") this.caughtUp([], message.revision);
    else if (message.type === "text") message.rows.forEach((row) => this.tell.onText(row));
    else if (message.type === "carets") this.tell.onCarets(message.carets);
    else if (ANSWERS.has(message.type)) this.tell.onAnswer(message);
    else if (message.type !== "changes") return;
    else if ("since" in message) this.caughtUp(message.changes, message.revision);
    else if (this.held) this.held.push(message);
    else this.changed(message.changes, message.revision);
  }

  welcome({ you, people, revision }) {
    this.you = you;
    this.welcomed = Date.now();
    this.stopAsking();
    this.say("online");
    this.tell.onPeople(people, you);
    this.sayHere();
    if (revision > this.revision) {
      this.held = [];
      this.send({ type: "since", revision: this.revision });
    } else {
      this.held = null;
      this.revision = revision;
    }
  }

  // What was missed comes first, then what came meanwhile; nothing twice.
  caughtUp(changes, revision) {
    const held = this.held ?? [];
    this.held = null;
    this.revision = Math.max(this.revision, revision);
    this.tell.onChanges(changes, this.revision);
    for (const message of held) this.changed(message.changes, message.revision);
  }

  changed(changes, revision) {
    const news = changes.filter((each) => each.revision > this.revision);
    this.revision = Math.max(this.revision, revision);
    if (news.length) this.tell.onChanges(news, this.revision);
  }

  here(where, field) {
    this.place = { where, field };
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.sayHere(), REST);
  }

  sayHere() {
    clearTimeout(this.saying);
    if (this.you) this.send({ type: "here", ...this.place });
  }

  get isWelcome() {
    return Boolean(this.you) && this.socket?.readyState === WebSocket.OPEN;
  }

  // Whether it could be sent; what is too long for the socket could not.
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    const text = JSON.stringify(message);
    if (text.length > LONGEST) return false;
    this.socket.send(text);
    return true;
  }

  lost(code) {
    if (this.you && Date.now() - this.welcomed > MEMORY) this.tries = 0;
    this.you = this.socket = this.held = null;
    this.tell.onPeople([], null);
    if (GONE.has(code)) {
      this.close();
      return;
    }
    this.again();
  }

  again() {
    this.tries += 1;
    if (this.tries >= IN_VAIN) this.askTheFeed();
    else this.say("offline");
    const pause = Math.min(MOST, LEAST * 2 ** (this.tries - 1));
    clearTimeout(this.trying);
    this.trying = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
  }

  // The network is back, or somebody looks at the page again: there is no reason to wait.
  hurry() {
    if (this.socket || this.isOver) return;
    clearTimeout(this.trying);
    this.open();
  }

  say(state) {
    if (state === this.state) return;
    this.state = state;
    this.tell.onState(state);
  }

  close() {
    this.isOver = true;
    clearTimeout(this.trying);
    clearTimeout(this.saying);
    this.stopAsking();
    this.socket?.close();
    this.say("closed");
  }

  stopAsking() {
    this.asking?.abort();
    this.asking = null;
  }

  async askTheFeed() {
    if (this.asking) return;
    const asking = new AbortController();
    this.asking = asking;
    // From now on, and what came before is read with the page.
    let after = "now";
    while (!asking.signal.aborted) {
      const answer = await this.feed(after, asking.signal);
      if (asking.signal.aborted) return;
      if (answer === null) {
        this.say("offline");
        await rest(MOST / 3);
      } else {
        this.say("feed");
        if (after === "now") this.tell.onChanges([], this.revision);
        else this.fromFeed(answer.items);
        after = answer.next;
      }
    }
  }

  // The feed is in the order of commits, in which a higher revision may come before a lower one. So
  // the revision stays: a new line asks for everything since, and hears of some changes again.
  fromFeed(items) {
    const changes = items.filter((each) => each.revision > this.revision);
    if (changes.length) this.tell.onChanges(changes, changes.at(-1).revision);
  }

  async feed(after, signal) {
    const query = new URLSearchParams({ roadmap: this.slug, after, limit: 100 });
    if (after !== "now") query.set("wait", WAIT);
    query.set("lang", document.documentElement.lang || "en");
    try {
      const answer = await fetch(`/api/v1/changes?${query}`, { signal });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

function rest(milliseconds) {
  return new Promise((done) => { setTimeout(done, milliseconds); });
}

// Fills a list with the initials of those who have the map open; one round for each person,
// however many pages they have open.
export function showPeople(list, people, you) {
  const rounds = new Map();
  for (const person of people) {
    const known = rounds.get(`${person.colour} ${person.name}`);
    if (!known || person.id === you) rounds.set(`${person.colour} ${person.name}`, person);
  }
  list.replaceChildren(...[...rounds.values()].map((person) => round(person, you)));
}

function round({ id, name, initials, colour, where }, you) {
  const made = document.createElement("li");
  const letters = document.createElement("span");
  const whole = document.createElement("span");
  made.className = `colour-${colour}`;
  made.classList.toggle("you", id === you);
  made.title = where ? `${name} · ${where}` : name;
  letters.setAttribute("aria-hidden", "true");
  letters.textContent = initials;
  whole.className = "hidden";
  whole.textContent = made.title;
  made.append(letters, whole);
  return made;
}
