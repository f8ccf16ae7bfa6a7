/* How far one upload is and how fast: bar, share, size, speed and time left. Knows no upload and no state of one. */
import { bytesInWords, percentInWords, timeInWords } from "./amounts.js";

const SPEED_OVER_SECONDS = 5;

export class UploadPace {
  #marks = [];
  #announced = -1;

  /** `part` gives an element of the row by its name, `words` the page's words for a code. */
  constructor(part, words) {
    this.part = part;
    this.words = words;
  }

  show(sent, size) {
    const percent = size ? Math.floor((sent / size) * 100) : 100;
    const speed = sent < size ? this.#speed(sent) : 0;
    this.part("bar").value = percent;
    this.part("percent").textContent = percentInWords(percent);
    this.part("sent").textContent = `${bytesInWords(sent)} / ${bytesInWords(size)}`;
    this.part("speed").textContent = speed > 0 ? `${bytesInWords(speed)}/s` : "";
    this.part("left").textContent = speed > 0 ? this.words("left").replace("{time}", timeInWords((size - sent) / speed)) : "";
    if (Math.floor(percent / 25) !== this.#announced) {
      this.#announced = Math.floor(percent / 25);
      const share = Object.assign(document.createElement("span"), { className: "unseen", textContent: ` ${percentInWords(percent)}` });
      this.part("status").replaceChildren(this.words("sending"), share); // the share is for who hears it: shown, it would lag behind
    }
  }

  /** Nothing is sent at present, so there is no speed; the next one is measured anew. */
  rest() {
    this.#marks = [];
    for (const name of ["speed", "left"]) this.part(name).textContent = "";
  }

  #speed(sent) {
    const now = performance.now() / 1000;
    this.#marks = [...this.#marks, [now, sent]].filter(([at]) => now - at <= SPEED_OVER_SECONDS);
    const [[since, from]] = this.#marks;
    return now - since > 0.5 ? (sent - from) / (now - since) : 0;
  }
}
