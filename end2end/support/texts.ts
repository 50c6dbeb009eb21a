import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

const LOCALES = new URL("../../app/locales/", import.meta.url);

/** The languages that pages are written in. */
export const LANGUAGES = readdirSync(LOCALES).toSorted();

/** The texts of a language by file, table and key. */
function texts(language: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(new URL(`${language}/`, LOCALES))) {
    let table = "";
    for (const line of readFileSync(new URL(`${language}/${file}`, LOCALES), "utf8").split("\n")) {
      const [, head] = /^\[(.+)\]$/.exec(line) ?? [];
      const [, key, text] = /^(\w+) = ("(?!"").*")$/.exec(line) ?? [];
      if (head) table = head;
      if (key && text) found.set(`${file}/${table}/${key}`, JSON.parse(text) as string);
    }
  }
  return found;
}

/** English texts without placeholders that nothing in a language reads like. */
export function englishOnly(language: string): Set<string> {
  const own = texts(language);
  const words = new Set(own.values());
  const other = [...texts("en")].filter(([key, text]) => !text.includes("{") && own.has(key) && !words.has(text));
  return new Set(other.map(([, text]) => text));
}

/** What a page says to eyes and screen readers, piece by piece. */
export function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest("script, style, template")) found.push(node.textContent ?? "");
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      document.querySelectorAll(`[${name}]`).forEach((element) => found.push(element.getAttribute(name) ?? ""));
    }
    return found.map((text) => text.trim()).filter(Boolean);
  });
}
