// What changes the list of lines itself, or many lines at once: splitting, joining, deleting, shifting, renaming, checking.
import { closeForm, sayFault } from "./transcript-editor-form.js";
import { itemCalled, keyOfItem } from "./transcript-editor-lines.js";

export async function splitLine(editor, item) {
  const field = item.querySelector("textarea");
  if (!field) return;
  const [first, second] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
  if (!first.trim() || !second.trim()) {
    if (!second.trim()) editor.write(item.nextElementSibling, 0);
    return;
  }
  const key = keyOfItem(item);
  editor.commit();
  editor.open = null;
  closeForm(item);
  const isDone = await editor.change([{ kind: "split", key, first: first.trim(), second: second.trim() }]);
  const head = itemCalled(editor, key);
  editor.write(isDone ? head?.nextElementSibling : head, isDone ? 0 : undefined);
}

export async function mergeLine(editor, item) {
  const next = item.nextElementSibling;
  if (!next) return;
  const isWriting = editor.open === item;
  const joint = (item.querySelector("textarea")?.value ?? "").trim().length;
  editor.leave();
  const key = keyOfItem(item);
  const isDone = await editor.change([{ kind: "merge", key, next: keyOfItem(next) }]);
  const merged = itemCalled(editor, key);
  if (isWriting) editor.write(merged, isDone ? joint : undefined);
  else editor.focusItem(merged);
}

async function removeLine(editor, item) {
  const beside = item.nextElementSibling ?? item.previousElementSibling;
  editor.open = null;
  closeForm(item);
  if (await editor.change([{ kind: "remove", key: keyOfItem(item) }])) editor.focusItem(beside);
}

async function shiftLines(editor, item, isRest) {
  const field = item.querySelector("form").elements.by;
  const seconds = Number(field.value.replace(",", ".").replace("−", "-"));
  if (!field.value.trim() || !Number.isFinite(seconds)) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    return;
  }
  field.removeAttribute("aria-invalid");
  sayFault(item, "");
  if (await editor.change([{ kind: "shift", key: keyOfItem(item), seconds, rest: isRest }])) {
    editor.fill(item);
    field.value = "";
    field.focus();
  }
}

export function checkLine(editor, item, isUpTo = false) {
  editor.leave();
  const isChecked = isUpTo || !item.classList.contains("ok");
  const items = isUpTo ? editor.items.slice(0, editor.items.indexOf(item) + 1) : [item];
  editor.markChecked(items, isChecked);
  editor.saving.add([{ kind: "check", key: keyOfItem(item), up_to: isUpTo, checked: isChecked }]);
}

export function actOnManyLines(editor) {
  const acts = {
    split: (item) => splitLine(editor, item),
    merge: (item) => mergeLine(editor, item),
    remove: (item) => removeLine(editor, item),
    "shift-one": (item) => shiftLines(editor, item, false),
    "shift-rest": (item) => shiftLines(editor, item, true),
    "check-here": (item) => { checkLine(editor, item, true); editor.focusItem(item.nextElementSibling ?? item); },
    "check-all": () => {
      editor.leave();
      editor.markChecked(editor.items, true);
      editor.saving.add([{ kind: "check", key: null, up_to: false, checked: true }]);
    },
  };
  editor.on(editor, "mousedown", (event) => {
    if (event.target.closest('[data-do="split"]')) event.preventDefault(); // the cursor stays where it is to be split
  });
  editor.on(editor, "click", (event) => acts[event.target.closest("[data-do]")?.dataset.do]?.(event.target.closest("li")));
  editor.on(editor.querySelector('[data-form="rename"]'), "submit", (event) => {
    event.preventDefault();
    const { speaker, name } = event.target.elements;
    editor.leave();
    editor.change([{ kind: "rename", speaker: speaker.value, name: name.value }]).then((isDone) => {
      if (!isDone || !name.value.trim()) return;
      speaker.selectedOptions[0].textContent = name.value.trim();
      name.value = "";
    });
  });
}
