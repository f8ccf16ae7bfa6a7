/* Keeps what the desk says about jobs fresh. The page of a job is told by a stream of events what goes on; where there
   is none, or it breaks, the same page is asked for again and again. Parts are marked data-live; one that holds the
   focus waits, so that nothing moves under a person's hands. */

const ASK_SECONDS = 1;
const ASK_SLOWLY_SECONDS = 15;

class JobProgress extends HTMLElement {
  #timer = null;
  #request = null;
  #source = null;
  #seconds = ASK_SECONDS;

  connectedCallback() {
    if (!this.hasAttribute("live")) return;
    if (this.dataset.stream) this.#listen();
    else this.#again();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#source?.close();
  }

  #listen() {
    this.#source = new EventSource(this.dataset.stream);
    this.#source.addEventListener("changed", () => this.#ask());
    this.#source.addEventListener("progress", (event) => this.#advance(JSON.parse(event.data)));
    this.#source.addEventListener("ended", () => {
      this.#source.close();
      this.#ask();
    });
    this.#source.addEventListener("error", () => {
      if (this.#source.readyState !== EventSource.CLOSED) return; // it comes back by itself
      this.#source = null;
      this.#again();
    });
  }

  #advance({ percent, left }) {
    const bar = this.querySelector('[data-live="steps"] progress');
    if (!bar) return;
    if (percent === null) bar.removeAttribute("value");
    else bar.setAttribute("value", percent);
    const words = bar.parentElement.querySelector("[data-left]");
    if (words) words.textContent = left;
  }

  #again() {
    if (!this.hasAttribute("live") || this.#source) return;
    this.#timer = setTimeout(() => (document.hidden ? this.#again() : this.#ask()), this.#seconds * 1000);
  }

  #ask() {
    this.#request?.abort();
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open("GET", location.pathname);
    request.responseType = "document";
    request.onload = () => {
      const fresh = request.response?.querySelector("job-progress");
      this.#seconds = fresh ? ASK_SECONDS : ASK_SLOWLY_SECONDS;
      if (fresh) this.#take(fresh);
      this.#again();
    };
    request.onerror = () => {
      this.#seconds = Math.min(this.#seconds * 2, ASK_SLOWLY_SECONDS);
      this.#again();
    };
    request.send();
  }

  #take(fresh) {
    this.toggleAttribute("live", fresh.hasAttribute("live"));
    for (const part of this.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
      if (!other || other.isEqualNode(part)) continue;
      if (part.getAttribute("role") === "status") part.textContent = other.textContent;
      else if (!part.contains(document.activeElement)) part.replaceWith(document.importNode(other, true));
    }
  }
}

customElements.define("job-progress", JobProgress);
