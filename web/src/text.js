/** The width of text without asking the browser: Chinese characters are as wide as they are high. */

/** @param {string} character @param {number} size */
const wide = (character, size) => (character.codePointAt(0) > 0x2e7f ? size : size * 0.58);

/** Pixels that `text` takes in type of `size` pixels. @param {string} text @param {number} size */
export const measured = (text, size) => [...text].reduce((sum, character) => sum + wide(character, size), 0);

/** What of `text` fits into `width` pixels. @param {string} text @param {number} width @param {number} size */
export function fitted(text, width, size) {
  let taken = 0;
  let out = "";
  for (const character of text) {
    taken += wide(character, size);
    if (taken > width) return `${out}…`;
    out += character;
  }
  return out;
}
