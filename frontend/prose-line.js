// The way between a text in the page and the server: one message at a time, each until it is
// answered; what comes from others is asked for when there is word of it, and now and then anyway.

const AGAIN = 1500; // milliseconds until the next try
const LOOK = 2500; // milliseconds between two looks where no socket says that there is news

export class TextLine {
  // address: of the text in the API. tell: { steps(), receive(rows, number), state(word, sentence) }.
  constructor(address, client, token, tell) {
    Object.assign(this, { address, client, token, tell });
    this.number = 0;
    this.message = null; // what is under way
    this.isOver = false;
    this.looking = setInterval(() => this.look(), LOOK);
    window.addEventListener("online", () => this.push());
  }

  // Send what is pending, if nothing is under way.
  async push() {
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
    const answer = await this.ask("steps", { method: "POST", body: JSON.stringify(this.message) });
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told) {
      this.tell.receive(told.rows, this.message.number);
      this.message = null;
      this.tell.keep(null);
    }
    this.isBusy = false;
    if (told) this.push();
    else if (!answer || answer.ok || answer.status >= 500 || answer.status === 429) this.wait();
    else this.refused(answer);
  }

  wait() {
    this.tell.state("offline");
    setTimeout(() => this.push(), AGAIN);
  }

  // What comes by the socket; where something is missing before it, it is asked for.
  hear(row) {
    const next = this.tell.version() + 1;
    if (row.version === next && row.steps) this.tell.receive([row], null);
    else if (row.version >= next) this.look();
  }

  // Ask what others wrote.
  async look() {
    if (this.isOver || this.isBusy || this.isLooking || document.hidden) return;
    this.isLooking = true;
    const answer = await this.ask(`steps?after=${this.tell.version()}`);
    this.isLooking = false;
    if (!answer || answer.status >= 500 || answer.status === 429) return;
    if (!answer.ok) return void this.refused(answer);
    const { rows } = await answer.json();
    if (!this.isBusy) this.tell.receive(rows, null); // what is under way brings them too
    if (this.message) this.push();
  }

  async refused(answer) {
    this.isOver = true;
    clearInterval(this.looking);
    const problem = await answer.json().catch(() => ({}));
    this.tell.state("refused", problem.detail ?? problem.title ?? "");
  }

  ask(end, more = {}) {
    const usual = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const headers = { ...usual, ...more.headers };
    return fetch(`${this.address}/${end}`, { ...more, headers }).catch(() => null);
  }
}
