import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { furnish, PAGES, routes, type Samples } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "every page" });

let samples: Samples | undefined;

for (const face of ["portal", "console"] as const) {
  test(`every route of the ${face} is on the list of pages`, () => {
    const listed = PAGES.filter((page) => page.face === face).map((page) => page.pattern);
    expect(listed.toSorted()).toEqual(routes(face).toSorted());
  });
}

for (const { face, pattern, path } of PAGES) {
  test(`${face} ${pattern} is accessible and fits its window`, async ({ page, gatehouse, agent, browser, complaints }) => {
    // The frame that shows a message lets no script in, and axe tries.
    complaints.allow(/frame is sandboxed/);
    samples ??= await furnish(gatehouse, agent, browser);
    if (face !== "public") await signIn(page, face);
    await page.goto(path(samples));
    if (face !== "public") await hydrated(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await shoot(page, `${face}${pattern.replaceAll(/[^a-z-]+/g, "-")}`.replace(/-$/, ""));
    await expectNoSidewaysScroll(page);
    await page.locator("iframe[sandbox]").evaluateAll((frames) => frames.forEach((frame) => frame.remove()));
    await expectAccessible(page);
  });
}
