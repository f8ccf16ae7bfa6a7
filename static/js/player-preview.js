// What lies where on the time line: a small picture from the storyboard, the time and the chapter, under the pointer and
// while keys move the position. The storyboard is asked for when somebody first points there.
import { clock } from "./clock.js";

const STAYS_MS = 2000;
const PICTURE = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/;

export function chapterAt(player, seconds) {
  const marks = [...player.querySelectorAll(".seek .chapter")];
  return marks.findLast((mark) => Number(mark.dataset.second) <= seconds)?.dataset.title ?? "";
}

export function previewPositions(player) {
  const { position } = player;
  const box = player.querySelector(".preview");
  const place = box.querySelector(".preview-picture");
  const image = new Image();
  let board = null;
  let cues = [];
  let shownAt = 0;
  let timer = 0;
  image.alt = "";

  function askForBoard() {
    if (board || !player.dataset.storyboard) return;
    board = document.createElement("track");
    board.kind = "metadata";
    board.src = player.dataset.storyboard;
    player.on(board, "load", () => {
      cues = [...board.track.cues];
      if (!box.hidden) show(shownAt);
    });
    player.video.append(board);
    board.track.mode = "hidden";
  }

  function showPicture(seconds) {
    const found = PICTURE.exec(cues.findLast((cue) => cue.startTime <= seconds)?.text.trim() ?? "");
    place.hidden = !found;
    if (!found) return;
    const [x, y, width, height] = found.slice(2).map(Number);
    const address = new URL(found[1], new URL(board.src, location.href)).href;
    if (image.src !== address) image.src = address;
    if (!image.isConnected) place.append(image);
    place.style.inlineSize = `${width}px`;
    place.style.blockSize = `${height}px`;
    image.style.transform = `translate(${-x}px, ${-y}px)`;
  }

  function show(seconds) {
    askForBoard();
    shownAt = seconds;
    showPicture(seconds);
    box.querySelector(".preview-time").textContent = clock(seconds);
    box.querySelector(".preview-chapter").textContent = chapterAt(player, seconds);
    box.hidden = false;
    const room = box.offsetParent.clientWidth;
    const middle = 16 + ((room - 32) * seconds) / (Number(position.max) || 1);
    box.style.left = `${Math.max(0, Math.min(room - box.offsetWidth, middle - box.offsetWidth / 2))}px`;
    clearTimeout(timer);
  }

  function hide() {
    box.hidden = true;
  }

  player.on(position, "pointermove", (event) => {
    const { left, width } = position.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left - 8) / (width - 16)));
    show(share * Number(position.max));
  });
  player.on(position, "pointerenter", askForBoard);
  player.on(position, "focus", askForBoard);
  for (const type of ["pointerleave", "pointerup", "blur"]) player.on(position, type, hide);
  player.on(position, "moved-by-key", () => {
    show(Number(position.value));
    timer = setTimeout(hide, STAYS_MS);
  });
  player.on(player, "mark-seconds", (event) => markSeconds(player, event.detail.seconds));
  player.on(player.ended.signal, "abort", () => clearTimeout(timer));
}

function markSeconds(player, seconds) {
  const drawing = player.querySelector(".seek svg");
  const total = Number(player.position.max) || 1;
  for (const mark of drawing.querySelectorAll(".here")) mark.remove();
  for (const x of new Set(seconds.map((at) => Math.round((at / total) * 994)))) {
    const mark = document.createElementNS(drawing.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ class: "tick here", x, y: 2, width: 8, height: 16 })) mark.setAttribute(name, value);
    drawing.append(mark);
  }
}
