// What a person chose for the player, kept on this device alone. Nothing is written before a choice is made.

const MEMORY = "player";

export function chosen() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY)) ?? {};
  } catch { // storage is forbidden here, or something else wrote there: as if nothing had been chosen
    return {};
  }
}

export function choose(choices) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify({ ...chosen(), ...choices }));
  } catch { // storage is forbidden or full: the choice counts until the page is left
  }
}

export function forgetChoices() {
  try {
    localStorage.removeItem(MEMORY);
  } catch { // storage is forbidden: there is nothing to forget
  }
}
