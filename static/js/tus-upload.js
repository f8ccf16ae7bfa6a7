/* Sends one file by tus 1.0 and goes on after whatever came between: lost networks, reloads, restarted servers.
   Knows no page: it tells by events (progress, state, finished, failed) what goes on. */

const PIECE_BYTES = 64 * 1024 * 1024;
const RETRY_SECONDS = [0.5, 1, 2, 4, 8, 15, 30, 60];
const SILENCE_SECONDS = 45;
const PASSING_FAULTS = new Set([0, 409, 423, 425, 429, 460, 499, 500, 502, 503, 504]);

export class TusUpload extends EventTarget {
  #address = null;
  #delay = 0;
  #request = null;
  #running = false;
  #wake = null;

  constructor(file, { endpoint, metadata = {} }) {
    super();
    this.file = file;
    this.endpoint = endpoint;
    this.metadata = { filename: file.name, ...metadata };
    this.key = `mitschnitt-upload ${file.size} ${file.lastModified} ${file.name}`;
    this.#address = localStorage.getItem(this.key);
  }

  /** The id that other uploads name this one by. */
  get id() {
    return this.#address?.split("/").pop() ?? null;
  }

  async start() {
    if (this.#running) return;
    this.#running = true;
    while (this.#running) {
      this.#tell("state", { state: "sending" });
      const fault = await this.#send().then(() => null, (reason) => reason);
      if (!fault || !this.#running) return;
      if (PASSING_FAULTS.has(fault.status)) await this.#wait();
      else this.#giveUp(fault);
    }
  }

  pause() {
    this.#running = false;
    this.#request?.abort();
    this.#wake?.();
    this.#tell("state", { state: "paused" });
  }

  async cancel() {
    this.#running = false;
    this.#request?.abort();
    this.#wake?.();
    localStorage.removeItem(this.key);
    if (this.#address) await this.#ask("DELETE", this.#address).catch(() => null);
    this.#address = null;
  }

  async #send() {
    let answer = this.#address ? await this.#offset() : null;
    if (!answer) answer = await this.#create();
    let offset = Number(answer.header("Upload-Offset") ?? 0);
    this.#tell("progress", { sent: offset, resumed: offset > 0 });
    while (offset < this.file.size) {
      answer = await this.#ask("PATCH", this.#address, {
        headers: { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        body: this.file.slice(offset, offset + PIECE_BYTES),
        onProgress: (sent) => this.#tell("progress", { sent: offset + sent }),
      });
      offset = Number(answer.header("Upload-Offset"));
      this.#delay = 0;
      this.#tell("progress", { sent: offset });
    }
    this.#running = false;
    localStorage.removeItem(this.key);
    this.#tell("finished", { job: answer.header("Mitschnitt-Job") });
  }

  async #offset() {
    try {
      return await this.#ask("HEAD", this.#address);
    } catch (fault) {
      if (fault.status !== 404 && fault.status !== 410) throw fault;
      this.#address = null; // lapsed, or somebody else's: begin anew
      return null;
    }
  }

  async #create() {
    const pairs = Object.entries(this.metadata).map(([name, value]) => `${name} ${inBase64(value)}`);
    const answer = await this.#ask("POST", this.endpoint, {
      headers: { "Upload-Length": String(this.file.size), "Upload-Metadata": pairs.join(",") },
    });
    this.#address = answer.header("Location");
    localStorage.setItem(this.key, this.#address);
    return answer;
  }

  #ask(method, address, { headers = {}, body = null, onProgress = null } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      let silence;
      const heard = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), SILENCE_SECONDS * 1000);
      };
      request.open(method, address);
      for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", ...headers })) {
        request.setRequestHeader(name, value);
      }
      request.upload.onprogress = (event) => {
        heard();
        onProgress?.(event.loaded);
      };
      request.onloadend = () => {
        clearTimeout(silence);
        const header = (name) => request.getResponseHeader(name);
        if (request.status >= 200 && request.status < 300) resolve({ header });
        else reject({ status: request.status, code: request.responseText.trim() });
      };
      heard();
      request.send(body);
    });
  }

  #giveUp({ status, code, message }) {
    this.#running = false;
    this.#tell("failed", { status, code: code ?? message });
  }

  #wait() {
    const seconds = RETRY_SECONDS[Math.min(this.#delay, RETRY_SECONDS.length - 1)];
    this.#delay += 1;
    this.#tell("state", { state: "waiting" });
    return new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
      this.#wake = resolve;
      addEventListener("online", resolve, { once: true });
    });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function inBase64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
