/* One recording in the queue: its progress in words, its buttons, what became of it. Tells `idle` when it needs the
   line no more, and `gone` when it was cancelled. */
import { TusUpload } from "./tus-upload.js";
import { Companions } from "./upload-companions.js";
import { recognisedBy } from "./upload-fingerprint.js";
import { UploadPace } from "./upload-pace.js";

const STATES_WITH_GO_ON = new Set(["paused", "failed"]);
const FINAL_FAULTS = new Set(["not-playable", "too-large", "not-allowed", "redacted"]);
const STATES_AT_AN_END = new Set(["finished", "known"]);

export class UploadRow extends EventTarget {
  #upload = null;

  /** `box`: template, endpoint, words, addresses; `find`: looks for an unfinished upload of this file. */
  constructor(file, companions, box, find) {
    super();
    Object.assign(this, { file, box, find, state: "queued" });
    this.element = box.template.content.firstElementChild.cloneNode(true);
    this.#part("name").textContent = file.name;
    const { endpoint, words } = box;
    this.pace = new UploadPace((name) => this.#part(name), words);
    this.companions = new Companions(companions, { list: this.#part("companions"), endpoint, words, keepWords: words("keep") });
    this.#part("pause").addEventListener("click", () => this.#pause());
    this.#part("resume").addEventListener("click", () => this.start());
    this.#part("again").addEventListener("click", () => this.start({ again: "yes" }));
    this.#part("cancel").addEventListener("click", () => this.cancel());
    this.#show("queued");
  }

  async start(wishes = {}) {
    this.#fault(null);
    if (!this.#upload || wishes.again) {
      this.#show("checking");
      const told = await recognisedBy(this.file).catch(() => null);
      if (!told) return this.#fail({ code: "unreadable" });
      const address = await this.find(this.file, told.fingerprint);
      if (this.state !== "checking") return;
      this.#upload = this.#listened(new TusUpload(this.file, {
        endpoint: this.box.endpoint,
        metadata: { ...told, ...this.box.metadata, ...wishes },
        address,
        prepare: (id) => this.companions.sendAll(id),
      }));
    }
    return this.#upload.start();
  }

  get isAtWork() {
    return ["checking", "sending", "waiting"].includes(this.state);
  }

  stop() {
    this.#upload?.pause();
  }

  async cancel() {
    this.state = "cancelled";
    await this.#upload?.cancel();
    this.dispatchEvent(new Event("gone"));
  }

  #pause() {
    this.#show("paused");
    this.#upload?.pause();
    this.dispatchEvent(new Event("idle"));
  }

  #listened(upload) {
    upload.addEventListener("progress", ({ detail }) => this.pace.show(detail.sent, this.file.size));
    upload.addEventListener("state", ({ detail }) => this.#show(detail.state));
    upload.addEventListener("failed", ({ detail }) => this.#fail(detail));
    upload.addEventListener("finished", ({ detail }) => this.#end(detail));
    return upload;
  }

  #end({ job, known }) {
    if (known) return this.#knows(known);
    this.job = job;
    this.#link("onward", this.box.jobs + job, this.box.words("onward"));
    this.#show("finished");
    return this.dispatchEvent(new Event("idle"));
  }

  #fail({ code, known }) {
    if (known) {
      this.#upload = null;
      this.#knows(known);
      this.#part("again").hidden = false;
      return;
    }
    this.#show(FINAL_FAULTS.has(code) ? "refused" : "failed");
    this.#fault(this.box.words(code));
    this.dispatchEvent(new Event("idle"));
  }

  #knows({ id, title, aside }) {
    const recording = this.box.recordings + id;
    this.#link("onward", recording, title);
    if (aside) this.#link("aside", `${recording}/laid-aside`, this.box.words("aside"));
    this.companions.tellKnown();
    this.#show("known");
    this.dispatchEvent(new Event("idle"));
  }

  #show(state) {
    if (this.state === "cancelled") return;
    this.state = state;
    if (state !== "sending") this.pace.rest();
    this.#part("pause").hidden = !this.isAtWork;
    this.#part("resume").hidden = !STATES_WITH_GO_ON.has(state);
    this.#part("again").hidden = true;
    this.#part("cancel").hidden = STATES_AT_AN_END.has(state);
    if (state === "refused") this.#part("cancel").textContent = this.box.words("remove"); // nothing is on its way
    this.#part("status").textContent = this.box.words(state);
  }

  #link(name, address, text) {
    Object.assign(this.#part(name), { href: address, textContent: text, hidden: false });
  }

  #fault(text) {
    this.#part("fault").textContent = text ?? "";
    this.#part("fault").hidden = !text;
  }

  #part(name) {
    return this.element.querySelector(`[data-part="${name}"]`);
  }
}
