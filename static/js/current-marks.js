// Marks the chapter and the slide that are shown now, as the server does for the second in the address.
import { secondOf } from "./seek-links.js";

function markCurrent(list, seconds) {
  const begun = [...list.children].filter((item) => secondOf(item.querySelector("[data-seek]")) <= seconds + 0.02).at(-1);
  const current = seconds < Number(begun?.dataset.until ?? Infinity) ? begun : undefined;
  const before = list.querySelector(":scope > [aria-current]");
  if (before === (current ?? null)) return;
  before?.removeAttribute("aria-current");
  current?.setAttribute("aria-current", "true");
}

document.addEventListener("timeupdate", ({ target: video }) => {
  if (!video.closest?.("event-player") || (video.paused && video.currentTime === 0)) return;
  for (const list of document.querySelectorAll(".chapters, .slides")) markCurrent(list, video.currentTime);
}, { capture: true });
