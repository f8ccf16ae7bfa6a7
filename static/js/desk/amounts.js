/* Sizes, shares and times in the language of the page. */

const UNIT_BYTES = { kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 };

export function bytesInWords(count) {
  const unit = count < 1e6 ? "kilobyte" : count < 1e9 ? "megabyte" : "gigabyte";
  const value = count / UNIT_BYTES[unit];
  return numberInWords(value, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}

export function percentInWords(percent) {
  return numberInWords(percent / 100, { style: "percent" });
}

export function timeInWords(seconds) {
  const [value, unit] = seconds < 60 ? [Math.max(seconds, 1), "second"] : [seconds / 60, "minute"];
  return numberInWords(Math.ceil(value), { style: "unit", unit, unitDisplay: "long" });
}

function numberInWords(value, options) {
  return new Intl.NumberFormat(document.documentElement.lang, options).format(value);
}
