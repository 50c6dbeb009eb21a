import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "sessions" });

let isMade = false;

test.beforeEach(async ({ gatehouse, complaints }) => {
  // A browser tells of every refusal, and these stories are about refusals.
  complaints.allow(/status of (401|403|422)/);
  if (!isMade) await createAdministrator(gatehouse);
  isMade = true;
});

/** Lets the page look at its session now, as it does when its time is nearly over. */
const look = (page: import("@playwright/test").Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("session-end")));

test("an action that needs the password asks in place and goes on", async ({ page }) => {
  await signIn(page, "console");
  let asked = 0;
  // Ten minutes do not pass in a test: the first answer is the server's, word for word.
  await page.route("**/_fn/console/account/read", async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await route.fulfill({ status: 403, json: { code: "reauthentication_required" } });
  });
  // A page of the same part as the account, from where the browser asks for it by itself.
  await page.goto("/admin/audit");
  await hydrated(page);
  await page.getByRole("button", { name: "Open navigation" }).click({ timeout: 500 }).catch(() => undefined);
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("link", { name: "Your account" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type("not the one");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("This is not your password.");
  await expectAccessible(page);
  await shoot(page, "session-confirm");
  await page.keyboard.type(ADA.password);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Where you are signed in" })).toBeVisible();
  expect(asked).toBe(2);
});

test("the session warns before its end and can be kept", async ({ page }) => {
  await signIn(page, "portal");
  await page.goto("/account");
  await hydrated(page);
  await page.getByLabel("New password").fill("half typed");
  const user_id = await page.locator("#session").getAttribute("data-user");
  const nearly = { user_id, idle_s: 95, whole_s: 5000, recent_s: 0 };
  await page.route("**/session", (route) =>
    route.request().method() === "GET" ? route.fulfill({ json: nearly }) : route.continue(),
  );
  await look(page);
  const warning = page.getByRole("alertdialog", { name: "You are about to be signed out" });
  await expect(warning).toContainText(/1:3[0-5]/);
  await expectAccessible(page);
  await shoot(page, "session-idle");
  await page.unroute("**/session");
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning).toBeHidden();
  await expect(page.getByLabel("New password")).toHaveValue("half typed");
});

test("a session that is over keeps what was typed until somebody signs in again", async ({ page, context }) => {
  await signIn(page, "console");
  await page.goto("/admin/account");
  await hydrated(page);
  await page.getByLabel("New password").fill("half typed");
  await context.clearCookies();
  await look(page);
  const over = page.getByRole("alertdialog", { name: "You are signed out" });
  await expect(over).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(over).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "session-over");
  await over.getByRole("button", { name: "Go on" }).click();
  await expect(over.getByRole("status")).toHaveText("You are still signed out in this browser.");
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    over.getByRole("link", { name: "Sign in in a new tab" }).click(),
  ]);
  await signIn(tab, "console");
  await tab.close();
  await over.getByRole("button", { name: "Go on" }).click({ timeout: 2000 }).catch(() => undefined);
  await expect(over).toBeHidden();
  await expect(page.getByLabel("New password")).toHaveValue("half typed");
});

test("a session that is over with nothing typed leads to the sign-in page", async ({ page, context }) => {
  await signIn(page, "console");
  await page.goto("/admin/users");
  await hydrated(page);
  await context.clearCookies();
  await look(page);
  await expect(page).toHaveURL(/\/admin\/sign-in\?next=%2Fadmin%2Fusers/);
});

test("without script a page asks for the password", async ({ page }) => {
  await signIn(page, "portal");
  await page.goto("/confirm?next=/history");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "confirm");
  await page.getByLabel("Password", { exact: true }).fill(ADA.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/history");
});

test("language, time zone, colours and sessions are chosen on the account page", async ({ page, browser, gatehouse }) => {
  const other = await browser.newPage({ baseURL: gatehouse.url });
  await signIn(other, "portal");
  await signIn(page, "console");
  await page.goto("/admin/account");
  await page.getByLabel("Time zone").selectOption("Asia/Tashkent");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Language and time zone are saved.")).toBeVisible();
  await expect(page.locator("time").first()).toHaveAttribute("title", /UTC\+05$/);
  await page.getByText("Dark", { exact: true }).click();
  await page.getByRole("button", { name: "Use these colours" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(page.getByText("All other sessions are ended.")).toBeVisible();
  await expect(page.getByText("This browser")).toHaveCount(1);
  await expectAccessible(page);
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);
  await other.close();
});
