// Keys for the player: only while the focus is in it or nowhere, never while somebody types, and not when switched off.
// A line that the address names got the focus from the browser, not from the reader: that counts as nowhere.
import { chosen } from "./device-memory.js";

const BUTTONS = {
  " ": ".play", k: ".play", j: '[data-skip="-10"]', l: '[data-skip="10"]', m: ".mute", c: ".captions", f: ".full-screen",
  t: ".transcript-toggle",
};
const SKIPS = { ArrowLeft: -5, ArrowRight: 5 };
const TYPED_IN = "input:not([type=range]), select, textarea, dialog, [contenteditable]";

export function listenForShortcuts(player) {
  const help = player.querySelector(".shortcuts-help");

  function act(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const at = document.activeElement ?? document.body;
    if (key === " " && at.closest("button, a:not(:target), summary")) return false;
    if (key in SKIPS && at.matches("input, :target")) return false;
    if (key in BUTTONS) {
      if (!event.repeat || key === "j" || key === "l") player.querySelector(BUTTONS[key])?.click();
    } else if (key in SKIPS) player.seek(player.video.currentTime + SKIPS[key]);
    else if (key >= "0" && key <= "9") player.seek((Number(player.position.max) * Number(key)) / 10);
    else if (key === "<" || key === ">") player.changeSpeed(key === ">" ? 1 : -1);
    else if (key === "?") help.showModal();
    else return false;
    return true;
  }

  player.on(document, "keydown", (event) => {
    const at = document.activeElement;
    const isElsewhere = at && !at.matches("body, html, .lines :target") && !player.contains(at);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isElsewhere) return;
    if (at?.closest(TYPED_IN) || document.querySelector("dialog[open]") || chosen().shortcuts === false) return;
    if (act(event)) event.preventDefault();
  });
  player.on(player.querySelector(".show-shortcuts"), "click", () => help.showModal());
}
