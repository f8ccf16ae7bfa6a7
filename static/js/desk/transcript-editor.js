// <transcript-editor>: makes the list of lines one that is written in. Each line leads to a form of its own without
// this script; with it, the line that is chosen becomes a form, and everything is saved by itself.
import { showClash } from "./transcript-editor-clash.js";
import { closeForm, fillForm, openForm, typedEdits } from "./transcript-editor-form.js";
import { listenForEditorKeys } from "./transcript-editor-keys.js";
import { editedLineOf, itemCalled, markItem, placeLine, sayChecked } from "./transcript-editor-lines.js";
import { actOnManyLines } from "./transcript-editor-many.js";
import { followEditedLine, playLine } from "./transcript-editor-sound.js";
import { keepSaved } from "./transcript-editor-saving.js";

class TranscriptEditor extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".line-list");
    if (!this.list) return;
    this.ended = new AbortController();
    this.player = this.querySelector("event-player");
    this.saving = keepSaved(this);
    for (const hidden of this.querySelectorAll(".editor-bar, .editor-tools")) hidden.hidden = false;
    this.beOneStop();
    this.on(this.list, "click", (event) => this.choose(event));
    this.on(this.list, "submit", (event) => event.preventDefault());
    this.on(this, "click", (event) => this.act(event.target.closest("[data-do]")?.dataset.do, event.target));
    for (const concern of [listenForEditorKeys, actOnManyLines, followEditedLine]) concern(this);
    const named = document.getElementById(location.hash.slice(1))?.closest("li");
    if (named?.parentElement === this.list) this.focusItem(named);
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  on(target, type, act, more = {}) {
    target?.addEventListener(type, act, { signal: this.ended.signal, ...more });
  }

  get items() {
    return [...this.list.children];
  }

  beOneStop() {
    for (const link of this.list.querySelectorAll("a")) link.tabIndex = -1;
    this.stop = this.list.firstElementChild;
    if (this.stop) this.stop.querySelector("a").tabIndex = 0;
    this.on(this.list, "focusin", (event) => this.moveTo(event.target.closest("li")));
    this.on(this.list, "focusout", (event) => {
      if (event.relatedTarget?.closest("li") !== this.open) this.commit();
    });
  }

  moveTo(item) {
    if (item === this.stop) return;
    for (const [one, index] of [[this.stop, -1], [item, 0]]) {
      const link = one?.querySelector(":scope > a");
      if (link) link.tabIndex = index;
    }
    this.stop = item;
  }

  focusItem(item) {
    if (!item) return;
    this.moveTo(item);
    item.querySelector("a").focus();
    item.scrollIntoView({ block: "nearest" });
  }

  choose(event) {
    const item = event.target.closest("li");
    if (event.target.closest(".at")) playLine(this, item);
    else if (event.target.closest("li > a") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      this.write(item);
    }
  }

  write(item, place) {
    if (!item || this.list.inert) return;
    if (this.open && this.open !== item) this.leave();
    if (!this.open) openForm(this, item);
    this.open = item;
    this.moveTo(item);
    const field = item.querySelector("textarea");
    field.focus();
    if (place !== undefined) field.setSelectionRange(place, place);
    item.scrollIntoView({ block: "nearest" });
  }

  commit() { // what was typed in the open form goes to the queue
    if (!this.open) return;
    const edits = typedEdits(this, this.open);
    if (edits.length) this.saving.add(edits);
  }

  isTyping(item) {
    return this.open === item && item.querySelector("form")?.elements.text.value.trim() !== editedLineOf(item).text;
  }

  fill(item) {
    if (this.open === item) fillForm(item, editedLineOf(item));
  }

  markChecked(items, checked) {
    for (const item of items) if (item.classList.contains("ok") !== checked) markItem(item, checked);
    this.showProgress();
  }

  leave({ focus = false } = {}) {
    const item = this.open;
    if (!item) return;
    this.commit();
    this.open = null;
    closeForm(item);
    if (focus) this.focusItem(item);
  }

  act(what, at) {
    const item = at?.closest?.("li") ?? this.open ?? this.stop;
    const acts = {
      undo: () => this.saving.step(false), redo: () => this.saving.step(true),
      help: () => this.querySelector(".editor-help").showModal(), play: () => playLine(this, item),
      "next-open": () => this.focusItem(this.list.querySelector(`#${CSS.escape(item.id)} ~ li:not(.ok)`)),
    };
    acts[what]?.();
  }

  async change(edits) { // what changes the list itself waits for its answer, so that nobody writes in a line that is gone
    this.commit();
    this.list.inert = true;
    const isDone = await this.saving.addAndWait(edits);
    this.list.inert = false;
    return isDone;
  }

  take({ lines = [], removed = [], clashes = [] }) {
    for (const key of removed) {
      if (itemCalled(this, key) === this.open) this.open = null;
      itemCalled(this, key)?.remove();
    }
    for (const line of lines) placeLine(this, line);
    for (const clash of clashes) showClash(this, clash);
    this.showProgress();
  }

  showProgress() { // counted when there is time: thousands of lines are looked at
    clearTimeout(this.counting);
    this.counting = setTimeout(() => sayChecked(this), 100);
    if (!this.stop?.isConnected) this.moveTo(this.list.firstElementChild);
  }
}

customElements.define("transcript-editor", TranscriptEditor);
