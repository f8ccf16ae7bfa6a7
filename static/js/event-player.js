// <event-player>: puts the page's own control bar in the place of the browser's, around the <video> that is there.
// The server wrote every button and every word; without this script the browser's controls stay.
import { choose, chosen } from "./device-memory.js";
import { drawCaptions } from "./player-captions.js";
import { showState, showTime } from "./player-display.js";
import { keepPlaces, keepToRange } from "./player-place.js";
import { previewPositions } from "./player-preview.js";
import { offerQuality } from "./player-quality.js";
import { offerRoom } from "./player-room.js";
import { offerMediaSession } from "./player-session.js";
import { offerSettings } from "./player-settings.js";
import { listenForShortcuts } from "./player-shortcuts.js";
import { offerSounds } from "./player-sounds.js";
import { watchForTrouble } from "./player-trouble.js";

const ARROW_SECONDS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 };
const CONCERNS = [
  watchForTrouble, offerQuality, offerSounds, offerSettings, drawCaptions, previewPositions, offerRoom, keepToRange, keepPlaces,
  listenForShortcuts, offerMediaSession,
];

class EventPlayer extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video");
    this.bar = this.querySelector(".bar");
    if (!this.video || !this.bar) return;
    this.ended = new AbortController();
    this.heard = this.video; // another sound may take its place
    this.isWanted = false; // somebody pressed play
    this.position = this.querySelector(".position");
    this.video.controls = false;
    this.bar.hidden = false;
    this.listenToVideo();
    this.listenToBar();
    for (const concern of CONCERNS) concern(this);
    showTime(this);
    showState(this);
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  seek(seconds) {
    const end = this.video.duration || Number(this.position.max);
    this.video.currentTime = Math.min(Math.max(0, seconds), Math.max(0, end - 0.05));
  }

  play() {
    this.isWanted = true;
    this.video.play().catch((reason) => {
      if (reason.name === "NotAllowedError") this.isWanted = false; // else the file fails by itself, and that is seen to
    });
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  changeSpeed(step) {
    const choice = this.querySelector(".speed");
    const next = choice.options[choice.selectedIndex + step];
    if (!next) return;
    choice.value = next.value;
    choice.dispatchEvent(new Event("change"));
  }

  say(name, status = this.bar.querySelector("[role=status]"), value = "") {
    status.textContent = status.dataset[name].replace("{value}", value);
  }

  on(target, type, act, capture = false) {
    target?.addEventListener(type, act, { signal: type === "abort" ? undefined : this.ended.signal, capture });
  }

  listenToVideo() {
    const { video } = this;
    for (const type of ["timeupdate", "seeking", "durationchange"]) this.on(video, type, () => showTime(this));
    for (const type of ["play", "pause", "ended", "volumechange"]) this.on(video, type, () => showState(this));
    this.on(video, "pause", () => { if (!video.error) this.isWanted = false; });
    this.on(video, "play", () => { this.isWanted = true; });
    this.on(video, "click", () => this.toggle());
  }

  listenToBar() {
    const click = (selector, act) => this.on(this.querySelector(selector), "click", act);
    click(".play", () => this.toggle());
    for (const button of this.querySelectorAll("[data-skip]")) {
      this.on(button, "click", () => this.seek(this.video.currentTime + Number(button.dataset.skip)));
    }
    this.on(this.position, "input", () => this.seek(Number(this.position.value)));
    this.on(this.position, "keydown", (event) => this.step(event));
    click(".mute", () => { this.heard.muted = !this.heard.muted; });
    this.on(this.querySelector(".volume"), "input", (event) => {
      this.heard.volume = Number(event.target.value) / 100;
      this.heard.muted = this.heard.volume === 0;
    });
    this.offerSpeed(this.querySelector(".speed"));
    click(".more-controls", (event) => {
      const isOpen = this.bar.classList.toggle("is-open");
      event.currentTarget.setAttribute("aria-expanded", String(isOpen));
    });
  }

  offerSpeed(choice) {
    const kept = [...choice.options].find((option) => option.value === chosen().speed);
    if (kept) {
      choice.value = kept.value;
      this.video.defaultPlaybackRate = this.video.playbackRate = Number(kept.value);
    }
    this.on(choice, "change", () => {
      this.video.defaultPlaybackRate = this.video.playbackRate = Number(choice.value);
      choose({ speed: choice.value });
      this.say("speed", undefined, choice.selectedOptions[0].text);
    });
  }

  step(event) {
    const seconds = ARROW_SECONDS[event.key];
    if (!seconds || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.seek(this.video.currentTime + seconds);
    showTime(this);
    this.position.dispatchEvent(new Event("moved-by-key"));
  }
}

customElements.define("event-player", EventPlayer);
