// The way between a text in the page and the server: one message at a time, each until it is
// answered. It goes by the socket where one is open, and otherwise as a request; a message that goes
// twice is taken once.

const AGAIN = 1500; // milliseconds until the next try
const LOOK = 2500; // milliseconds between two looks where no socket says that there is news
const ANSWER = 4000; // milliseconds in which the socket brings an answer

export class TextLine {
  // address: of the text in the API. tell: { version(), take(number), receive(rows, number),
  // keep(message), state(word, sentence) }. live: the line of the map, once it is there.
  constructor(id, address, client, token, tell) {
    Object.assign(this, { id, address, client, token, tell });
    this.number = 0;
    this.message = null; // what is under way
    this.live = null;
    this.isOver = false;
    setInterval(() => this.live?.isOnline || this.look(), LOOK);
    window.addEventListener("online", () => this.push());
  }

  // Send what is pending, if nothing is under way.
  push() {
    if (this.isOver || this.isBusy) return;
    if (!this.message) {
      const said = this.tell.take(this.number + 1);
      if (!said) return this.tell.state("saved");
      this.number += 1;
      this.message = { ...said, client: this.client, number: this.number };
      this.tell.keep(this.message);
    }
    this.isBusy = true; // until the answer has been taken up, and not only until it is there
    this.tell.state("saving");
    if (this.live?.say({ type: "typed", text: this.id, ...this.message })) {
      this.late = setTimeout(() => this.request(), ANSWER);
    } else this.request();
  }

  // The same as a request: where no socket gets through, or none has answered.
  async request() {
    clearTimeout(this.late);
    if (this.isAsking || !this.message) return;
    this.isAsking = true;
    const answer = await this.ask("steps", { method: "POST", body: JSON.stringify(this.message) });
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    this.isAsking = false;
    if (told) {
      this.tell.receive(told.rows, this.message?.number ?? null);
      this.done();
    } else if (!answer || answer.ok || answer.status >= 500 || answer.status === 429) this.wait();
    else this.refused(await sentenceOf(answer));
  }

  done() {
    clearTimeout(this.late);
    this.message = null;
    this.tell.keep(null);
    this.isBusy = false;
    this.push();
  }

  wait() {
    clearTimeout(this.late);
    this.isBusy = false;
    this.tell.state("offline");
    setTimeout(() => this.push(), AGAIN);
  }

  // What comes by the socket; where something is missing before it, it is asked for.
  hear(row) {
    const next = this.tell.version() + 1;
    if (row.version === next && row.steps) this.receive([row]);
    else if (row.version >= next) this.look();
  }

  // What became of one's own message, where no row says so.
  async answered({ type, number, why }) {
    if (number !== this.message?.number || this.isAsking) return;
    if (type === "refused") this.refused(why);
    else if (type === "again") this.wait();
    else {
      await this.look(); // it came before: its row is there
      this.tell.receive([], number);
      this.done();
    }
  }

  receive(rows) {
    this.tell.receive(rows, null);
    const own = rows.some((row) => row.client === this.client && row.number === this.message?.number);
    if (own && !this.isAsking) this.done();
  }

  // The socket has gone, or has come: whatever waits for it need not wait any longer.
  moved() {
    if (this.live?.isOnline) this.look();
    else if (this.isBusy) this.request();
  }

  // Ask what others wrote.
  async look() {
    if (this.isOver || this.isAsking || this.isLooking) return;
    this.isLooking = true;
    const answer = await this.ask(`steps?after=${this.tell.version()}`);
    this.isLooking = false;
    if (!answer || answer.status >= 500 || answer.status === 429) return;
    if (!answer.ok) return void this.refused(await sentenceOf(answer));
    const { rows } = await answer.json();
    if (!this.isAsking) this.receive(rows); // what is asked brings them too
    if (this.message && !this.isBusy) this.push();
  }

  refused(sentence) {
    clearTimeout(this.late);
    this.isOver = true;
    this.tell.state("refused", sentence);
  }

  ask(end, more = {}) {
    const usual = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const headers = { ...usual, ...more.headers };
    return fetch(`${this.address}/${end}`, { ...more, headers }).catch(() => null);
  }
}

async function sentenceOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? "";
}
