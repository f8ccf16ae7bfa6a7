/* Turns the file form of the desk into a queue of resumable uploads. Without it, the form works as forms do. */
import { onlyFilm, sorted } from "./upload-sorting.js";
import { UploadRow } from "./upload-row.js";

class UploadBox extends HTMLElement {
  #rows = [];

  connectedCallback() {
    this.form = this.querySelector("form");
    this.stop = new AbortController();
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.stop.signal });
    on(this.form, "submit", (event) => this.#chosen(event));
    const drop = this.#part("drop");
    on(drop, "dragover", (event) => this.#hover(event, true));
    on(drop, "dragleave", (event) => this.#hover(event, false));
    on(drop, "drop", (event) => this.#dropped(event));
    on(window, "beforeunload", (event) => this.#rows.some((row) => row.isAtWork) && event.preventDefault());
    this.form.elements.file.multiple = !this.dataset.recording;
    this.toggleAttribute("enhanced", true);
  }

  disconnectedCallback() {
    this.stop.abort();
    for (const row of this.#rows) row.stop();
  }

  #chosen(event) {
    const { file, captions, documents } = this.form.elements;
    const files = [file, captions, documents].flatMap((input) => [...(input?.files ?? [])]);
    if (!files.length) return;
    event.preventDefault();
    this.form.reset();
    this.#take(files);
  }

  #hover(event, isOver) {
    event.preventDefault();
    this.#part("drop").toggleAttribute("data-over", isOver);
  }

  #dropped(event) {
    this.#hover(event, false);
    this.#take([...event.dataTransfer.files]);
  }

  #take(files) {
    const { groups, alone } = this.dataset.recording ? onlyFilm(files) : sorted(files);
    this.#part("alone").hidden = alone.length === 0;
    this.#part("alone").textContent = this.#words("alone").replace("{names}", alone.map((file) => file.name).join(", "));
    const box = {
      template: this.#part("row"),
      endpoint: this.dataset.endpoint,
      jobs: this.dataset.jobs,
      recordings: this.dataset.recordings,
      words: (code) => this.#words(code),
      metadata: this.dataset.recording ? { purpose: "replacement", recording: this.dataset.recording } : {},
    };
    const rows = groups.map(({ film, companions }) => new UploadRow(film, companions, box, (...told) => this.#unfinished(...told)));
    for (const row of rows) this.#add(row);
    this.#part("queue").hidden = this.#rows.length === 0;
    rows[0]?.element.querySelector("h3").focus();
    this.#next();
  }

  #add(row) {
    this.#rows.push(row);
    this.#part("rows").append(row.element);
    row.addEventListener("idle", () => this.#next());
    row.addEventListener("gone", () => this.#remove(row));
  }

  #remove(row) {
    row.element.remove();
    this.#rows = this.#rows.filter((other) => other !== row);
    this.#part("queue").hidden = this.#rows.length === 0;
    this.form.elements.file.focus();
    this.#next();
  }

  /* One at a time has the whole line; a recording that came alone leads on to its job. */
  #next() {
    const [only] = this.#rows;
    if (this.#rows.length === 1 && only.job) location.assign(this.dataset.jobs + only.job);
    if (!this.#rows.some((row) => row.isAtWork)) this.#rows.find((row) => row.state === "queued")?.start();
  }

  /* Asked of the server, so that a file can be gone on with on another day and in another browser. */
  async #unfinished(file, fingerprint) {
    const { endpoint, recording } = this.dataset;
    const answer = await fetch(recording ? `${endpoint}?recording=${recording}` : endpoint).catch(() => null);
    const listed = answer?.ok ? await answer.json() : [];
    const isSame = (one) => (one.fingerprint ? one.fingerprint === fingerprint : one.name === file.name);
    const found = listed.find((one) => one.size === file.size && isSame(one));
    return found ? `${this.dataset.endpoint}/${found.id}` : null;
  }

  #words(code) {
    const known = this.querySelector(`[data-words="${CSS.escape(code)}"]`) ?? this.querySelector('[data-words="other"]');
    return known.textContent;
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }
}

customElements.define("upload-box", UploadBox);
