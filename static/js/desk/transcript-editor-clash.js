// Somebody else was quicker with a line: both wordings stand side by side until one of them is chosen.
import { itemCalled, renderItem } from "./transcript-editor-lines.js";
import { closeForm } from "./transcript-editor-form.js";

export function showClash(editor, { key, line, who, mine }) {
  const item = itemCalled(editor, key);
  if (!item) return editor.saving.settleClash(key, []);
  if (editor.open === item) editor.open = null;
  closeForm(item);
  item.querySelector(".line-clash")?.remove();
  const copy = document.importNode(editor.querySelector(".clash-copy").content, true);
  const box = copy.firstElementChild;
  const part = (selector) => box.querySelector(selector);
  part(".who").textContent = who || editor.dataset.anonymous;
  part(".theirs").textContent = line?.text ?? "";
  part(".theirs").hidden = !line;
  part(".gone").hidden = Boolean(line);
  const text = mine.find((edit) => "text" in edit)?.text ?? mine.find((edit) => "first" in edit)?.first;
  part(".mine").textContent = text ?? item.querySelector("a > span").textContent;
  part('[data-do="keep-mine"]').hidden = !line;

  function end(edits) {
    box.remove();
    editor.saving.settleClash(key, edits);
    if (item.isConnected) editor.focusItem(item);
  }

  part('[data-do="keep-mine"]').addEventListener("click", () => {
    item.dataset.version = line.version;
    end(mine);
  });
  part('[data-do="keep-theirs"]').addEventListener("click", () => {
    if (line) renderItem(item, line);
    else item.remove();
    editor.showProgress();
    end([]);
  });
  item.append(copy);
  part('[data-do="keep-theirs"]').focus();
  return undefined;
}
