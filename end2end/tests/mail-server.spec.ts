import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "mail-server" });

test("a mail server is tried, set up, used and taken away", async ({ page, gatehouse, mail, complaints }) => {
  complaints.allow(/422/);
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  await api.setEmail(ADA.username, "ada@vellmere.example");
  await signIn(page, "console", ADA);
  await page.goto("/admin/settings/mail-server");
  await hydrated(page);
  await expect(page.getByText("Not set up: messages are kept")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "mail-server-empty");

  await test.step("what cannot be is said beside its field", async () => {
    await page.getByLabel("Server", { exact: true }).fill("smtp://mail.example");
    await page.getByLabel("Account").fill("gate");
    await page.getByLabel("Password", { exact: true }).fill("hush");
    await page.getByLabel("Encryption").selectOption("none");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator("#f-host")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Server", { exact: true }).fill("mail.example");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator("#f-encryption")).toHaveAttribute("aria-invalid", "true");
  });

  await test.step("a test fails with the server's words, and works once all is right", async () => {
    await page.getByLabel("Server", { exact: true }).fill("127.0.0.1");
    await page.getByLabel("Account").fill("");
    await page.getByLabel("Password", { exact: true }).fill("");
    await page.getByLabel("Port").fill(String(mail.port));
    await page.getByLabel("Encryption").selectOption("start_tls");
    await page.getByRole("button", { name: "Send me a test" }).click();
    await expect(page.getByText("STARTTLS is not supported on this server")).toBeVisible();
    await shoot(page, "mail-server-failed");
    await page.getByLabel("Encryption").selectOption("none");
    await page.getByRole("button", { name: "Send me a test" }).click();
    await expect(page.getByText("The server took a test for ada@vellmere.example")).toBeVisible();
    expect((await mail.newestTo("ada@vellmere.example")).email.subject).toContain("[Test]");
  });

  await test.step("saved, it counts at once", async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("button", { name: "Take away" })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, "mail-server");
    await api.createUser("bela.bartok", "Béla Bartók");
    await mail.newestTo("bela.bartok@vellmere.example");
  });

  await test.step("taken away, messages are kept", async () => {
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Take away" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
    await expect(page.getByText("Not set up: messages are kept")).toBeVisible();
  });
});
