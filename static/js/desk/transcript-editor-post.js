// Posts edits as JSON. Gives status 0 where no answer came, 401 where the site would rather have somebody sign in.

function newName() { // crypto.randomUUID needs https
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function postEdits(address, save) {
  save.id ??= newName();
  const body = JSON.stringify({ id: save.id, ...save.body });
  try {
    const response = await fetch(address, {
      method: "POST", body, redirect: "manual", headers: { "Content-Type": "application/json" }, keepalive: body.length < 60_000,
    });
    if (response.type === "opaqueredirect") return { status: 401 };
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, answer: isJson ? await response.json() : null };
  } catch {
    return { status: 0 };
  }
}

// Tells when an edit is done or refused, to whoever else waits for it too.
export function settled(edit) {
  const before = edit.settle;
  return new Promise((resolve) => { edit.settle = (isDone) => { before?.(isDone); resolve(isDone); }; });
}
