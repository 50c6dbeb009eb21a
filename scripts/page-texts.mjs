// Writes what each bundle says in each language but English: `portal.wasm` → `portal.ar.json`, a list of number,
// text, number, text, and so on, in ascending order. A bundle says what it holds in English (app/src/text.rs).
// Usage: node scripts/page-texts.mjs TEXTS.json BUNDLE.wasm…
import { readFileSync, writeFileSync } from "node:fs";

const [list, ...bundles] = process.argv.slice(2);
const { english, translated } = JSON.parse(readFileSync(list, "utf8"));
for (const bundle of bundles) {
  const code = readFileSync(bundle);
  const said = english.map((text) => code.includes(text));
  for (const [language, texts] of Object.entries(translated)) {
    const own = texts.flatMap((text, number) => (said[number] && text !== null ? [number, text] : []));
    writeFileSync(bundle.replace(/wasm$/, `${language}.json`), JSON.stringify(own));
  }
}
