// Makes src/serve/assets/workbench.js out of web/src; with --check, says whether the one in the repository is that file.
import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const bundle = fileURLToPath(new URL("../src/serve/assets/workbench.js", import.meta.url));
/** Bytes that a visitor may have to load, compressed. */
const MOST = 300_000;

const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  loader: { ".tsv": "text" },
  banner: { js: "// Made by `npm run build` in web/: change the sources there, not this file." },
  write: false,
});
const made = outputFiles[0].text + (await licences(Object.keys(metafile.inputs)));
const packed = gzipSync(made, { level: 9 }).length;
const size = `${(made.length / 1000).toFixed(0)} kB, ${(packed / 1000).toFixed(0)} kB with gzip`;

// Namespaces are names; any other address would be a request to somebody else.
const outside = [...made.matchAll(/https?:\/\/[^\s"'`\\)>]+/g)].map(([address]) => address).filter((address) => !address.startsWith("http://www.w3.org/"));
if (outside.length > 0) fail(`the bundle names other hosts: ${[...new Set(outside)].join(" ")}`);
if (packed > MOST) fail(`the bundle is too large: ${size}, at most ${MOST / 1000} kB with gzip`);

if (process.argv.includes("--check")) {
  const kept = await readFile(bundle, "utf8");
  if (kept !== made) fail("src/serve/assets/workbench.js is not what web/src gives: run `npm run build` in web/ and commit it");
  console.log(`workbench.js is what web/src gives (${size})`);
} else {
  await writeFile(bundle, made);
  console.log(`workbench.js: ${size}`);
}

/** The licences of the packages that are in the bundle go with it, each once. @param {string[]} inputs */
async function licences(inputs) {
  const packages = [...new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean))].sort();
  const texts = new Map();
  for (const name of packages) {
    const folder = `${here}node_modules/${name}/`;
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one)) ?? fail(`${name} comes without its licence`);
    const text = (await readFile(folder + file, "utf8")).replaceAll("\r", "").replaceAll("*/", "* /").trim();
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${JSON.parse(await readFile(`${folder}package.json`, "utf8")).version}`]);
  }
  return [...texts].map(([text, names]) => `/*!\n${names.join(", ")}\n\n${text}\n*/\n`).join("");
}

/** @param {string} message */
function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}
