// <transcript-find>: finds what is typed in the words on the page, counts it, steps through it and marks the time line.
// Nothing is written into the text (CSS custom highlights); the form itself asks the search, which knows more forms.
import { secondOf } from "./seek-links.js";

const FEWEST_LETTERS = 2;
const MOST_PLACES = 999;

class TranscriptFind extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    this.steps = this.querySelector(".find-steps");
    if (!this.input || !CSS.highlights) return;
    this.ended = new AbortController();
    this.status = this.steps.querySelector("[role=status]");
    this.on(this.input, "input", () => this.find());
    this.on(this.input, "keydown", (event) => {
      if (event.key !== "Enter" || !this.places?.length) return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    });
    this.on(this.querySelector(".previous"), "click", () => this.step(-1));
    this.on(this.querySelector(".next"), "click", () => this.step(1));
  }

  disconnectedCallback() {
    this.ended?.abort();
    CSS.highlights?.clear();
  }

  on(target, type, act) {
    target.addEventListener(type, act, { signal: this.ended.signal });
  }

  find() {
    const wanted = this.input.value.trim().toLowerCase();
    this.now = -1;
    this.places = wanted.length < FEWEST_LETTERS ? [] : placesOf(wanted);
    this.steps.hidden = wanted.length < FEWEST_LETTERS;
    CSS.highlights.set("found", new Highlight(...this.places));
    CSS.highlights.delete("found-now");
    this.say();
    const seconds = this.places.map((place) => secondOf(lineOf(place)));
    document.querySelector("event-player")?.dispatchEvent(new CustomEvent("mark-seconds", { detail: { seconds } }));
  }

  step(by) {
    const { length } = this.places;
    if (!length) return;
    this.now = this.now < 0 && by < 0 ? length - 1 : (this.now + by + length) % length;
    const place = this.places[this.now];
    CSS.highlights.set("found-now", new Highlight(place));
    lineOf(place).scrollIntoView({ block: "nearest" });
    this.say();
  }

  say() {
    const { some, none } = this.status.dataset;
    const { length } = this.places;
    for (const button of this.steps.querySelectorAll("button")) button.disabled = !length;
    this.status.textContent = length ? some.replace("{now}", this.now + 1).replace("{all}", length) : none;
  }
}

function lineOf(place) {
  return place.startContainer.parentElement.closest("a[id]");
}

function placesOf(wanted) {
  const places = [];
  for (const paragraph of document.querySelectorAll(".lines p")) {
    const { nodes, text } = textOf(paragraph);
    for (let at = text.indexOf(wanted); at >= 0 && places.length < MOST_PLACES; at = text.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(...placeIn(nodes, at));
      range.setEnd(...placeIn(nodes, at + wanted.length - 1, 1));
      if (lineOf(range)) places.push(range);
    }
  }
  return places;
}

function textOf(paragraph) {
  const nodes = [];
  let text = "";
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".at, b")) continue;
    const lower = node.data.toLowerCase();
    nodes.push({ node, at: text.length });
    text += lower.length === node.length ? lower.replaceAll("\n", " ") : node.data;
  }
  return { nodes, text };
}

function placeIn(nodes, at, after = 0) {
  const { node, at: start } = nodes.findLast((one) => one.at <= at);
  return [node, at - start + after];
}

customElements.define("transcript-find", TranscriptFind);
