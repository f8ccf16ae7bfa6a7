/* Sends one file by tus 1.0 and goes on after whatever came between: lost networks, reloads, restarted servers.
   Knows no page: it tells by events (progress, state, finished, failed) what goes on. */
import { tusRequest } from "./tus-request.js";

const PIECE_BYTES = 64 * 1024 * 1024;
const RETRY_SECONDS = [0.5, 1, 2, 4, 8, 15, 30, 60];
const PASSING_FAULTS = new Set([0, 409, 423, 425, 429, 460, 499, 500, 502, 503, 504]);
const KNOWN_ALREADY = "already-archived";

export class TusUpload extends EventTarget {
  #address;
  #creating = null; // never aborted: the server would keep an upload whose address nobody knows
  #delay = 0;
  #prepare;
  #preparedFor = null;
  #request = null;
  #turn = null; // whose loop it is; none while paused
  #wake = null;

  /** `address`: of an upload to go on with; `prepare`: called with the id when there is room, before any byte is sent. */
  constructor(file, { endpoint, metadata = {}, address = null, prepare = null }) {
    super();
    this.file = file;
    this.endpoint = endpoint;
    this.metadata = { filename: file.name, ...metadata };
    this.#address = address;
    this.#prepare = prepare;
  }

  async start() {
    if (this.#turn) return;
    const turn = (this.#turn = {});
    await this.#creating?.catch(() => null);
    while (this.#turn === turn) {
      this.#tell("state", { state: "sending" });
      const fault = await this.#send(turn).then(() => null, (reason) => reason);
      if (!fault || this.#turn !== turn) return;
      if (PASSING_FAULTS.has(fault.status) && fault.code !== KNOWN_ALREADY) await this.#wait();
      else this.#giveUp(fault);
    }
  }

  pause() {
    this.#interrupt();
    this.#tell("state", { state: "paused" });
  }

  async cancel() {
    this.#interrupt();
    await this.#creating?.catch(() => null);
    if (this.#address) await this.#ask("DELETE", this.#address).catch(() => null);
    this.#address = null;
  }

  #interrupt() {
    this.#turn = null;
    if (!this.#creating) this.#request?.abort();
    this.#wake?.();
  }

  async #send(turn) {
    let answer = this.#address ? await this.#offset() : null;
    if (!answer) answer = await this.#create();
    let offset = Number(answer.header("Upload-Offset") ?? 0);
    this.#tell("progress", { sent: offset });
    if (this.#turn !== turn) return;
    const id = this.#address.split("/").pop();
    if (this.#preparedFor !== id) await this.#prepare?.(id); // one that lapsed took along what went with it
    this.#preparedFor = id;
    while (this.#turn === turn && offset < this.file.size) {
      answer = await this.#ask("PATCH", this.#address, {
        headers: { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        body: this.file.slice(offset, offset + PIECE_BYTES),
        onProgress: (sent) => this.#tell("progress", { sent: offset + sent }),
      });
      offset = Number(answer.header("Upload-Offset"));
      this.#delay = 0;
      this.#tell("progress", { sent: offset });
    }
    if (this.#turn !== turn) return;
    this.#turn = null;
    this.#tell("finished", { job: answer.header("Mitschnitt-Job"), known: knownIn(answer) });
  }

  async #offset() {
    try {
      return await this.#ask("HEAD", this.#address);
    } catch (fault) {
      const isLapsed = fault.status === 410 || (fault.status === 404 && !this.#preparedFor); // gone while we sent it: discarded
      if (!isLapsed) throw fault;
      this.#address = null;
      return null;
    }
  }

  async #create() {
    const pairs = Object.entries(this.metadata).map(([name, value]) => `${name} ${inBase64(value)}`);
    const headers = { "Upload-Length": String(this.file.size), "Upload-Metadata": pairs.join(",") };
    this.#creating = this.#ask("POST", this.endpoint, { headers });
    try {
      const answer = await this.#creating;
      this.#address = answer.header("Location");
      return answer;
    } finally {
      this.#creating = null;
    }
  }

  #ask(method, address, options) {
    this.#request = tusRequest(method, address, options);
    return this.#request.answer;
  }

  #giveUp(fault) {
    this.#turn = null;
    const isDiscarded = fault.status === 404 && this.#address;
    if (isDiscarded) this.#address = this.#preparedFor = null;
    const code = isDiscarded ? "discarded" : fault.code ?? fault.message;
    this.#tell("failed", { status: fault.status, code, known: knownIn(fault) });
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

/** The recording that a file turned out to be; `aside`: how many files lie aside with it. */
function knownIn({ header }) {
  const id = header?.("Mitschnitt-Recording");
  if (!id) return null;
  const title = Uint8Array.from(atob(header("Mitschnitt-Title")), (sign) => sign.codePointAt(0));
  return { id, title: new TextDecoder().decode(title), aside: header("Mitschnitt-Laid-Aside") };
}

function inBase64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
