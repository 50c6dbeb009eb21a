import { expectAccessible, expectNoSidewaysScroll, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "web app" });

test.beforeAll(async ({ gatehouse }) => createAdministrator(gatehouse));

test("the portal can stand on a home screen", async ({ page, baseURL }) => {
  await signIn(page, "portal", ADA);
  const link = await page.locator("link[rel=manifest]").getAttribute("href");
  const answer = await page.request.get(link ?? "");
  expect(answer.headers()["content-type"]).toBe("application/manifest+json");
  const manifest = (await answer.json()) as { start_url: string; display: string; icons: { src: string; sizes: string }[] };
  expect(manifest).toMatchObject({ start_url: "/", scope: "/", display: "standalone" });
  for (const { src, sizes } of manifest.icons) {
    const [width] = sizes.split("x").map(Number);
    const drawn = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return image.naturalWidth;
    }, new URL(src, baseURL).href);
    expect(drawn, src).toBe(width);
  }
});

test("without a connection a page says so, and goes on when it is back", async ({ page, context, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await signIn(page, "portal", ADA);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  });
  await context.setOffline(true);
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await expect(page).toHaveURL(/\/history$/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "offline");
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
});

test("what people see is never kept", async ({ page }) => {
  await signIn(page, "portal", ADA);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.goto("/account");
  const kept = await page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map((request) => new URL(request.url).pathname);
  });
  expect(kept.filter((path) => !path.startsWith("/assets/"))).toEqual(["/offline"]);
});

test("nobody's name stands on the page that is kept", async ({ page }) => {
  await signIn(page, "portal", ADA);
  await page.goto("/offline");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await page.content()).not.toContain(ADA.username);
});
