// The lines of the editor as they stand in the page: read out of it, written into it. The page is the only copy.
import { clock } from "../clock.js";

export function itemCalled(editor, key) {
  return document.getElementById(`line-${key}`)?.closest("li");
}

export function keyOfItem(item) {
  return item.id.slice("line-".length);
}

export function editedLineOf(item) {
  const { start, end, version = "0", speaker = "" } = item.dataset;
  return {
    key: keyOfItem(item), start: Number(start), end: Number(end), version: Number(version), speaker,
    text: item.querySelector("a > span").textContent, checked: item.classList.contains("ok"),
    doubts: item.doubts ?? doubtsIn(item),
  };
}

function doubtsIn(item) {
  const marked = item.querySelectorAll("u");
  if (!marked.length) return [];
  return [...marked].map((mark) => {
    const before = document.createRange();
    before.setStart(item.querySelector("a > span"), 0);
    before.setEndBefore(mark);
    return before.toString().split(/\s+/).filter(Boolean).length;
  });
}

function isShown(item, line) {
  const { start, end, speaker = "" } = item.dataset;
  return Number(start) === line.start && Number(end) === line.end && speaker === line.speaker
    && item.classList.contains("ok") === line.checked && item.querySelector("a > span").textContent === line.text
    && (line.checked || String(doubtsIn(item)) === String(line.doubts));
}

export function markItem(item, checked) { // only what a tick changes: it may be done to thousands at once
  const link = item.querySelector("a");
  item.doubts ??= doubtsIn(item);
  item.classList.toggle("ok", checked);
  if (checked) link.setAttribute("aria-describedby", "is-checked");
  else link.removeAttribute("aria-describedby");
  showWords(item, link.querySelector("span").textContent, checked ? [] : item.doubts);
}

export function renderItem(item, line) {
  item.id = `line-${line.key}`;
  item.doubts = line.doubts;
  Object.assign(item.dataset, { start: line.start, end: line.end, version: line.version });
  if (line.speaker) item.dataset.speaker = line.speaker;
  else delete item.dataset.speaker;
  item.querySelector(".at").textContent = clock(line.start);
  showWords(item, line.text, line.checked ? [] : line.doubts);
  markItem(item, line.checked);
  nameSpeaker(item);
  if (item.nextElementSibling) nameSpeaker(item.nextElementSibling);
}

function showWords(item, text, doubts) { // left alone where nothing changes: all lines can be checked at once
  const place = item.querySelector("a > span");
  const isSame = place.textContent === text && String(doubtsIn(item)) === String(doubts);
  if (!isSame) place.replaceChildren(...wordsWithDoubts(text, doubts));
}

function wordsWithDoubts(text, doubts) {
  let number = -1;
  return text.split(/(\s+)/).map((piece) => {
    if (!piece.trim()) return piece;
    number += 1;
    if (!doubts.includes(number)) return piece;
    const mark = document.createElement("u");
    mark.textContent = piece;
    return mark;
  });
}

function nameSpeaker(item) { // where somebody else begins to speak, as the site writes it
  const { speaker = "" } = item.dataset;
  const link = item.querySelector("a");
  const shown = link.querySelector("b");
  const wanted = speaker === item.previousElementSibling?.dataset.speaker ? "" : speaker;
  if (wanted === (shown?.textContent ?? "")) return;
  shown?.remove();
  if (!wanted) return;
  const name = document.createElement("b");
  name.textContent = speaker;
  link.prepend(name);
}

export function placeLine(editor, line) { // a line as the site says it is, at its place
  let item = itemCalled(editor, line.key);
  if (item && keyOfItem(item) !== line.key) item = null; // an anchor of a line that was merged
  if (!item) {
    document.getElementById(`line-${line.key}`)?.remove();
    item = document.importNode(editor.querySelector(".line-copy").content, true).firstElementChild;
    const link = item.querySelector("a");
    link.replaceChildren(document.createElement("span"));
    link.href = `${editor.dataset.save.replace(/.*\/(\d+)\/edits$/, "$1")}/lines/${line.key}`;
    link.tabIndex = -1;
  }
  const before = line.follows === null ? null : itemCalled(editor, line.follows);
  const isPlaced = item.parentElement === editor.list && item.previousElementSibling === before;
  if (!isPlaced) {
    if (before) before.after(item);
    else editor.list.prepend(item);
  }
  if (editor.saving.isWaiting(line.key) || editor.isTyping(item)) { // what is typed here is newer; the version stays what it was made from
    if (editor.saving.isMine(line.key)) item.dataset.version = line.version;
    return;
  }
  if (isShown(item, line)) item.dataset.version = line.version;
  else renderItem(item, line);
  editor.fill(item);
}

export function sayChecked(editor) {
  const say = (number) => number.toLocaleString(document.documentElement.lang);
  const [checked, total] = [editor.list.getElementsByClassName("ok").length, editor.list.children.length];
  const text = editor.dataset.checked.replace("{checked}", say(checked)).replace("{total}", say(total));
  editor.querySelector(".editor-progress").textContent = text;
}
