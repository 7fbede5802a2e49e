/** The words of the workbench, English and Chinese side by side. */
import table from "./words.tsv";

/** Rows `key, English, Chinese` by key; lines with `#` are comments. @param {string} text */
export function readWords(text) {
  const rows = text.split("\n").filter((row) => row && !row.startsWith("#")).map((row) => row.split("\t"));
  return new Map(rows.map(([key, en, zh]) => [key, { en, zh }]));
}

const words = readWords(table);

/** Both words of a key, a number put in for `%s`. @param {string} key @param {string} [value] */
export function word(key, value = "") {
  const { en, zh } = words.get(key) ?? { en: key, zh: "" };
  return { en: en.replace("%s", value), zh: zh.replace("%s", value) };
}

/** Both words as one line of text, for attributes. @param {string} key */
export function line(key) {
  const { en, zh } = word(key);
  return zh ? `${en} ${zh}` : en;
}

/** Both words as nodes: what a heading, a button or a note holds. @param {string} key @param {string} [value] */
export function both(key, value) {
  const { en, zh } = word(key, value);
  if (!zh) return [document.createTextNode(en)];
  const chinese = document.createElement("span");
  chinese.lang = "zh";
  chinese.textContent = zh;
  return [document.createTextNode(`${en} `), chinese];
}
