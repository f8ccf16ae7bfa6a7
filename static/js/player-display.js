// What the control bar shows of its video: time, state, trouble. Changes nothing about the video.
import { clock, spoken } from "./clock.js";

export function showTime({ video, bar, position }) {
  if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return; // what the server wrote stays until then
  const total = Number.isFinite(video.duration) ? video.duration : Number(position.max);
  position.max = total;
  position.value = video.currentTime;
  const language = document.documentElement.lang;
  position.setAttribute(
    "aria-valuetext",
    position.dataset.of
      .replace("{position}", spoken(video.currentTime, language))
      .replace("{total}", spoken(total, language)),
  );
  bar.querySelector(".now").textContent = clock(video.currentTime);
  bar.querySelector(".total").textContent = clock(total);
  bar.querySelector(".done").setAttribute("width", total ? (1000 * video.currentTime) / total : 0);
}

export function showState({ video, bar, classList }) {
  const isPlaying = !video.paused && !video.ended;
  const play = bar.querySelector(".play");
  play.setAttribute("aria-label", isPlaying ? play.dataset.pause : play.dataset.play);
  classList.toggle("is-playing", isPlaying);
  const isMute = video.muted || video.volume === 0;
  classList.toggle("is-mute", isMute);
  bar.querySelector(".mute").setAttribute("aria-pressed", String(isMute));
  bar.querySelector(".volume").value = isMute ? 0 : Math.round(video.volume * 100);
}

export function showQuality({ video, bar }) {
  const choice = bar.querySelector(".quality");
  const playing = [...(choice?.options ?? [])].find((option) => video.currentSrc.includes(option.value));
  if (playing) choice.value = playing.value;
}

export function showError(player) {
  player.querySelector(".player-error").hidden = false;
}
