// Captions as text of the page over the picture, from the cues that the browser reads out of its <track>: they can be
// enlarged and coloured, and stay in full screen. The browser's own are shown where only its own can be seen.
import { choose, chosen } from "./device-memory.js";

export function drawCaptions(player) {
  const button = player.querySelector(".captions");
  const layer = player.querySelector(".caption-layer");
  if (!button || !layer) return;
  const { video } = player;
  const choice = player.querySelector(".caption-language");
  const tracks = [...video.querySelectorAll('track[kind="captions"]')];
  let shown = null;
  let drawn = [];
  let frame = 0;

  function draw() {
    const cues = [...(shown?.track.activeCues ?? [])];
    if (cues.length === drawn.length && cues.every((cue, number) => cue === drawn[number])) return;
    drawn = cues;
    layer.replaceChildren(...cues.map(paragraphOf));
    fit();
  }

  function fit() { // on small screens large captions may not have room: they get smaller before a word is cut off
    layer.style.setProperty("--caption-fit", "1");
    const room = (layer.parentElement.clientHeight * parseFloat(getComputedStyle(layer).maxBlockSize)) / 100;
    const share = room / layer.scrollHeight; // tall letters may hang out of their line; that alone is no want of room
    if (share < 1) layer.style.setProperty("--caption-fit", String(0.9 * Math.sqrt(share)));
  }

  function drawEachFrame() {
    draw();
    frame = shown && video.requestVideoFrameCallback?.(drawEachFrame);
  }

  function show(track) {
    for (const one of tracks) one.track.mode = one === track ? "hidden" : "disabled";
    shown = track;
    button.setAttribute("aria-pressed", String(Boolean(track)));
    layer.lang = track?.srclang ?? "";
    layer.dir = track?.dataset.direction ?? "auto";
    if (track && choice) choice.value = track.srclang;
    if (track && !frame) drawEachFrame();
    draw();
  }

  function wanted() {
    const language = choice?.value ?? button.dataset.language;
    return tracks.find((track) => track.srclang === language) ?? tracks[0];
  }

  function letBrowserShow(does) {
    if (shown) shown.track.mode = does ? "showing" : "hidden";
    layer.hidden = does;
  }

  if (choice && button.dataset.language) choice.value = button.dataset.language;
  for (const track of tracks) {
    track.track.mode = "disabled";
    player.on(track.track, "cuechange", draw);
    player.on(track, "load", draw);
  }
  for (const type of ["timeupdate", "seeked", "emptied"]) player.on(video, type, draw);
  player.on(button, "click", () => {
    const isOn = !shown;
    show(isOn ? wanted() : null);
    choose({ captions: isOn });
    player.say(isOn ? "captionsOn" : "captionsOff");
  });
  player.on(choice, "change", () => { show(wanted()); choose({ captions: true }); });
  for (const type of ["enterpictureinpicture", "webkitbeginfullscreen"]) player.on(video, type, () => letBrowserShow(true));
  for (const type of ["leavepictureinpicture", "webkitendfullscreen"]) player.on(video, type, () => letBrowserShow(false));
  player.on(player.ended.signal, "abort", () => { shown = null; });
  if (chosen().captions) show(wanted());
}

function paragraphOf(cue) {
  const paragraph = document.createElement("p");
  const words = document.createElement("span");
  words.className = "caption";
  words.append(cue.getCueAsHTML());
  paragraph.append(words);
  return paragraph;
}
