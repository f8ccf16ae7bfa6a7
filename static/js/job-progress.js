/* Keeps what the desk says about jobs fresh: asks for the same page again and takes over the parts that changed.
   Parts are marked data-live; a part that holds the focus waits, so that nothing moves under a person's hands. */

const ASK_SECONDS = 1;
const ASK_SLOWLY_SECONDS = 15;

class JobProgress extends HTMLElement {
  #timer = null;
  #request = null;
  #seconds = ASK_SECONDS;

  connectedCallback() {
    this.#again();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #again() {
    if (!this.hasAttribute("live")) return;
    this.#timer = setTimeout(() => (document.hidden ? this.#again() : this.#ask()), this.#seconds * 1000);
  }

  #ask() {
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
