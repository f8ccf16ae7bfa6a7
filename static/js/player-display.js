// What the control bar shows of its video: time, state. Changes nothing about the video.
import { clock, spoken } from "./clock.js";
import { chapterAt } from "./player-preview.js";

export function showTime(player) {
  const { video, bar, position } = player;
  if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return; // what the server wrote stays until then
  const total = Number.isFinite(video.duration) ? video.duration : Number(position.max);
  position.max = total;
  position.value = video.currentTime;
  const language = document.documentElement.lang;
  const said = position.dataset.of
    .replace("{position}", spoken(video.currentTime, language))
    .replace("{total}", spoken(total, language));
  position.setAttribute("aria-valuetext", [said, chapterAt(player, video.currentTime)].filter(Boolean).join(", "));
  bar.querySelector(".now").textContent = clock(video.currentTime);
  bar.querySelector(".total").textContent = clock(total);
  bar.querySelector(".done").setAttribute("width", total ? (1000 * video.currentTime) / total : 0);
}

export function showState({ video, heard, bar, classList }) {
  const isPlaying = !video.paused && !video.ended;
  const play = bar.querySelector(".play");
  play.setAttribute("aria-label", isPlaying ? play.dataset.pause : play.dataset.play);
  classList.toggle("is-playing", isPlaying);
  const isMute = heard.muted || heard.volume === 0;
  classList.toggle("is-mute", isMute);
  bar.querySelector(".mute").setAttribute("aria-pressed", String(isMute));
  bar.querySelector(".volume").value = isMute ? 0 : Math.round(heard.volume * 100);
}
