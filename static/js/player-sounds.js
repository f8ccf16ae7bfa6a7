// Another language, or the described sound, while the picture goes on: a second sound kept in step with the film.
// The file with the picture holds one sound only, so that it stays small.

const LARGEST_DRIFT_SECONDS = 0.08;

export function offerSounds(player) {
  const choice = player.querySelector(".sound-choice");
  const described = player.querySelector(".described");
  const { video } = player;
  let usual = "";
  if (choice) player.on(choice, "change", () => { usual = choice.value; hear(choice.value); });
  player.on(described, "click", () => hear(isDescribed() ? usual : described.value));

  function isDescribed() {
    return described?.getAttribute("aria-pressed") === "true";
  }

  function hear(path) {
    const { volume, muted } = player.heard;
    const isSame = player.heard !== video && player.heard.src.endsWith(path);
    if (!isSame) change(path, { volume, muted });
    described?.setAttribute("aria-pressed", String(path !== "" && path === described.value));
    if (choice && [...choice.options].some((option) => option.value === path)) choice.value = path;
  }

  function change(path, { volume, muted }) {
    if (player.heard !== video) {
      player.heard.pause();
      player.heard.removeAttribute("src");
      player.heard.load();
    }
    player.heard = path ? new Audio(path) : video;
    video.muted = path ? true : muted;
    player.heard.volume = volume;
    player.heard.muted = muted;
    player.on(player.heard, "volumechange", () => video.dispatchEvent(new Event("volumechange")));
    player.on(player.heard, "error", () => { if (player.heard.error) hear(""); });
    if (path) inStep();
    video.dispatchEvent(new Event("volumechange"));
  }

  function inStep() {
    const sound = player.heard;
    if (sound === video) return;
    sound.playbackRate = video.playbackRate;
    if (Math.abs(sound.currentTime - video.currentTime) > LARGEST_DRIFT_SECONDS * video.playbackRate) sound.currentTime = video.currentTime;
    const isDue = !video.paused && !video.seeking && video.readyState > 2;
    if (isDue && sound.paused) sound.play().catch(() => hear("")); // better the usual sound than none
    if (!isDue && !sound.paused) sound.pause();
  }

  for (const type of ["play", "playing", "pause", "waiting", "seeking", "seeked", "ratechange", "timeupdate", "ended"]) {
    player.on(video, type, inStep);
  }
  player.on(player.ended.signal, "abort", () => { if (player.heard !== video) player.heard.pause(); });
}
