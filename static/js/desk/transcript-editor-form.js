// The form that a line becomes while it is written in: opened, read, closed. Times as 1:02:03.45.
import { editedLineOf, renderItem } from "./transcript-editor-lines.js";

const AUTOSAVE_MS = 4000;
const CHANGED_BY = { text: ["text", "checked", "doubts"], check: ["checked"], speaker: ["speaker"], times: ["start", "end"] };

export function timeWritten(seconds) {
  const thousandths = Math.round(seconds * 1000);
  const hours = Math.floor(thousandths / 3_600_000);
  const minutes = Math.floor(thousandths / 60_000) % 60;
  const rest = ((thousandths % 60_000) / 1000).toFixed(3).padStart(6, "0").replace(/\.?0+$/, "");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

export function timeRead(text) {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,6})?)$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number((part ?? "0").replace(",", ".")));
  return hours * 3600 + minutes * 60 + seconds;
}

export function openForm(editor, item) {
  const copy = document.importNode(editor.querySelector(".form-copy").content, true);
  const form = copy.firstElementChild;
  item.querySelector(":scope > a").hidden = true;
  item.append(copy);
  item.classList.add("is-open");
  fillForm(item, editedLineOf(item));
  let timer = 0;
  form.addEventListener("input", () => {
    growField(form.elements.text);
    editor.saving.touch();
    sayFault(item, "");
    clearTimeout(timer);
    timer = setTimeout(() => { if (form.isConnected) editor.commit(); }, AUTOSAVE_MS);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  growField(form.elements.text);
}

export function fillForm(item, line) {
  const form = item.querySelector("form");
  if (!form) return;
  const { text, speaker, start, end, checked } = form.elements;
  if (text.value !== line.text) text.value = line.text;
  speaker.value = line.speaker;
  start.value = timeWritten(line.start);
  end.value = timeWritten(line.end);
  checked.checked = line.checked;
}

function growField(field) {
  if (CSS.supports("field-sizing", "content")) return; // the style sheet does it
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

export function closeForm(item) {
  item.querySelector("form.line-form")?.remove();
  item.classList.remove("is-open");
  const link = item.querySelector(":scope > a");
  if (link) link.hidden = false;
}

export function sayFault(item, text) {
  const place = item?.querySelector(".line-form .fault");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

export function putBack(item, edit) { // what a refused edit would have changed, and nothing else; what was typed stays in the form
  const former = Object.fromEntries(CHANGED_BY[edit.kind].map((name) => [name, edit.base[name]]));
  renderItem(item, { ...editedLineOf(item), ...former });
}

export function typedEdits(editor, item) { // what differs from the line; the line then reads as it was typed
  const form = item.querySelector("form.line-form");
  if (!form) return [];
  const line = editedLineOf(item);
  const { text, speaker, start, end, checked } = form.elements;
  const typed = {
    text: text.value.trim(), speaker: speaker.value.trim(), checked: checked.checked,
    start: timeRead(start.value), end: timeRead(end.value),
  };
  const areTimes = typed.start !== null && typed.end !== null;
  if (!typed.text || !areTimes) editor.saving.complain(editor.dataset[typed.text ? "time" : "empty"]);
  const edits = [];
  if (typed.text && typed.text !== line.text) edits.push({ kind: "text", key: line.key, text: typed.text });
  else if (typed.checked !== line.checked) edits.push({ kind: "check", key: line.key, up_to: false, checked: typed.checked });
  if (typed.speaker !== line.speaker) edits.push({ kind: "speaker", key: line.key, speaker: typed.speaker });
  const isMoved = areTimes && (start.value !== timeWritten(line.start) || end.value !== timeWritten(line.end));
  if (isMoved) edits.push({ kind: "times", key: line.key, start: typed.start, end: typed.end });
  if (!edits.length && typed.text && areTimes) editor.saving.untouch(); // all is as it was again
  if (!edits.length) return edits;
  for (const edit of edits) edit.base = line;
  const isWritten = edits[0].kind === "text";
  if (isWritten) checked.checked = true; // a line that a person wrote counts as checked
  const times = areTimes ? {} : { start: line.start, end: line.end };
  renderItem(item, { ...line, ...typed, ...times, text: typed.text || line.text, checked: isWritten || typed.checked, doubts: isWritten ? [] : line.doubts });
  editor.showProgress();
  return edits;
}
