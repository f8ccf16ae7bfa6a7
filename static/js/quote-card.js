// <quote-card>: quotes the lines that were selected in the transcript, without leaving the page, and copies the quote.
// Lines are selected with the mouse, with shift and a click, or with shift and the arrow keys. Without this script the
// form in it asks for the times, and the fields can be copied by hand.

class QuoteCard extends HTMLElement {
  connectedCallback() {
    this.ended = new AbortController();
    const { signal } = this.ended;
    this.lines = document.querySelector(".lines");
    document.addEventListener("selectionchange", () => this.offer(), { signal });
    this.lines?.addEventListener("click", (event) => this.selectTo(event), { signal, capture: true });
    this.lines?.addEventListener("keydown", (event) => this.selectByKey(event), { signal });
    this.button = document.querySelector(".quote-these");
    this.button?.addEventListener("click", () => this.load(this.selected), { signal });
    this.querySelector("form")?.addEventListener("submit", (event) => this.ask(event), { signal });
    const copy = this.querySelector(".quote-copy");
    if (copy && navigator.clipboard) copy.hidden = false;
    copy?.addEventListener("click", (event) => this.copy(event.target.dataset.copy), { signal });
  }

  disconnectedCallback() {
    this.ended.abort();
  }

  offer() {
    if (!this.button) return;
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const isHere = range && this.lines.contains(range.commonAncestorContainer);
    const lines = isHere ? [...this.lines.querySelectorAll("a[id]")].filter((line) => range.intersectsNode(line)) : [];
    this.button.hidden = lines.length === 0;
    if (!lines.length) return;
    const keys = [lines[0], lines.at(-1)].map((line) => line.id.slice("line-".length));
    this.selected = new URLSearchParams({ quote: [...new Set(keys)].join("-"), transcript: this.lines.dataset.language });
  }

  selectTo(event) {
    const line = event.target.closest("a[id]");
    if (!line || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.extend(this.anchor ?? this.lines.querySelector('a[tabindex="0"]') ?? line, line);
  }

  selectByKey(event) {
    if (!event.shiftKey) this.anchor = null;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.shiftKey || !step) return;
    const lines = [...this.lines.querySelectorAll("a[id]")];
    const here = lines.indexOf(document.activeElement);
    const next = lines[here + step];
    if (here < 0 || !next) return;
    event.preventDefault();
    this.anchor ??= lines[here];
    next.focus();
    this.extend(this.anchor, next);
  }

  extend(from, to) {
    const isBackward = from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING;
    const [first, last] = isBackward ? [to, from] : [from, to];
    this.anchor = from;
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
  }

  ask(event) {
    event.preventDefault();
    this.load(new URLSearchParams(new FormData(event.target)));
  }

  load(asked) {
    const request = new XMLHttpRequest();
    request.responseType = "document"; // parsed by the browser, so no text becomes HTML here
    request.open("GET", `${location.pathname}?${asked}`);
    request.onload = () => this.take(request.response?.querySelector("quote-card"), asked);
    request.onerror = () => { location.search = asked; };
    request.send();
  }

  take(card, asked) {
    if (!card) {
      location.search = asked;
      return;
    }
    const fresh = document.adoptNode(card);
    this.replaceWith(fresh);
    const link = fresh.querySelector(".quote-link");
    history.replaceState(null, "", link ? link.href : `?${asked}#quote`);
    fresh.querySelector("summary").focus({ preventScroll: true });
    fresh.scrollIntoView({ block: "nearest" });
  }

  async copy(form) {
    if (!form) return;
    const status = this.querySelector(".quote-copy [role=status]");
    const [text, html] = ["#quote-text", "#quote-html"].map((field) => this.querySelector(field).value);
    const plain = new Blob([text], { type: "text/plain" });
    const rich = new Blob([html], { type: "text/html" });
    try {
      if (form === "text") await navigator.clipboard.writeText(text);
      else await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": rich })]);
      status.textContent = status.dataset.done;
    } catch {
      status.textContent = status.dataset.failed; // the browser does not allow it
    }
  }
}

customElements.define("quote-card", QuoteCard);
