// How much room the picture has: full screen, a small window of its own, the width of the page without the transcript.

export function offerRoom(player) {
  const { video } = player;
  const small = player.querySelector(".small-window");
  const transcript = document.querySelector("section.transcript");
  const toggle = player.querySelector(".transcript-toggle");

  player.on(player.querySelector(".full-screen"), "click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (player.requestFullscreen) player.requestFullscreen();
    else video.webkitEnterFullscreen?.();
  });

  small.hidden = !document.pictureInPictureEnabled || player.dataset.picture !== "yes";
  player.on(small, "click", () => {
    const change = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
    change.catch(() => player.say("noSmallWindow"));
  });
  for (const type of ["enterpictureinpicture", "leavepictureinpicture"]) {
    player.on(video, type, () => small.setAttribute("aria-pressed", String(document.pictureInPictureElement === video)));
  }

  toggle.hidden = !transcript;
  player.on(toggle, "click", () => {
    transcript.hidden = !transcript.hidden;
    toggle.setAttribute("aria-pressed", String(!transcript.hidden));
  });
}
