/* One request of tus 1.0, given up after a long silence. Knows no upload. */

const SILENCE_SECONDS = 45;

/** Sends at once; `answer` resolves to a reader of headers, or rejects with status (0: no answer), code and reader. */
export function tusRequest(method, address, { headers = {}, body = null, onProgress = null } = {}) {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve, reject) => {
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
      else reject({ status: request.status, code: request.responseText.trim(), header });
    };
    heard();
    request.send(body);
  });
  return { answer, abort: () => request.abort() };
}
