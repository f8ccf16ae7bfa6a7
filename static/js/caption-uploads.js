/* Sends caption files before their recording, which names them by their ids. Knows no page. */
import { TusUpload } from "./tus-upload.js";

/** Resolves to the ids of those that arrived, and the names of those that were refused. */
export async function sendCaptions(files, endpoint) {
  const sent = await Promise.all([...files].map(async (file) => ({ name: file.name, id: await sendOne(file, endpoint) })));
  return {
    ids: sent.flatMap(({ id }) => id ?? []),
    refused: sent.filter(({ id }) => !id).map(({ name }) => name),
  };
}

function sendOne(file, endpoint) {
  const upload = new TusUpload(file, { endpoint, metadata: { purpose: "captions" } });
  return new Promise((resolve) => {
    upload.addEventListener("finished", () => resolve(upload.id));
    upload.addEventListener("failed", () => resolve(null));
    upload.start();
  });
}
