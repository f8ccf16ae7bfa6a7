/* Captions and documents that go with a recording: each has a line below it, and is sent before its bytes.
   What is refused is named there with the reason, and the recording goes on without it. */
import { TusUpload } from "./tus-upload.js";
import { purposeOf } from "./upload-sorting.js";

const LEFT_OUT = new Set(["chat", "participants"]);

export class Companions {
  #lines = [];
  #sent = null; // the id of the recording, once it is known

  /** `words` gives the page's words for a code. */
  constructor(files, { list, endpoint, words, keepWords }) {
    this.endpoint = endpoint;
    this.words = words;
    this.keepWords = keepWords;
    this.#lines = files.map((file) => this.#line(file, list));
    list.hidden = files.length === 0;
  }

  async sendAll(recordingId) {
    this.#sent = recordingId;
    await Promise.all(this.#lines.map((line) => this.#send(line, purposeOf(line.file))));
  }

  /** The film is here already: what arrived lies aside with its recording, the rest was not sent. */
  tellKnown() {
    for (const line of this.#lines) {
      if (!line.isRefused) line.state.textContent = this.words(line.hasArrived ? "companion-aside" : "companion-unsent");
    }
  }

  #line(file, list) {
    const item = document.createElement("li");
    const state = document.createElement("span");
    item.append(`${file.name} `, state);
    list.append(item);
    return { file, item, state };
  }

  #send(line, purpose) {
    const upload = new TusUpload(line.file, { endpoint: this.endpoint, metadata: { purpose, with: this.#sent } });
    line.state.textContent = this.words("companion-sending");
    return new Promise((resolve) => {
      upload.addEventListener("finished", () => {
        Object.assign(line, { hasArrived: true, isRefused: false });
        line.state.textContent = this.words("companion-arrived");
        resolve();
      });
      upload.addEventListener("failed", ({ detail }) => {
        line.isRefused = true;
        line.state.textContent = this.words(detail.code);
        if (LEFT_OUT.has(detail.code)) this.#offer(line);
        resolve();
      });
      upload.start();
    });
  }

  #offer(line) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    label.append(box, ` ${this.keepWords}`);
    line.item.append(label);
    box.addEventListener("change", async () => {
      label.remove();
      await this.#send(line, "document");
    });
  }
}
