import { Agent } from "../support/agent.ts";
import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "terms" });

const TEXT = ["# What you agree to", "", "Keep the screen locked.", "", "- no <b>sharing</b>", "- no games"].join("\n");

test("terms are published, read and accepted on the device, and found afterwards", async ({ page, gatehouse, complaints }) => {
  complaints.allow(/422/);
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const amira = await api.createUser("amira.haddad", "Amira Haddad");
  await signIn(page, "console", ADA);

  await test.step("an administrator writes and publishes a text", async () => {
    await page.goto("/admin/settings/terms");
    await hydrated(page);
    await expect(page.getByText("No terms of use yet")).toBeVisible();
    await expectAccessible(page);
    await shoot(page, "terms-empty");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.waitForURL("**/admin/settings/terms/en");
    await page.getByRole("button", { name: "Publish" }).first().click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.getByLabel("Text", { exact: true }).fill(TEXT);
    await expect(page.getByRole("heading", { name: "What you agree to" })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "terms-editor");
    await page.getByRole("button", { name: "Publish" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText("Version 1 is in force.")).toBeVisible();
  });

  const first = await api.register(amira.id, "linux");

  await test.step("the steps stand behind the terms, and nothing happens when they are declined", async () => {
    await page.goto(`${first.link}?device`);
    await expect(page.getByRole("heading", { name: "Terms of use" })).toBeVisible();
    await expect(page.getByText("no <b>sharing</b>")).toBeVisible();
    await expect(page.getByText("gatehouse-agent register")).toBeHidden();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "terms-step");
    await page.getByRole("button", { name: "Accept and continue" }).click();
    await expect(page.getByText("Tick the box to accept the terms.")).toBeVisible();
    await page.getByRole("button", { name: "Decline" }).click();
    await expect(page.getByRole("heading", { name: "You did not accept the terms" })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, "terms-declined");
    await page.getByRole("link", { name: "Read the terms again" }).click();
    await page.getByLabel("I have read and accept the terms of use").check();
    await page.getByRole("button", { name: "Accept and continue" }).click();
    await expect(page.getByRole("heading", { name: "Register this computer" })).toBeVisible();
  });

  await test.step("the agent comes in by the link, and asks where nobody has accepted yet", async () => {
    const agent = await Agent.create();
    const other = await Agent.create();
    try {
      const accepted = await agent.command(["register", first.link]);
      expect(accepted.code, accepted.stderr).toBe(0);
      const second = await api.register(amira.id, "linux");
      const asked = await other.command(["register", second.link]);
      expect(asked.code).toBe(2);
      expect(asked.stdout).toContain("WHAT YOU AGREE TO");
      expect(asked.stderr).toContain("--accept-terms");
      const agreed = await other.command(["register", second.link, "--accept-terms"]);
      expect(agreed.code, agreed.stderr).toBe(0);
    } finally {
      await agent.stop();
      await other.stop();
    }
  });

  await test.step("who has accepted is found and leaves as a file", async () => {
    await page.goto("/admin/settings/terms/accepted");
    await hydrated(page);
    await expect(page.getByRole("link", { name: "Amira Haddad" })).toHaveCount(2);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "terms-accepted");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV" }).click();
    const stream = await (await download).createReadStream();
    let file = "";
    for await (const part of stream) file += String(part);
    expect(file.trim().split("\r\n")).toHaveLength(3);
    await page.getByRole("searchbox").fill("nobody");
    await expect(page.getByText("No acceptance matches these filters.")).toBeVisible();
    await page.goto("/admin/settings/terms/en");
    await expect(page.getByText("accepted 2 times")).toBeVisible();
  });
});
