// Proposing in the editor: nothing is sent while one types; it is kept here until it is proposed.

import { pm } from "./django_prose_editor/editor.js";

const { Node } = pm.model;
const { EditorState } = pm.state;
const KEPT = "rumbo:proposal:";

export class Suggestion {
  // view: gives the editor. say(word, sentence): what is told below it.
  constructor(told, view, say) {
    Object.assign(this, { told, view, say, base: told.version });
    this.root = document.querySelector("[data-propose]");
    this.form = this.root.querySelector("form");
  }

  // What an earlier page kept is there again; the form sends what stands in the editor.
  begin() {
    const kept = this.found();
    if (kept) {
      const view = this.view();
      const doc = Node.fromJSON(view.state.schema, kept.document);
      this.base = kept.base;
      view.updateState(EditorState.create({ doc, plugins: view.state.plugins }));
      this.form.elements.why.value ||= kept.why;
      this.say("kept");
    }
    const anew = this.root.querySelector("[data-anew]");
    anew.hidden = !kept;
    anew.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(KEPT + this.told.id);
      window.location.reload();
    });
    this.form.elements.markdown.closest(".field").hidden = true;
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  found() {
    try {
      return JSON.parse(localStorage.getItem(KEPT + this.told.id) ?? "null");
    } catch {
      return null;
    }
  }

  keep() {
    const kept = { base: this.base, document: this.view().state.doc.toJSON(), why: this.form.elements.why.value };
    try {
      localStorage.setItem(KEPT + this.told.id, JSON.stringify(kept));
    } catch {
      // Without a store what is typed lives as long as the page.
    }
    this.say("kept");
  }

  async send() {
    const why = this.form.elements.why;
    if (!why.value.trim()) return void why.focus();
    if (this.isBusy) return;
    this.isBusy = true; // the same is proposed once, however often one clicks
    this.key ??= crypto.randomUUID();
    const body = { roadmap: this.told.map, narrative: this.told.id, base: this.base, reason: why.value, document: this.view().state.doc.toJSON() };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.told.token, "Idempotency-Key": this.key };
    const answer = await fetch(this.told.proposing.to, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
    const made = answer && (await answer.json().catch(() => null));
    this.isBusy = false;
    if (answer?.ok && made) {
      localStorage.removeItem(KEPT + this.told.id);
      window.location.assign(this.told.proposing.there.replace(/0$/, made.id));
      return;
    }
    if (!answer || answer.status >= 500) return this.say("unsent");
    this.key = null; // something else has to be said
    this.say("not-proposed", made?.detail ?? made?.title ?? "");
  }
}
