// <film-times>: beside each time of a form, takes the one the player stands at, or plays from there.
// Without this script times are typed.

import { clock } from "../clock.js";

function secondsOf(text) {
  const parts = text.trim().split(":").map(Number);
  return parts.length > 3 || !text.trim() ? Number.NaN : parts.reduce((sum, part) => sum * 60 + part, 0);
}

class FilmTimes extends HTMLElement {
  connectedCallback() {
    this.ended = new AbortController();
    this.player = this.querySelector("video, audio");
    if (!this.player) return;
    for (const tools of this.querySelectorAll(".row-tools")) tools.hidden = false;
    this.addEventListener("click", (event) => this.answer(event), { signal: this.ended.signal });
  }

  disconnectedCallback() {
    this.ended.abort();
  }

  answer(event) {
    const button = event.target.closest("button[data-part]");
    if (!button) return;
    const time = button.closest("li, .field").querySelector("input");
    if (button.dataset.part === "take") {
      time.value = clock(this.player.currentTime);
      return;
    }
    const seconds = secondsOf(time.value);
    if (Number.isNaN(seconds)) return;
    this.player.currentTime = seconds;
    this.player.play();
  }
}

customElements.define("film-times", FilmTimes);
