// Which file plays: chosen by the person and remembered, else by what the connection says of itself. Keeps the place.
import { choose, chosen } from "./device-memory.js";

const SLOW_TYPES = ["slow-2g", "2g", "3g"];

export function offerQuality(player) {
  const choice = player.querySelector(".quality");
  if (!choice) return;
  const wanted = optionFor(choice, chosen().quality);
  choice.value = wanted.value;
  const path = wanted.dataset.path ?? (isSlow() && smallest(choice)?.dataset.path);
  if (path && !player.video.currentSrc.includes(path)) loadFile(player, path);
  player.on(choice, "change", () => {
    choose({ quality: choice.value });
    const file = choice.selectedOptions[0].dataset.path ?? automatic(choice);
    if (!player.video.currentSrc.includes(file)) loadFile(player, file);
  });
}

export function loadFile(player, path, { isPlaying = !player.video.paused } = {}) {
  const { video } = player;
  const { playbackRate } = video;
  const seconds = video.currentTime || Number(player.position.value);
  const shown = [...video.textTracks].map((track) => track.mode);
  player.filePath = path;
  player.classList.toggle("is-sound", path.endsWith(".m4a"));
  video.src = path;
  video.addEventListener("loadedmetadata", () => {
    video.currentTime = seconds;
    video.playbackRate = playbackRate;
    [...video.textTracks].forEach((track, number) => { track.mode = shown[number]; });
    if (isPlaying) player.play();
  }, { once: true, signal: player.ended.signal });
  video.load();
}

export function currentPath({ filePath, video }) {
  return filePath ?? (video.currentSrc && new URL(video.currentSrc).pathname);
}

export function pathsOf(player) {
  const pictured = [...player.video.querySelectorAll("source")].map((source) => source.getAttribute("src").split("#")[0]);
  const sound = player.querySelector('.quality option[value="audio"]')?.dataset.path;
  return sound ? [...pictured, sound] : pictured;
}

function optionFor(choice, value) {
  const options = [...choice.options];
  const exact = options.find((option) => option.value === value);
  const below = options.filter((option) => parseInt(option.value) <= parseInt(value));
  return exact ?? below.sort((one, other) => parseInt(other.value) - parseInt(one.value))[0] ?? options[0];
}

function smallest(choice) {
  const pictured = [...choice.options].filter((option) => parseInt(option.value));
  return pictured.sort((one, other) => parseInt(one.value) - parseInt(other.value))[0];
}

function automatic(choice) {
  const pictured = [...choice.options].filter((option) => parseInt(option.value));
  const small = smallest(choice);
  const large = pictured.find((option) => option !== small) ?? small;
  return (isSlow() || matchMedia("(max-width: 40rem)").matches ? small : large).dataset.path;
}

function isSlow() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || SLOW_TYPES.includes(line.effectiveType)));
}
