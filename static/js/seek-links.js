// Every link that names a second (`data-seek`) plays from there on this page, and leaves its address to be copied.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-seek]");
  const player = document.querySelector("event-player");
  if (!link || !player?.video || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  player.seek(Number(link.dataset.seek));
  player.play();
  history.replaceState(null, "", link.href);
});
