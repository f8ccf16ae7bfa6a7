// The sheet with settings: how captions look, shortcuts, remembering the place. Applies and keeps what is chosen there.
import { choose, chosen, forgetChoices } from "./device-memory.js";

const LOOKS = ["size", "colours", "ground", "place"];

export function offerSettings(player) {
  const sheet = player.querySelector(".player-settings");
  const form = sheet?.querySelector("form");
  if (!form) return;
  const usual = valuesOf(form);
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

  function apply(look) {
    player.style.setProperty("--caption-size", String(look.size / 100));
    for (const name of LOOKS.slice(1)) player.dataset[`caption${name[0].toUpperCase()}${name.slice(1)}`] = look[name];
    form.querySelector("output").textContent = percent.format(look.size / 100);
  }

  function fill(look) {
    for (const name of LOOKS) if (form.elements[name]) form.elements[name].value = look[name];
    form.elements.shortcuts.checked = chosen().shortcuts !== false;
    form.elements.place_kept.checked = Boolean(chosen().places);
    apply(look);
  }

  player.on(player.querySelector(".settings"), "click", () => sheet.showModal());
  player.on(form, "input", (event) => {
    const { name, checked } = event.target;
    if (LOOKS.includes(name)) {
      const look = valuesOf(form);
      apply(look);
      choose({ look });
    }
    if (name === "shortcuts") choose({ shortcuts: checked });
    if (name === "place_kept") choose({ places: checked ? {} : null });
  });
  player.on(form.querySelector(".forget"), "click", () => {
    forgetChoices();
    fill(usual);
    player.say("forgotten", form.querySelector("[role=status]"));
  });
  fill({ ...usual, ...chosen().look });
}

function valuesOf(form) {
  return Object.fromEntries(LOOKS.map((name) => [name, form.elements[name].value]));
}
