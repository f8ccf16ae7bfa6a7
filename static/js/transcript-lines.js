// <transcript-lines>: follows the recording line by line without ever moving the focus, and plays what is clicked.
// Its links lead to the same second without this script.

const LEFT_ALONE_MS = 5000;

class TranscriptLines extends HTMLElement {
  connectedCallback() {
    this.player = document.querySelector("event-player");
    this.video = this.player?.querySelector("video");
    this.box = this.querySelector(".lines");
    if (!this.video || !this.box) return;
    this.ended = new AbortController();
    const { signal } = this.ended;
    this.lines = [...this.box.querySelectorAll("li")];
    this.starts = this.lines.map((line) => Number(line.querySelector("a").dataset.seek));
    this.current = this.box.querySelector('[aria-current="true"]');
    this.scrolledAt = -LEFT_ALONE_MS;
    this.offerToFollow(signal);
    for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.box.addEventListener(type, () => { this.scrolledAt = performance.now(); }, { signal, passive: true });
    }
    this.video.addEventListener("timeupdate", () => this.follow(), { signal });
    if (this.current) this.show(this.current);
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  offerToFollow(signal) {
    const label = this.parentElement.querySelector(".follow");
    if (!label) return;
    this.choice = label.querySelector("input");
    this.choice.checked = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    label.hidden = false;
    this.choice.addEventListener("change", () => { if (this.choice.checked && this.current) this.show(this.current); }, { signal });
  }

  follow() {
    if (this.video.paused && this.video.currentTime === 0) return;
    const line = this.lineAt(this.video.currentTime);
    if (line === this.current) return;
    this.current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    this.current = line;
    const isLeftAlone = performance.now() - this.scrolledAt > LEFT_ALONE_MS;
    if (line && this.choice?.checked && isLeftAlone) this.show(line);
  }

  lineAt(seconds) {
    let first = 0;
    let last = this.starts.length;
    while (first < last) {
      const middle = (first + last) >> 1;
      if (this.starts[middle] <= seconds + 0.02) first = middle + 1;
      else last = middle;
    }
    return first ? this.lines[first - 1] : null;
  }

  show(line) {
    this.box.scrollTop = line.offsetTop - (this.box.clientHeight - line.offsetHeight) / 3;
  }
}

customElements.define("transcript-lines", TranscriptLines);
