/* Turns the file form of the desk into a resumable upload with progress. Without it, the form works as forms do. */
import { bytesInWords, percentInWords, timeInWords } from "./amounts.js";
import { sendCaptions } from "./caption-uploads.js";
import { TusUpload } from "./tus-upload.js";

const SPEED_OVER_SECONDS = 5;

class UploadBox extends HTMLElement {
  #upload = null;
  #marks = [];
  #announced = -1;

  connectedCallback() {
    this.form = this.querySelector("form");
    this.stop = new AbortController();
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.stop.signal });
    on(this.form, "submit", (event) => this.#begin(event));
    on(this.#part("pause"), "click", () => this.#upload?.pause());
    on(this.#part("resume"), "click", () => this.#go());
    on(this.#part("cancel"), "click", () => this.#cancel());
    const drop = this.#part("drop");
    on(drop, "dragover", (event) => this.#hover(event, true));
    on(drop, "dragleave", (event) => this.#hover(event, false));
    on(drop, "drop", (event) => this.#dropped(event));
    on(window, "beforeunload", (event) => this.#upload && event.preventDefault());
    this.toggleAttribute("enhanced", true);
  }

  disconnectedCallback() {
    this.stop.abort();
    this.#upload?.pause();
  }

  async #begin(event) {
    const [file] = this.form.elements.file.files;
    if (!file) return;
    event.preventDefault();
    this.#part("name").textContent = file.name;
    this.#show(true);
    const { endpoint } = this.dataset;
    const { ids, refused } = await sendCaptions(this.form.elements.captions.files, endpoint);
    if (this.form.hidden === false) return; // cancelled meanwhile
    this.#upload = new TusUpload(file, { endpoint, metadata: { captions: ids.join(" ") } });
    this.#listen(this.#upload, file.size);
    if (refused.length) this.#askWithout(refused);
    else this.#go();
  }

  #askWithout(captions) {
    this.#state("failed");
    this.#part("status").textContent = "";
    this.#part("refused").textContent = this.dataset.refused.replace("{names}", captions.join(", "));
    this.#part("refused").hidden = false;
  }

  #listen(upload, size) {
    upload.addEventListener("progress", (event) => this.#progress(event.detail.sent, size));
    upload.addEventListener("state", (event) => this.#state(event.detail.state));
    upload.addEventListener("failed", (event) => this.#fail(event.detail));
    upload.addEventListener("finished", (event) => {
      this.#upload = null;
      this.#state("finished");
      location.assign(this.dataset.jobs + event.detail.job);
    });
  }

  #go() {
    this.#marks = [];
    this.#part("refused").hidden = true;
    this.#fault(null);
    this.#upload.start();
  }

  async #cancel() {
    const upload = this.#upload;
    this.#upload = null;
    await upload?.cancel();
    this.#show(false);
    this.form.reset();
    this.form.elements.file.focus();
  }

  #progress(sent, size) {
    const percent = size ? Math.floor((sent / size) * 100) : 100;
    const now = performance.now() / 1000;
    this.#marks.push([now, sent]);
    this.#marks = this.#marks.filter(([at]) => now - at <= SPEED_OVER_SECONDS);
    const [[since, from]] = this.#marks;
    const speed = now - since > 0.5 ? (sent - from) / (now - since) : 0;
    this.#part("bar").value = percent;
    this.#part("percent").textContent = percentInWords(percent);
    this.#part("sent").textContent = `${bytesInWords(sent)} / ${bytesInWords(size)}`;
    this.#part("speed").textContent = speed > 0 ? `${bytesInWords(speed)}/s` : "";
    this.#part("left").textContent = speed > 0 ? this.dataset.left.replace("{time}", timeInWords((size - sent) / speed)) : "";
    if (Math.floor(percent / 25) !== this.#announced) {
      this.#announced = Math.floor(percent / 25);
      this.#part("status").textContent = `${this.dataset.sending} ${this.#part("percent").textContent}`;
    }
  }

  #state(state) {
    this.#part("pause").hidden = state === "paused" || state === "failed" || state === "finished";
    this.#part("resume").hidden = state !== "paused" && state !== "failed";
    this.#part("status").textContent = this.dataset[state] ?? "";
  }

  #fail({ status, code }) {
    this.#state("failed");
    this.#fault(this.querySelector(`[data-fault="${CSS.escape(code)}"]`) ? code : `${status}`);
  }

  #fault(code) {
    const known = code && this.querySelector(`[data-fault="${CSS.escape(code)}"]`);
    for (const fault of this.querySelectorAll("[data-fault]")) {
      fault.hidden = !(code && (known ? fault === known : fault.dataset.fault === "other"));
    }
  }

  #show(isUploading) {
    this.form.hidden = isUploading;
    this.#part("progress").hidden = !isUploading;
    if (isUploading) this.#part("name").focus();
  }

  #hover(event, isOver) {
    event.preventDefault();
    this.#part("drop").toggleAttribute("data-over", isOver);
  }

  #dropped(event) {
    this.#hover(event, false);
    const files = [...event.dataTransfer.files];
    const isCaption = (file) => /\.(vtt|srt|ttml|dfxp|ass|ssa|sbv|lrc|txt)$/i.test(file.name);
    this.#give(this.form.elements.captions, files.filter(isCaption));
    this.#give(this.form.elements.file, files.filter((file) => !isCaption(file)).slice(0, 1));
  }

  #give(input, files) {
    if (!files.length) return;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }
}

customElements.define("upload-box", UploadBox);
