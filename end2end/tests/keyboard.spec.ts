import { reachable, walk } from "../support/keyboard.ts";
import { hydrated } from "../support/page.ts";
import { furnish, PAGES, type Samples } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "keyboard" });

let samples: Samples | undefined;

for (const { face, pattern, path } of PAGES) {
  test(`${face} ${pattern} is walked by keyboard alone`, async ({ page, gatehouse, agent, browser, complaints }) => {
    complaints.allow(/frame is sandboxed/);
    samples ??= await furnish(gatehouse, agent, browser);
    if (face !== "public") await signIn(page, face);
    await page.goto(path(samples));
    if (face !== "public") await hydrated(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.locator("iframe").evaluateAll((frames) => frames.forEach((frame) => frame.remove()));

    const wanted = await reachable(page);
    const stops = await walk(page);
    const reached = new Set(stops.map((stop) => stop.index));
    expect(wanted.filter((_, index) => !reached.has(index)), "what the keyboard does not reach").toEqual([]);
    const indices = stops.map((stop) => stop.index).filter((index) => index >= 0);
    expect(indices, "the order of the document").toEqual(indices.toSorted((one, other) => one - other));
    expect(stops.filter((stop) => !stop.outlined).map((stop) => stop.name), "stops that are not marked").toEqual([]);
    expect(stops.filter((stop) => stop.hidden).map((stop) => stop.name), "stops that nobody sees").toEqual([]);
    if (face !== "public") {
      expect(stops[0]?.name, "the first stop").toContain("Skip");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("main") !== null || document.activeElement === document.body)).toBe(true);
    }
  });
}

test("a dialog keeps the keyboard, and gives it back", async ({ page, gatehouse, agent, browser }) => {
  samples ??= await furnish(gatehouse, agent, browser);
  await signIn(page, "console");
  await page.goto(`/admin/users/${samples.userId}`);
  await hydrated(page);
  const opener = page.getByRole("button", { name: "Disable…" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Cancel" }), "nothing happens by a second Enter").toBeFocused();
  const inside = () => page.evaluate(() => document.activeElement?.closest("dialog") !== null || document.activeElement === document.body);
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press(press % 2 === 0 ? "Tab" : "Shift+Tab");
    expect(await inside(), "the page behind is out of reach").toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});
