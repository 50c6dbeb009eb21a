import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "invitations" });

test("an invitation leads from a selection over many pages to a person's own password", async ({ page, gatehouse, mail, complaints, browser }) => {
  complaints.allow(/frame is sandboxed|Failed to load resource: net::ERR_/);
  await createAdministrator(gatehouse);
  await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: mail.url });
  const api = await Api.as(gatehouse, ADA.username);
  for (let number = 0; number < 60; number += 1) {
    const name = String(number).padStart(2, "0");
    await api.createUser(`person.${name}`, `Person ${name}`);
  }

  await test.step("people are selected over pages, and all that match", async () => {
    await signIn(page, "console", ADA);
    await page.goto("/admin/invitations");
    await hydrated(page);
    await expectAccessible(page);
    await shoot(page, "invitations-empty");
    await page.getByRole("link", { name: "Invite people" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Invite people" })).toBeVisible();
    await hydrated(page);
    await page.getByLabel("Select Person 59").check();
    await page.getByLabel("Select Person 58").check();
    await expect(page.getByText("2 selected")).toBeVisible();
    await page.getByRole("link", { name: "Next", exact: true }).click();
    await expect(page.getByText("0 on this page, 2 on others")).toBeVisible();
    await page.getByLabel("Select all on this page").check();
    // Ada has no address and cannot be invited.
    await expect(page.getByText("12 selected")).toBeVisible();
    await page.getByRole("button", { name: "Select all 61 that match" }).click();
    await expect(page.getByText("61 selected")).toBeVisible();
    await expect(page.getByText("1 × No e-mail address")).toBeVisible();
    await expect(page.getByText("60 people get an e-mail")).toBeVisible();
    await shoot(page, "invite-choose");
    await expectNoSidewaysScroll(page);
    await page.locator("iframe[sandbox]").evaluateAll((frames) => frames.forEach((frame) => frame.remove()));
    await expectAccessible(page);
  });

  await test.step("the message is checked and sent, with a result for each", async () => {
    await page.getByRole("button", { name: "Next: check the message" }).click();
    await expect(page.getByText("Register your device with").first()).toBeVisible();
    await shoot(page, "invite-check");
    await page.getByRole("button", { name: "Send 60 invitations" }).click();
    await page.waitForURL(/\/admin\/jobs\//);
    await shoot(page, "invite-sending");
    await expect(page.getByText("61 of 61 handled")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("60 sent")).toBeVisible();
    await expect(page.getByText("1 skipped")).toBeVisible();
    await expect(page.getByText("Sent in English").first()).toBeVisible();
    await shoot(page, "invite-sent");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });

  await test.step("the person chooses a password and comes to the page that registers", async () => {
    const { email } = await mail.newestTo("person.07@vellmere.example");
    const link = /https?:\/\/\S+\/set-password\/\S+/.exec(email.text ?? "")?.[0] ?? "";
    expect(link).not.toBe("");
    const context = await browser.newContext();
    const phone = await context.newPage();
    await phone.goto(`${gatehouse.url}${new URL(link).pathname}`);
    await phone.getByLabel("New password", { exact: true }).or(phone.getByLabel("Password", { exact: true })).first().fill("violet anchor mustard tram");
    await phone.locator("button[type=submit]").click();
    await phone.getByLabel("User name or e-mail").fill("person.07");
    await phone.getByLabel("Password", { exact: true }).fill("violet anchor mustard tram");
    await phone.getByRole("button", { name: "Sign in", exact: true }).click();
    await phone.waitForURL(/\/register$/);
    await context.close();
  });

  await test.step("who has come is told from who has not, and an invitation is withdrawn", async () => {
    await page.goto("/admin/invitations?reaction=signed_in");
    await hydrated(page);
    await expect(page.getByText("Person 07")).toBeVisible();
    await shoot(page, "invitations");
    await page.goto("/admin/invitations?q=person.08");
    await hydrated(page);
    await page.getByLabel("Select Person 08").check();
    await page.getByRole("button", { name: "Withdraw…" }).click();
    await shoot(page, "invitations-withdraw");
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw", exact: true }).click();
    await expect(page.getByText("1 invitation withdrawn")).toBeVisible();
    await expect(page.getByRole("cell", { name: "Withdrawn" })).toBeVisible();
  });
});
