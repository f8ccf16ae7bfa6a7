// What the keyboard's media keys, the lock screen and headphones know of the recording, and may do with it.

export function offerMediaSession(player) {
  const session = navigator.mediaSession;
  if (!session || !window.MediaMetadata) return;
  const { video } = player;
  const actions = {
    play: () => player.play(),
    pause: () => video.pause(),
    seekbackward: ({ seekOffset }) => player.seek(video.currentTime - (seekOffset ?? 10)),
    seekforward: ({ seekOffset }) => player.seek(video.currentTime + (seekOffset ?? 10)),
    seekto: ({ seekTime }) => player.seek(seekTime),
  };

  function introduce() {
    session.metadata = new MediaMetadata({
      title: video.getAttribute("aria-label"),
      artist: player.dataset.event,
      artwork: video.poster ? [{ src: video.poster, type: "image/jpeg" }] : [],
    });
    for (const [name, act] of Object.entries(actions)) session.setActionHandler(name, act);
  }

  function tellPosition() {
    if (!Number.isFinite(video.duration)) return;
    session.setPositionState({ duration: video.duration, playbackRate: video.playbackRate, position: Math.min(video.currentTime, video.duration) });
  }

  player.on(video, "play", introduce);
  for (const type of ["play", "pause", "seeked", "ratechange"]) player.on(video, type, tellPosition);
  player.on(player.ended.signal, "abort", () => {
    for (const name of Object.keys(actions)) session.setActionHandler(name, null);
  });
}
