// <transcript-lines>: follows the recording line by line without ever moving the focus, until the reader scrolls.
// One tab stop, and arrow keys from line to line. The links in it lead to the same second without this script.
import { clock } from "./clock.js";
import { letWordsBeSelected } from "./line-selection.js";

const SECOND = /[?&]t=([\d.]+)/;
const STEPS = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

class TranscriptLines extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector(".lines");
    if (!this.box) return;
    this.video = document.querySelector("event-player video");
    this.button = this.querySelector(".follow");
    this.ended = new AbortController();
    this.lines = [...this.box.querySelectorAll("a[id]")];
    this.starts = this.lines.map((line) => Number(SECOND.exec(line.getAttribute("href"))[1]));
    this.current = this.box.querySelector("[aria-current]");
    this.isFollowing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.beOneTabStop();
    letWordsBeSelected(this.box, (...what) => this.on(...what));
    if (this.video) this.beginToFollow();
    this.findLine();
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  on(target, type, act) {
    target.addEventListener(type, act, { signal: this.ended.signal, passive: type === "scroll" });
  }

  beOneTabStop() {
    for (const link of this.box.querySelectorAll("a")) link.tabIndex = -1;
    this.stop = this.current ?? this.lines[0];
    if (this.stop) this.stop.tabIndex = 0;
    this.on(this.box, "focusin", (event) => this.moveStop(event.target));
    this.on(this.box, "pointerover", (event) => this.sayTime(event.target.closest("a[id]")));
    this.on(this.box, "keydown", (event) => this.walk(event));
  }

  moveStop(link) {
    if (!link.matches("a[id]")) return;
    this.stop.tabIndex = -1;
    this.stop = link;
    link.tabIndex = 0;
    this.sayTime(link);
  }

  sayTime(link) {
    if (link && !link.title) link.title = clock(this.starts[this.lines.indexOf(link)]);
  }

  walk(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = this.lines.indexOf(document.activeElement);
    const isTurned = this.box.dir === "rtl" && event.key.startsWith("Arrow") && event.key.length > 9;
    const step = STEPS[event.key] * (isTurned ? -1 : 1);
    const next = event.key === "Home" ? 0 : event.key === "End" ? this.lines.length - 1 : here + step;
    if (here < 0 || !this.lines[next]) return;
    event.preventDefault();
    this.lines[next].focus();
  }

  beginToFollow() {
    this.on(this.video, "timeupdate", () => this.follow());
    this.on(this.box, "scroll", () => {
      if (this.video.played.length && Math.abs(this.box.scrollTop - this.ownScroll) > 2) this.keepFollowing(false);
    });
    this.on(this.button, "click", () => this.keepFollowing(true));
    if (!this.isFollowing) this.button.hidden = false;
  }

  keepFollowing(does) {
    this.isFollowing = does;
    this.button.hidden = does;
    if (does && this.current) this.show(this.current);
  }

  follow() {
    if (this.video.paused && this.video.currentTime === 0) return;
    const line = this.lineAt(this.video.currentTime);
    if (line === this.current) return;
    this.current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    this.current = line;
    if (line && this.isFollowing) this.show(line);
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
    const box = this.box.getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    const isInView = top >= box.top + box.height / 8 && bottom <= box.bottom - box.height / 4;
    if (!isInView) this.box.scrollTop += top - box.top - box.height / 4;
    this.ownScroll = this.box.scrollTop;
  }

  findLine() {
    const { hash } = location;
    const status = this.querySelector("[role=status]");
    if (hash.startsWith("#line-") && !document.getElementById(hash.slice(1))) status.textContent = status.dataset.lost;
    if (this.current) this.show(this.current);
  }
}

customElements.define("transcript-lines", TranscriptLines);
