import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, signIn, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "first device" });

const AMIRA: Person = { username: "amira.haddad", password: "copper orchard eleven windows" };

/** A page of the story, looked at as every page is. */
async function arrived(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, `first-device-${name}`);
}

test("from the printed link to a locked device", async ({ page, context, gatehouse, agent, complaints }) => {
  // The message lies in a frame without scripts, and the test looks into it with one.
  complaints.allow(/frame is sandboxed/);

  await test.step("set up by the printed link", async () => {
    await page.goto(gatehouse.setupLink());
    await arrived(page, "set-up");
    await page.getByLabel("Name", { exact: true }).fill("Vellmere");
    await page.getByLabel("Your name").fill("Ada Lind");
    await page.getByLabel("E-mail").fill("ada@vellmere.example");
    await page.getByLabel("User name").fill(ADA.username);
    await page.getByLabel("Passphrase", { exact: true }).fill(ADA.password);
    await page.getByRole("button", { name: "Set up Gatehouse" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/admin"));
  });

  await test.step("the checklist greets the administrator", async () => {
    if (page.url().includes("sign-in")) await signIn(page, "console", ADA);
    await page.goto("/admin");
    await hydrated(page);
    await expect(page.getByRole("heading", { name: "Getting started" })).toBeVisible();
    await arrived(page, "overview");
  });

  await test.step("a person is created", async () => {
    await page.goto("/admin/users/new");
    await hydrated(page);
    await page.getByLabel("Name", { exact: true }).fill("Amira Haddad");
    await page.getByLabel("User name").fill(AMIRA.username);
    await page.getByLabel("E-mail address").fill("amira.haddad@vellmere.example");
    await arrived(page, "new-person");
    await page.getByRole("button", { name: "Create user" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Amira Haddad" })).toBeVisible();
  });

  let pin = "";
  await test.step("a device is registered for her", async () => {
    await page.getByRole("link", { name: "Register device" }).first().click();
    await page.waitForURL(/register/);
    await hydrated(page);
    await arrived(page, "register");
    await page.getByText("Linux", { exact: true }).click();
    await page.getByRole("button", { name: "Register device" }).click();
    await page.waitForURL(/registrations\//);
    const shown = page.locator(".pin");
    await expect(shown).toBeVisible();
    pin = (await shown.innerText()).replaceAll(/\D/g, "");
    expect(pin).toHaveLength(8);
    await arrived(page, "code");
  });

  const portal = await context.newPage();
  await test.step("she chooses her password by the link in the outbox", async () => {
    await portal.goto("/admin/messages");
    await hydrated(portal);
    await portal.getByRole("link", { name: /password/i }).first().click();
    // Asked for as soon as the page is there, while the message without secrets may still load.
    const frame = portal.frameLocator("iframe[name=message-body]");
    const link = /https?:\/\/\S+\/set-password\/[\w-]{40,}/;
    await portal.getByRole("button", { name: /^Show/ }).click();
    await expect(frame.locator("body")).toContainText(link);
    const address = link.exec(await frame.locator("body").innerText())![0];
    await portal.goto(address);
    await arrived(portal, "choose-password");
    await portal.getByLabel("New password", { exact: true }).fill(AMIRA.password);
    await portal.getByRole("button", { name: "Set password" }).click();
    await signIn(portal, "portal", AMIRA);
    await hydrated(portal);
    await expect(portal.getByRole("heading", { level: 1, name: "Your devices" })).toBeVisible();
    await arrived(portal, "waiting");
  });

  await test.step("the device comes in by its PIN, and every page sees it", async () => {
    const joined = await agent.command(["register", "--server", gatehouse.url, "--user", AMIRA.username, "--pin", "-"], pin);
    expect(joined.code, joined.stderr).toBe(0);
    agent.start();
    await expect(page.getByText("Amira Haddad has registered the device.")).toBeVisible();
    await expect(portal.locator("article").getByText("Active")).toBeVisible();
    await arrived(portal, "joined");
  });

  await test.step("she locks it from the portal, and it answers", async () => {
    await portal.locator("article").getByRole("link").first().click();
    await portal.waitForURL(/devices\//);
    await hydrated(portal);
    await portal.locator("summary, button, a").filter({ hasText: /^Lock$/ }).first().click();
    await portal.getByLabel("Message on the screen").fill("Bring me to the IT desk");
    await portal.getByRole("button", { name: "Lock", exact: true }).last().click();
    await expect(portal.getByText(/Done in/).first()).toBeVisible();
    await arrived(portal, "locked");
  });

  await test.step("the log holds it all, unbroken", async () => {
    await page.goto("/admin/audit");
    await hydrated(page);
    await expect(page.getByText("Lock asked for").first()).toBeVisible();
    await arrived(page, "audit");
    const verified = await gatehouse.command(["audit", "verify"]);
    expect(verified.code, verified.stderr).toBe(0);
  });
});
