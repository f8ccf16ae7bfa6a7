// Sees to it that what should play does play: tries the next file, and else says beside the player what is wrong.
// Never a black picture without a word.
import { currentPath, loadFile, pathsOf } from "./player-quality.js";

const CHOICE_DUE_MS = 1000;
const PICTURE_DUE_MS = 1500;
const MOST_LOOKS = 4; // a busy machine needs a while for its first picture, also where it can show it
const PATIENCE_MS = 10_000;

export function watchForTrouble(player) {
  const { video } = player;
  const box = player.querySelector(".player-error");
  const file = box.querySelector(".file"); // only where files are offered
  const tried = new Set();
  let pictureTimer = 0;
  let waitTimer = 0;

  function tell(what) {
    for (const words of box.querySelectorAll("[data-trouble]")) words.hidden = words.dataset.trouble !== what;
    box.querySelector(".retry").hidden = !["network", "slow"].includes(what);
    if (file) {
      file.href = current();
      file.hidden = what === "missing";
    }
    box.dataset.told = what;
    box.hidden = false;
  }

  function current() {
    return currentPath(player) || pathsOf(player)[0];
  }

  function next(what, { isPlaying }) {
    const path = pathsOf(player).find((one) => !tried.has(one));
    if (path) loadFile(player, path, { isPlaying });
    else tell(what);
  }

  async function fail(failed) {
    const isPlaying = player.isWanted;
    const answer = await fetch(failed[0], { method: "HEAD", signal: player.ended.signal }).catch(() => null);
    if (player.ended.signal.aborted) return;
    if (!answer || answer.status >= 500) return tell("network");
    for (const path of failed) tried.add(path);
    next(answer.ok ? "format" : "missing", { isPlaying });
  }

  function lookAtPicture(looks = 1) {
    const path = current();
    if (video.paused || video.seeking || document.hidden || path.endsWith(".m4a")) return;
    const isKnown = video.videoWidth > 0;
    if (isKnown && (video.getVideoPlaybackQuality?.().totalVideoFrames ?? 1) > 0) return;
    if (isKnown && looks < MOST_LOOKS) {
      pictureTimer = setTimeout(lookAtPicture, PICTURE_DUE_MS, looks + 1);
      return;
    }
    tried.add(path);
    const other = pathsOf(player).find((one) => !tried.has(one) && !one.endsWith(".m4a"));
    if (other) loadFile(player, other, { isPlaying: true });
    else tell("picture"); // its sound goes on
  }

  player.on(video, "error", () => { if (video.error) fail([current()]); });
  player.on(video.querySelector("source:last-of-type"), "error", () => fail(pathsOf(player).filter((path) => !path.endsWith(".m4a"))));
  player.on(video, "playing", () => {
    clearTimeout(waitTimer);
    clearTimeout(pictureTimer);
    if (box.dataset.told !== "picture" || video.videoWidth > 0) box.hidden = true;
    if (player.dataset.picture !== "yes") return;
    if (player.filePath?.endsWith(".m4a") && tried.size) tell("picture");
    else pictureTimer = setTimeout(lookAtPicture, PICTURE_DUE_MS);
  });
  player.on(video, "waiting", () => {
    clearTimeout(waitTimer);
    waitTimer = setTimeout(() => { if (!video.paused && video.readyState < 3) tell("slow"); }, PATIENCE_MS);
  });
  player.on(box.querySelector(".retry"), "click", () => {
    tried.clear();
    box.hidden = true;
    loadFile(player, current(), { isPlaying: true });
  });
  // All files may have failed before this script came. A browser that has not begun to choose among them says the same.
  const firstLook = setTimeout(() => {
    if (video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) fail(pathsOf(player).filter((path) => !path.endsWith(".m4a")));
  }, CHOICE_DUE_MS);
  player.on(player.ended.signal, "abort", () => [waitTimer, pictureTimer, firstLook].forEach(clearTimeout));
}
