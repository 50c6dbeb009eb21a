import type { Page } from "@playwright/test";
import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { logo } from "../support/picture.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "look" });

const HELP = "The IT desk is on the second floor, from 8 to 17.\n\nBring the device and your badge.\nA <b>spare</b> phone is there, too.";

async function good(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, name);
}

/** The value of a token, as the browser has it. */
function token(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(), name);
}

test("an administrator gives Gatehouse the organisation's look, and people see it", async ({ page, browser, gatehouse, colorScheme, complaints }) => {
  complaints.allow(/422/);
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  await api.put("/settings/organisation", {
    name: "Vellmere",
    support_contact: "IT desk, extension 4400",
    support_email: "help@vellmere.example",
  });
  await signIn(page, "console", ADA);
  await page.goto("/admin/settings/look");
  await hydrated(page);
  await good(page, "look-empty");

  await test.step("a picture becomes the logo at once, and what is none is refused with the reason", async () => {
    const field = page.getByLabel("Logo", { exact: true });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await field.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: svg });
    await expect(page.getByText("SVG is not taken")).toBeVisible();
    await field.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: logo([22, 33, 31]).subarray(0, 600) });
    await expect(page.getByText("The picture is damaged or not complete.")).toBeVisible();
    await field.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: logo([22, 33, 31]) });
    await expect(page.getByText("320 by 48 pixels, uploaded by")).toBeVisible();
    await page.getByLabel("Logo for the dark theme").setInputFiles({ name: "d.png", mimeType: "image/png", buffer: logo([233, 238, 236]) });
    await expect(page.getByText("320 by 48 pixels, uploaded by")).toHaveCount(2);
  });

  await test.step("a colour that cannot be read is told, and what is used instead", async () => {
    const colour = page.locator("#f-accent");
    await colour.fill("#ffcc00");
    await expect(page.getByText("because your colour is too light to be read on white")).toBeVisible();
    await expect(page.getByText("Dark theme: used as it is.")).toBeVisible();
    await good(page, "look-light-colour");
    await colour.fill("teal");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator("#f-accent")).toHaveAttribute("aria-invalid", "true");
    await colour.fill("#8a1538");
    await expect(page.getByText("Light theme: used as it is.")).toBeVisible();
  });

  await test.step("texts and links are written and saved", async () => {
    await page.getByLabel("Line at sign-in").fill("Use your staff account.");
    await page.getByLabel("Help text").fill(HELP);
    await page.getByLabel("Language", { exact: true }).selectOption("de");
    await page.getByLabel("Help text").fill("Der Schalter ist im zweiten Stock.");
    await expect(page.getByText("Written in English, Deutsch")).toBeVisible();
    await page.getByLabel("Privacy page").fill("https://vellmere.example/privacy");
    const links = page.locator("#links");
    await links.getByLabel("Name").first().fill("Phones on the intranet");
    await links.getByLabel("https, mailto or tel address").first().fill("javascript:alert(1)");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator("#f-url-0")).toHaveAttribute("aria-invalid", "true");
    await page.locator(".error-summary a").first().click();
    await expect(page.locator("#f-url-0")).toBeFocused();
    await page.locator("#f-url-0").fill("https://intranet.vellmere.example/phones");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await good(page, "look-filled");
  });

  await test.step("the portal shows it", async () => {
    await signIn(page, "portal", ADA);
    await hydrated(page);
    await expect(page.locator(".p-top").getByRole("img", { name: "Vellmere" }).filter({ visible: true })).toHaveCount(1);
    if (colorScheme === "light") expect(await token(page, "--accent")).toBe("#8a1538");
    expect(await token(page, "--accent")).not.toMatch(/#03655d|#52beb3/);
    await expect(page.getByRole("link", { name: "Privacy" })).toHaveAttribute("href", "https://vellmere.example/privacy");
    await good(page, "look-portal");
    await page.getByRole("link", { name: "Help and answers" }).click();
    await page.waitForURL("**/help");
    await expect(page.getByText("A <b>spare</b> phone is there, too.")).toBeVisible();
    await good(page, "look-help");
  });

  await test.step("high contrast keeps the system's colours", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    expect((await token(page, "--accent")).toLowerCase()).toBe("highlight");
    await page.emulateMedia({ forcedColors: null });
  });

  await test.step("whoever has not signed in sees it, without script", async () => {
    const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false, colorScheme, viewport: page.viewportSize() });
    const bare = await context.newPage();
    for (const path of ["/sign-in", "/admin/sign-in", "/go", "/help"]) {
      await bare.goto(path);
      await expect(bare.getByRole("img", { name: "Vellmere" }).filter({ visible: true })).toHaveCount(1);
      await expect(bare.getByRole("link", { name: "Help and answers" })).toBeVisible();
      await shoot(bare, `look-bare${path.replaceAll("/", "-")}`);
    }
    await bare.goto("/sign-in");
    await expect(bare.getByText("Use your staff account.")).toBeVisible();
    await bare.getByRole("link", { name: "Help and answers" }).click();
    await expect(bare.getByRole("heading", { name: "I have lost a device" })).toBeVisible();
    await expect(bare.getByRole("link", { name: "Phones on the intranet" })).toBeVisible();
    await context.close();
  });

  await test.step("without the logos the wordmark is back", async () => {
    await signIn(page, "console", ADA);
    await page.goto("/admin/settings/look");
    await hydrated(page);
    await page.getByRole("button", { name: "Remove the dark logo" }).click();
    await expect(page.getByRole("button", { name: "Remove the dark logo" })).toBeHidden();
    await page.goto("/help");
    await expect(page.locator(".p-top .on-paper")).toBeVisible();
    await shoot(page, "look-paper");
    await page.goto("/admin/settings/look");
    await hydrated(page);
    await page.getByRole("button", { name: "Remove the logo" }).click();
    await expect(page.getByText("Logo removed")).toBeVisible();
    await page.goto("/help");
    await expect(page.getByRole("img", { name: "Gatehouse" })).toBeVisible();
  });
});
