// <copy-text>: a button that copies what stands in the element marked [data-copied]. Without this script the text can
// be selected and copied by hand, and the button is not there.

class CopyText extends HTMLElement {
  connectedCallback() {
    const row = this.querySelector(".copying");
    if (!row || !navigator.clipboard) return; // only there on https and on localhost
    row.hidden = false;
    this.ended = new AbortController();
    row.querySelector("button").addEventListener("click", () => this.copy(), { signal: this.ended.signal });
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  get text() {
    const source = this.querySelector("[data-copied]");
    const lines = [...source.querySelectorAll("code")].map((line) => line.textContent);
    return source.value ?? lines.join("\n");
  }

  async copy() {
    const status = this.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(this.text);
      status.textContent = status.dataset.done;
    } catch {
      status.textContent = status.dataset.failed; // the browser does not allow it
    }
  }
}

customElements.define("copy-text", CopyText);
