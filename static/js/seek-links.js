// Every link that names a second plays from there on this page, and leaves its address to be copied. What is asked of
// the player goes as an event: `seek-to` with {seconds, end_seconds}.

export function secondOf(link) {
  return Number(link?.dataset.seek ?? new URLSearchParams(link?.search).get("t") ?? NaN);
}

function follow(event) {
  const link = event.target.closest?.("a[data-seek], .lines a[href]");
  const player = document.querySelector("event-player");
  if (!link || !player?.video || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!getSelection().isCollapsed && link.closest(".lines")) return; // words were being selected
  player.dispatchEvent(new CustomEvent("seek-to", { bubbles: true, detail: { seconds: secondOf(link), end_seconds: null } }));
  history.replaceState(null, "", link.href);
}

function keepPlace(event) {
  const link = event.target.closest?.("a[data-place]");
  const video = document.querySelector("event-player video");
  if (!link || !video?.currentTime) return;
  const address = new URL(link.href);
  address.searchParams.set("t", video.currentTime.toFixed(1));
  link.href = address.href;
}

document.addEventListener("click", follow);
document.addEventListener("click", keepPlace);
