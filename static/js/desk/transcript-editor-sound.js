// Plays one line and stops at its end, and marks the line that is heard. Knows the player by its events alone.
import { editedLineOf } from "./transcript-editor-lines.js";

export function playLine(editor, item) {
  const { player } = editor;
  if (!player?.video || !item) return;
  if (!player.video.paused) {
    player.video.pause();
    return;
  }
  const { start, end } = editedLineOf(item);
  player.dispatchEvent(new CustomEvent("seek-to", { bubbles: true, detail: { seconds: start, end_seconds: end } }));
}

export function followEditedLine(editor) {
  const video = editor.querySelector("event-player video");
  let heard = null;
  const isAt = (item, seconds) => item && Number(item.dataset.start) <= seconds + 0.02;

  function find(seconds) {
    let item = heard?.isConnected ? heard : editor.list.firstElementChild;
    while (item && !isAt(item, seconds)) item = item.previousElementSibling;
    while (isAt(item?.nextElementSibling, seconds)) item = item.nextElementSibling;
    return item;
  }

  editor.on(video, "timeupdate", () => {
    if (video.paused && video.currentTime === 0) return;
    const item = find(video.currentTime);
    if (item === heard) return;
    heard?.removeAttribute("aria-current");
    item?.setAttribute("aria-current", "true");
    heard = item;
  });
}
