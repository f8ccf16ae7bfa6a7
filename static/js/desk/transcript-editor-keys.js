// Keys of the editor: single letters only while a line of the list has the focus, and none of them while one writes.
import { checkLine, mergeLine, splitLine } from "./transcript-editor-many.js";
import { playLine } from "./transcript-editor-sound.js";

export function listenForEditorKeys(editor) {
  const onward = (item) => item.nextElementSibling ?? item;

  function checkAndGo(item, isWriting) {
    if (isWriting) editor.commit();
    if (!item.classList.contains("ok")) checkLine(editor, item);
    else editor.leave();
    if (isWriting) editor.write(onward(item), 0);
    else editor.focusItem(onward(item));
  }

  const reading = {
    ArrowDown: (item) => editor.focusItem(onward(item)),
    ArrowUp: (item) => editor.focusItem(item.previousElementSibling ?? item),
    Home: () => editor.focusItem(editor.list.firstElementChild),
    End: () => editor.focusItem(editor.list.lastElementChild),
    Enter: (item) => editor.write(item),
    " ": (item) => playLine(editor, item),
    p: (item) => playLine(editor, item),
    c: (item) => checkAndGo(item, false),
    C: (item) => { checkLine(editor, item, true); editor.focusItem(onward(item)); },
    m: (item) => mergeLine(editor, item),
    n: (item) => editor.act("next-open", item),
    z: () => editor.saving.step(false),
    y: () => editor.saving.step(true),
    "?": () => editor.act("help"),
  };

  function write(event, item) {
    const field = event.target;
    const isText = field.matches("textarea");
    if (event.key === "Escape") editor.leave({ focus: true });
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) checkAndGo(item, true);
    else if (event.key === "Enter" && isText && !event.shiftKey) splitLine(editor, item);
    else if (event.key === "Enter" && field.matches("input")) editor.commit();
    else if (event.altKey && event.key === "ArrowDown") editor.write(onward(item), 0);
    else if (event.altKey && event.key === "ArrowUp") editor.write(item.previousElementSibling ?? item, 0);
    else if (event.altKey && event.code === "KeyP") playLine(editor, item);
    else if (event.altKey && event.code === "KeyM") mergeLine(editor, item);
    else return false;
    return true;
  }

  function act(event) {
    const item = event.target.closest("li");
    if (!item || item.parentElement !== editor.list || event.isComposing) return false;
    if (event.target.closest("form")) return !event.target.matches("button") && write(event, item);
    if (!event.target.matches("li > a")) return false;
    const isUndo = (event.ctrlKey || event.metaKey) && ["z", "y", "Z"].includes(event.key);
    if (isUndo) editor.saving.step(event.key !== "z");
    else if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in reading)) return false;
    else reading[event.key](item);
    return true;
  }

  editor.on(editor.list, "keydown", (event) => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}
