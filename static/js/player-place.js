// Where to begin and to end: a range that was asked for stops at its end; the place of last time is kept if wished for.
import { choose, chosen } from "./device-memory.js";
import { clock } from "./clock.js";
import { currentPath, loadFile } from "./player-quality.js";

const KEPT_EVERY_MS = 5000;
const AT_THE_END_SECONDS = 15;
const MOST_PLACES_KEPT = 50;

export function keepToRange(player) {
  const { video } = player;
  let start = Number(player.dataset.start) || 0;
  let end = Number(player.dataset.end) || null;
  let timer = 0;
  const path = currentPath(player);
  if (end !== null && path && !player.filePath) loadFile(player, path); // the address held the end too, and would stop twice

  function stopWhenDue() {
    clearTimeout(timer);
    if (end === null || video.paused || video.seeking) return;
    const left = (end - video.currentTime) / video.playbackRate;
    if (left <= 0.02) {
      video.pause();
      end = null;
      player.say("rangeOver");
    } else if (left < 0.6) timer = setTimeout(stopWhenDue, left * 1000);
  }

  player.on(video, "timeupdate", stopWhenDue);
  player.on(video, "seeking", () => {
    if (end !== null && (video.currentTime < start - 1 || video.currentTime > end)) end = null;
  });
  player.on(player, "seek-to", (event) => {
    event.stopPropagation();
    const { seconds, end_seconds: last = null } = event.detail;
    end = null;
    player.seek(seconds);
    [start, end] = [seconds, last];
    player.play();
  });
  player.on(player.ended.signal, "abort", () => clearTimeout(timer));
}

export function keepPlaces(player) {
  const { video } = player;
  const { recording } = player.dataset;
  let keptAt = 0;

  function keep() {
    const { places } = chosen();
    if (!places || !video.currentTime) return;
    const { [recording]: _, ...others } = places;
    const recent = Object.fromEntries(Object.entries(others).slice(-MOST_PLACES_KEPT));
    const isOver = video.currentTime > video.duration - AT_THE_END_SECONDS && video.duration > 4 * AT_THE_END_SECONDS;
    choose({ places: isOver || video.ended ? recent : { ...recent, [recording]: Math.floor(video.currentTime) } });
  }

  player.on(video, "timeupdate", () => {
    if (video.paused || performance.now() - keptAt < KEPT_EVERY_MS) return;
    keptAt = performance.now();
    keep();
  });
  for (const type of ["pause", "ended"]) player.on(video, type, keep);
  player.on(window, "pagehide", keep);

  const seconds = chosen().places?.[recording];
  if (!(seconds > 0) || "start" in player.dataset) return;
  const resume = () => { player.seek(seconds); player.say("resumed", undefined, clock(seconds)); };
  if (video.readyState > 0) resume();
  else video.addEventListener("loadedmetadata", resume, { once: true, signal: player.ended.signal });
}
