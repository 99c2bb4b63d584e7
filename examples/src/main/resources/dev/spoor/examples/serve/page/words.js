// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Numbers and elements for people. Whatever comes from outside becomes text, never markup. */

const counts = new Intl.NumberFormat("en-US");

export function count(number) {
  return number === undefined || number === null ? "–" : counts.format(number);
}

export function money(dollars) {
  if (dollars === undefined || dollars === null) return "–";
  return dollars > 0 && dollars < 0.0001 ? "<$0.0001" : "$" + dollars.toFixed(4);
}

export function duration(micros) {
  if (micros < 1_000) return Math.max(0, Math.round(micros)) + " µs";
  if (micros < 1_000_000) return Math.round(micros / 1_000) + " ms";
  if (micros < 60_000_000) return (micros / 1_000_000).toFixed(2) + " s";
  const seconds = Math.floor(micros / 1_000_000);
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0") + " min";
}

/** Returns a new element with classes and, as text alone, its content. */
export function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text !== undefined) made.textContent = text;
  return made;
}
