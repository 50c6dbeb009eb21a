// Gives the functions that a WebAssembly module imports from its glue short names, in both files. The long ones end
// in a hash each, which no compression makes small: they are 5 kB of every page.
// Usage: node scripts/short-names.mjs module.wasm glue.js
import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;
const [moduleFile, glueFile] = process.argv.slice(2);
const bytes = readFileSync(moduleFile);
let glue = readFileSync(glueFile, "utf8");

/** A number as WebAssembly writes it (LEB128, core specification 5.2.2), and where it ends. */
const number = (from) => {
  let value = 0;
  for (let at = from, shift = 0; ; at += 1, shift += 7) {
    value += (bytes[at] & 127) * 2 ** shift;
    if (bytes[at] < 128) return [value, at + 1];
  }
};
const written = (value) => {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
};

/** Where what an import is made of ends: function, table, memory, global or tag (5.5.5). */
const end = (from) => {
  const limits = (at) => {
    const [flags, next] = number(at);
    const [, behind] = number(next);
    return flags & 1 ? number(behind)[1] : behind;
  };
  switch (bytes[from]) {
    case 0:
      return number(from + 1)[1];
    case 1:
      return limits(from + 2);
    case 2:
      return limits(from + 1);
    case 3:
      return from + 3;
    case 4:
      return number(from + 2)[1];
    default:
      throw new Error(`an import of an unknown kind: ${bytes[from]}`);
  }
};

const shorten = (name, index) => {
  const short = index.toString(36);
  const found = glue.split(`\n        ${name}: function(`);
  if (found.length !== 2) throw new Error(`${name} stands ${found.length - 1} times in ${glueFile}`);
  glue = found.join(`\n        "${short}": function(`);
  return Buffer.from(short);
};

const section = (from) => {
  let [count, at] = number(from);
  const out = [written(count)];
  for (let index = 0; index < count; index += 1) {
    const [moduleLength, moduleAt] = number(at);
    const [length, nameAt] = number(moduleAt + moduleLength);
    const name = bytes.toString("utf8", nameAt, nameAt + length);
    const kept = name.startsWith("__wbg_") || name.startsWith("__wbindgen_") ? shorten(name, index) : Buffer.from(name);
    const next = end(nameAt + length);
    out.push(bytes.subarray(at, moduleAt + moduleLength), written(kept.length), kept, bytes.subarray(nameAt + length, next));
    at = next;
  }
  return Buffer.concat(out);
};

const parts = [bytes.subarray(0, 8)];
for (let at = 8; at < bytes.length; ) {
  const [length, from] = number(at + 1);
  const content = bytes[at] === IMPORTS ? section(from) : bytes.subarray(from, from + length);
  parts.push(Buffer.from([bytes[at]]), written(content.length), content);
  at = from + length;
}
const done = Buffer.concat(parts);
new WebAssembly.Module(done);
writeFileSync(moduleFile, done);
writeFileSync(glueFile, glue);
