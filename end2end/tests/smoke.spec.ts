import { expectAccessible, expectNoSidewaysScroll, shoot } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "smoke" });

test("the process and its database answer before set-up", async ({ request }) => {
  expect((await request.get("/healthz")).status()).toBe(200);
  expect((await request.get("/readyz")).status()).toBe(200);
});

test("the printed link opens the set-up page", async ({ page, gatehouse }) => {
  await page.goto(gatehouse.setupLink());
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "set-up");
});
