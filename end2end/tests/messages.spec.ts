import { Api } from "../support/api.ts";
import { expectAccessible, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "messages" });

test("what was kept without a mail server is sent or discarded, and codes print on one page", async ({ page, gatehouse, mail, complaints }) => {
  // The server is killed in between.
  complaints.allow(/Failed to load resource: net::ERR_/);
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const amira = await api.createUser("amira.haddad", "Amira Haddad");

  await test.step("a registration with PIN, QR code and link is one page on paper", async () => {
    const made = await api.register(amira.id, "linux");
    await signIn(page, "console", ADA);
    await page.goto(`/admin/registrations/${made.id}`);
    await hydrated(page);
    await page.getByRole("button", { name: "Show PIN and link" }).click();
    await expect(page.locator(".pin").first()).toBeVisible();
    const paper = await page.pdf({ format: "A4", path: test.info().outputPath("registration.pdf") });
    expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  await test.step("with a mail server, kept messages can be sent", async () => {
    await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: mail.url });
    await page.goto("/admin/messages");
    await hydrated(page);
    await expectAccessible(page);
    await shoot(page, "messages-held");
    await page.getByRole("button", { name: "Send all" }).click();
    await expect(page.getByText("1 message is waiting to be sent")).toBeVisible();
    expect((await mail.newestTo("amira.haddad@vellmere.example")).to).toEqual(["amira.haddad@vellmere.example"]);
    await expect(page.getByRole("button", { name: "Send all" })).toBeHidden();
  });

  await test.step("or discarded, and then nobody gets them", async () => {
    await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: undefined });
    await api.createUser("bela.nagy", "Béla Nagy");
    await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: mail.url });
    await page.goto("/admin/messages");
    await hydrated(page);
    await page.getByRole("button", { name: "Discard all…" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await expect(page.getByText("1 message discarded")).toBeVisible();
    await expect(page.getByRole("button", { name: "Discard all…" })).toBeHidden();
  });
});
