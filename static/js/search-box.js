// <search-box>: offers words, titles, countries and speakers under the search field while somebody types.
// The pattern is the combobox with a list (WAI-ARIA 1.2). Without this script the form searches all the same.

const WAIT_MS = 150;
const SHORTEST = 2;
let boxes = 0;

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[name="q"]');
    if (!this.input) return;
    this.ended = new AbortController();
    const { signal } = this.ended;
    this.build();
    this.input.addEventListener("input", () => this.later(), { signal });
    this.input.addEventListener("keydown", (event) => this.onKey(event), { signal });
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.close(); }, { signal });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")), { signal });
  }

  disconnectedCallback() {
    this.ended?.abort();
    this.asking?.abort();
    clearTimeout(this.timer);
    this.list?.remove();
    this.status?.remove();
  }

  build() {
    const id = `suggestions-${(boxes += 1)}`;
    this.list = Object.assign(document.createElement("ul"), { id, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "");
    this.status = Object.assign(document.createElement("p"), { className: "unseen" });
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const typed = this.input.value;
    this.asking?.abort();
    if (typed.trim().length < SHORTEST) { this.close(); return; }
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.from}?q=${encodeURIComponent(typed)}`, { signal: this.asking.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const found = await answer.json();
      if (this.input.value === typed && this.contains(document.activeElement)) this.show(found);
    } catch {
      this.close(); // a suggestion is a comfort: without it the box stays what it is
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((each, number) => this.option(each, number)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.mark(null);
    this.status.textContent = found.length ? `${found.length} ${this.dataset.some}` : this.dataset.none;
  }

  option({ text, kind }, number) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${number}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.text = text;
    option.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (kind) option.append(" ", Object.assign(document.createElement("span"), { className: "quiet small", textContent: kind }));
    return option;
  }

  onKey(event) {
    if (event.isComposing || this.list.hidden) return;
    const options = [...this.list.children];
    const at = options.indexOf(this.marked);
    if (event.key === "ArrowDown") this.mark(options[at + 1] ?? options[0]);
    else if (event.key === "ArrowUp") this.mark(options[at < 0 ? options.length - 1 : at - 1] ?? null);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.marked) this.choose(this.marked);
    else return;
    event.preventDefault();
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    option?.setAttribute("aria-selected", "true");
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.text;
    this.close();
    this.input.form.requestSubmit();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.mark(null);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

customElements.define("search-box", SearchBox);
