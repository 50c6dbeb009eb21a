import type { Page } from "@playwright/test";

/** One stop of the Tab key. */
export interface Stop {
  /** What stands there, for messages. */
  name: string;
  /** Its number among all that the keyboard should reach, or -1. */
  index: number;
  /** Whether somebody sees where they are. */
  outlined: boolean;
  /** Whether something else lies over it, or it is out of sight. */
  hidden: boolean;
}

/** More stops than any page has: a page that needs more keeps the keyboard in a trap. */
const MOST = 400;

/** Marks what the keyboard should reach, in the order of the document, and gives the names. */
export async function reachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wanted = "a[href], button, input, select, textarea, summary, iframe, [tabindex]";
    const names: string[] = [];
    const groups = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>(wanted)) {
      if (element.tabIndex < 0 || element.matches(":disabled, [type=hidden]") || element.closest("[inert]")) continue;
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("dialog:not([open])")) continue;
      // Of a group of radio buttons the keyboard reaches the chosen one, or the first where none is chosen.
      if (element instanceof HTMLInputElement && element.type === "radio") {
        const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${element.name}"]`)];
        const chosen = group.some((radio) => radio.checked);
        if (groups.has(element.name) || (chosen && !element.checked)) continue;
        groups.add(element.name);
      }
      element.dataset["stop"] = String(names.length);
      names.push(`${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 40)}” ${element.getAttribute("name") ?? ""}`);
    }
    return names;
  });
}

/** Presses Tab until the document is through, and tells each stop. */
export async function walk(page: Page): Promise<Stop[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.body.setAttribute("tabindex", "-1");
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
  });
  const stops: Stop[] = [];
  for (let count = 0; count < MOST; count++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      // A box that a label stands for, and a frame, are seen by what is around them.
      const shown = element.closest<HTMLElement>("label, .seg, .tile, .switch") ?? element;
      const outlined = [element, shown, element.parentElement].some((each) => {
        if (!each) return false;
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      });
      const box = (element.getClientRects().length > 1 ? element : shown).getClientRects()[0] ?? shown.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width / 2, 24), box.top + Math.min(box.height / 2, 16)];
      const over = document.elementFromPoint(x, y);
      const seen = over !== null && (shown.contains(over) || over.contains(shown) || element.contains(over));
      return {
        name: `${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 40)}” ${element.getAttribute("name") ?? ""}`,
        index: Number(element.dataset["stop"] ?? -1),
        outlined,
        hidden: !seen,
      };
    });
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error(`the keyboard does not leave this page: … ${stops.slice(-6).map((stop) => stop.name).join(" → ")}`);
}
