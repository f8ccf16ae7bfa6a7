// <event-player>: puts the page's own control bar in the place of the browser's, around the <video> that is there.
// The server wrote every button and every word; without this script the browser's controls stay.
import { showError, showQuality, showState, showTime } from "./player-display.js";

const ARROW_SECONDS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 };

class EventPlayer extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video");
    this.bar = this.querySelector(".bar");
    if (!this.video || !this.bar) return;
    this.ended = new AbortController();
    this.position = this.querySelector(".position");
    this.video.controls = false;
    this.bar.hidden = false;
    for (const track of this.video.textTracks) track.mode = "disabled";
    this.listenToVideo();
    this.listenToBar();
    this.saveData();
    showTime(this);
    showState(this);
    if (this.video.error || this.video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) showError(this);
  }

  disconnectedCallback() {
    this.ended?.abort();
  }

  seek(seconds) {
    const end = this.video.duration || Number(this.position.max);
    this.video.currentTime = Math.min(Math.max(0, seconds), Math.max(0, end - 0.05));
  }

  play() {
    this.video.play().catch((reason) => {
      if (reason.name === "NotSupportedError") showError(this);
    });
  }

  on(target, type, act, capture = false) {
    target?.addEventListener(type, act, { signal: this.ended.signal, capture });
  }

  listenToVideo() {
    const { video } = this;
    for (const type of ["timeupdate", "seeking", "durationchange"]) this.on(video, type, () => showTime(this));
    for (const type of ["play", "pause", "ended", "volumechange"]) this.on(video, type, () => showState(this));
    this.on(video, "click", () => this.toggle());
    this.on(video, "error", () => showError(this));
    this.on(video.querySelector("source:last-of-type"), "error", () => showError(this));
    this.on(video, "loadeddata", () => {
      showQuality(this);
      if (this.dataset.picture === "yes" && video.videoWidth === 0) showError(this);
    });
  }

  listenToBar() {
    const { video } = this;
    const click = (selector, act) => this.on(this.querySelector(selector), "click", act);
    click(".play", () => this.toggle());
    for (const button of this.querySelectorAll("[data-skip]")) {
      this.on(button, "click", () => this.seek(video.currentTime + Number(button.dataset.skip)));
    }
    this.on(this.position, "input", () => this.seek(Number(this.position.value)));
    this.on(this.position, "keydown", (event) => this.step(event));
    click(".mute", () => { video.muted = !video.muted; });
    this.on(this.querySelector(".volume"), "input", (event) => {
      video.volume = Number(event.target.value) / 100;
      video.muted = video.volume === 0;
    });
    this.on(this.querySelector(".speed"), "change", (event) => { video.playbackRate = Number(event.target.value); });
    this.on(this.querySelector(".quality"), "change", (event) => this.changeSource(event.target.value));
    click(".captions", () => this.toggleCaptions());
    click(".full-screen", () => this.toggleFullScreen());
    click(".more-controls", (event) => {
      const isOpen = this.bar.classList.toggle("is-open");
      event.currentTarget.setAttribute("aria-expanded", String(isOpen));
    });
  }

  step(event) {
    const seconds = ARROW_SECONDS[event.key];
    if (!seconds || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.seek(this.video.currentTime + seconds);
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  toggleCaptions() {
    const button = this.querySelector(".captions");
    const tracks = [...this.video.textTracks];
    const track = tracks.find((one) => one.language === button.dataset.language) ?? tracks[0];
    const isOn = track.mode !== "showing";
    track.mode = isOn ? "showing" : "disabled";
    button.setAttribute("aria-pressed", String(isOn));
    const status = this.querySelector("[role=status]");
    status.textContent = isOn ? status.dataset.on : status.dataset.off;
  }

  toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen();
    else this.video.webkitEnterFullscreen?.();
  }

  saveData() {
    const small = this.querySelector('.quality option[data-small="yes"]');
    if (navigator.connection?.saveData && small) this.changeSource(small.value);
  }

  changeSource(path) {
    const { video } = this;
    const { playbackRate } = video;
    const currentTime = video.currentTime || Number(this.position.value);
    const wasPlaying = !video.paused;
    const shown = [...video.textTracks].map((track) => track.mode);
    video.src = path;
    video.addEventListener("loadedmetadata", () => {
      video.currentTime = currentTime;
      video.playbackRate = playbackRate;
      [...video.textTracks].forEach((track, number) => { track.mode = shown[number]; });
      if (wasPlaying) this.play();
    }, { once: true, signal: this.ended.signal });
    video.load();
  }
}

customElements.define("event-player", EventPlayer);
