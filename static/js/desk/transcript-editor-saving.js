// Sends edits one save after the other until each is answered, and says how it stands. A save that got no answer is
// sent again under the same name: the site does nothing twice. What somebody else was quicker with is shown, not lost.
import { putBack, sayFault } from "./transcript-editor-form.js";
import { itemCalled } from "./transcript-editor-lines.js";
import { postEdits, settled } from "./transcript-editor-post.js";

const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const MOST_AT_ONCE = 200;
const TROUBLES = { 0: "offline", 401: "out", 403: "barred" };

export function keepSaved(editor) {
  const state = editor.querySelector(".save-state");
  const trouble = editor.querySelector(".save-trouble");
  const clashing = new Set();
  let waiting = [];
  let sent = null; // {id, edits, body}
  let alone = 0; // so many edits are sent one by one, to find the one that is refused
  let tries = 0;
  let timer = 0;
  let former = null; // what stood there before something was typed

  function say(name, value = "") {
    state.textContent = editor.dataset[name].replace("{time}", value);
    state.dataset.state = name;
  }

  const complain = (text) => { trouble.textContent = text; };
  const concerns = (edit, key) => edit.key === key || edit.next === key;
  const isWaiting = (key) => clashing.has(key) || waiting.some((edit) => concerns(edit, key));
  const isMine = (key) => Boolean(sent?.edits.some((edit) => concerns(edit, key)));
  const versionOf = (key) => Number(itemCalled(editor, key)?.dataset.version ?? 0);

  function written({ base: _, settle: __, ...edit }) {
    if (edit.kind === "merge") edit.next_version = versionOf(edit.next);
    return "key" in edit && !["shift", "check"].includes(edit.kind) ? { ...edit, version: versionOf(edit.key) } : edit;
  }

  function send() {
    clearTimeout(timer);
    if (sent && tries === 0) return; // its answer is awaited
    if (!sent) {
      if (!waiting.length) return;
      const edits = waiting.splice(0, alone > 0 ? 1 : MOST_AT_ONCE);
      alone = Math.max(0, alone - edits.length);
      const seen = Number(editor.dataset.seen);
      sent = { edits, body: { seen, edits: edits.map(written) } };
    }
    tries = 0;
    say("saving");
    postEdits(editor.dataset.save, sent).then(receive);
  }

  function again(name) {
    say(name);
    tries += 1;
    const wait = WAITS_MS[Math.min(sent.tries = (sent.tries ?? 0) + 1, WAITS_MS.length) - 1];
    timer = setTimeout(send, wait);
  }

  function receive({ status, answer }) {
    const outcomes = { 200: done, 409: clash, 422: refuse, 413: refuse };
    if (outcomes[status]) return outcomes[status](answer);
    if (status === 404) return say("gone");
    return again(TROUBLES[status] ?? "broken");
  }

  function done(answer) {
    complain("");
    adopt(answer);
    settle(sent.edits, true);
    go(new Date(answer.saved_at));
  }

  function adopt(answer) {
    editor.take(answer);
    editor.dataset.seen = String(Math.max(Number(editor.dataset.seen), answer.number));
    for (const name of ["undo", "redo"]) editor.querySelector(`[data-do="${name}"]`).disabled = !answer[name];
  }

  function go(at) {
    sent = null;
    if (waiting.length) return send();
    if (clashing.size) return say("unsaved");
    return say("saved", at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  }

  function clash({ message, conflicts }) {
    complain(message);
    const keys = conflicts.map((conflict) => conflict.key);
    const isTheirs = (edit) => keys.some((key) => concerns(edit, key));
    const mine = [...sent.edits, ...waiting].filter(isTheirs);
    waiting = [...sent.edits, ...waiting].filter((edit) => !isTheirs(edit));
    for (const key of keys) clashing.add(key);
    settle(mine, false);
    editor.take({ clashes: conflicts.map((conflict) => ({ ...conflict, mine: mine.filter((edit) => edit.key === conflict.key) })) });
    go(new Date());
  }

  function refuse({ message }) {
    if (sent.edits.length > 1) {
      alone = sent.edits.length;
      waiting.unshift(...sent.edits);
    } else {
      const [edit] = sent.edits;
      const item = edit.key && itemCalled(editor, edit.key);
      if (item && edit.base) putBack(item, edit);
      sayFault(item, message);
      complain(message);
      settle(sent.edits, false);
    }
    go(new Date());
  }

  function settle(edits, isDone) {
    for (const edit of edits) edit.settle?.(isDone);
  }

  function add(edits) {
    waiting.push(...edits);
    say("unsaved");
    send();
  }

  async function step(isRedo) {
    editor.leave();
    if (waiting.length || sent) await settled([...(sent?.edits ?? []), ...waiting].at(-1));
    const { status, answer } = await postEdits(editor.dataset.step, { body: { redo: isRedo, seen: Number(editor.dataset.seen) } });
    complain(status === 200 ? "" : answer?.message ?? editor.dataset[TROUBLES[status] ?? "broken"]);
    if (status !== 200) return;
    adopt(answer);
    go(new Date(answer.saved_at));
    editor.focusItem(itemCalled(editor, answer.lines[0]?.key) ?? editor.stop);
  }

  editor.on(window, "beforeunload", (event) => {
    editor.commit();
    if (waiting.length || sent) event.preventDefault();
  });
  editor.on(document, "visibilitychange", () => { if (document.hidden) editor.commit(); });
  editor.on(window, "online", () => { if (sent && tries) send(); });

  return {
    add, step, isWaiting, isMine, complain,
    addAndWait: (edits) => { const done = settled(edits.at(-1)); add(edits); return done; },
    touch: () => { if (state.dataset.state !== "unsaved" && !sent) { former = [state.textContent, state.dataset.state ?? ""]; say("unsaved"); } },
    untouch: () => { if (former && state.dataset.state === "unsaved" && !sent && !waiting.length && !clashing.size) [state.textContent, state.dataset.state] = former; },
    settleClash: (key, edits) => { clashing.delete(key); if (!clashing.size) complain(""); if (edits.length) add(edits); else if (!sent) go(new Date()); },
  };
}
