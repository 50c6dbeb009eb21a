import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { SmsService } from "../support/sms.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "text-messages" });

const NUMBER = "+4915112345678";

test("text messages are set up, tried, sent by an administrator and by their receiver, and taken away", async ({
  page,
  gatehouse,
  complaints,
}) => {
  complaints.allow(/422|frame is sandboxed/);
  const service = await SmsService.start();
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const bela = await api.createUser("bela.bartok", "Béla Bartók");
  await signIn(page, "console", ADA);

  await test.step("nobody is offered them before", async () => {
    await page.goto(`/admin/register?user=${bela.id}`);
    await hydrated(page);
    await page.getByLabel("This device has no phone number").uncheck();
    await expect(page.getByLabel("Send PIN and link as a text message")).toHaveCount(0);
  });

  await test.step("what cannot be is said beside its field", async () => {
    await page.goto("/admin/settings/text-messages");
    await hydrated(page);
    await expect(page.getByText("Not set up: nobody is offered text messages")).toBeVisible();
    await page.getByLabel("Address", { exact: true }).fill("https://10.0.0.7/send");
    await page.getByLabel(/^More fields/).fill("type=sms\nto=x");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator("#f-fields")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel(/^More fields/).fill("type=sms");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator("#f-url")).toHaveAttribute("aria-invalid", "true");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "text-messages-refused");
  });

  await test.step("a preset fills in a form", async () => {
    await page.getByLabel("Begin with a service").selectOption("vonage");
    await expect(page.getByLabel(/^More fields/)).toHaveValue("api_key=\ntype=unicode");
    await expect(page.getByLabel("Name of the field")).toHaveValue("api_secret");
    await expectAccessible(page);
    await shoot(page, "text-messages-preset");
    await page.getByLabel("Begin with a service").selectOption("form");
    await expect(page.getByLabel(/^More fields/)).toHaveValue("");
  });

  await test.step("a test fails with the service's words, and works once all is right", async () => {
    await page.getByLabel("Address", { exact: true }).fill(service.url);
    await page.getByLabel("Proof").selectOption("bearer");
    await page.getByLabel("Secret", { exact: true }).fill("xyzzy-token");
    await page.getByRole("switch", { name: "Sign requests" }).check();
    await page.getByLabel("Secret to sign with").fill("harbour lantern quietly seven");
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.locator("#f-to")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Number for a test").fill(NUMBER);
    service.refuseNext("no credit left");
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText("422 Unprocessable Entity: no credit left")).toBeVisible();
    await shoot(page, "text-messages-failed");
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText(`The service took a test for ${NUMBER}`)).toBeVisible();
    const text = await service.newestTo(NUMBER, "[Test]");
    expect(text.headers.authorization).toBe("Bearer xyzzy-token");
    expect(text.headers["webhook-signature"]).toMatch(/^v1,/);
  });

  await test.step("saved, a device is registered with one", async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("button", { name: "Take away" })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "text-messages");
    // What is known already stands in the address.
    await page.goto(`/admin/register?user=${bela.id}&platform=linux&country=DE&phone=${encodeURIComponent(NUMBER)}`);
    await hydrated(page);
    await expect(page.getByLabel("Phone number", { exact: true })).toHaveValue(NUMBER);
    await expect(page.getByLabel("Country")).toHaveValue("DE");
    await page.getByLabel("Send PIN and link as a text message").check();
    await shoot(page, "register-by-text");
    await page.getByRole("button", { name: "Register device" }).click();
    await page.waitForURL(/registrations/);
    const pin = await page.locator(".pin").first().innerText();
    await service.newestTo(NUMBER, pin.replace(/\s+/g, " "));
    await shoot(page, "registration-by-text");
  });

  await test.step("the outbox shows it as a telephone does", async () => {
    await page.goto("/admin/messages?channel=sms");
    await page.getByRole("table").getByRole("link", { name: "Registration" }).first().click();
    await hydrated(page);
    await expect(page.getByRole("complementary", { name: "About this message" }).getByText("Text message", { exact: true })).toBeVisible();
    await expect(page.frameLocator("iframe.mail-frame").first().getByText("register your Linux computer")).toBeVisible();
    await shoot(page, "message-text");
    // Checks run scripts, and no script runs in the frame of a message.
    await page.locator("iframe[sandbox]").evaluateAll((frames) => frames.forEach((frame) => frame.remove()));
    await expectAccessible(page);
  });

  await test.step("a person sends one to themselves", async () => {
    const me = await api.get<{ items: { id: string }[] }>("/users?q=ada");
    const mine = await api.post<{ id: string }>("/registrations", { user_id: me.items[0]?.id, platform: "linux", phone_number: "+81312345678" });
    await signIn(page, "portal", ADA);
    await page.goto(`/registrations/${mine.id}`);
    await hydrated(page);
    await page.getByRole("button", { name: "Send as a text message" }).click();
    await expect(page.getByText("The code is on its way to +81312345678.")).toBeVisible();
    await service.newestTo("+81312345678", "/r/");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "portal-by-text");
  });

  await test.step("taken away, nobody is offered them any more", async () => {
    await signIn(page, "console", ADA);
    await page.goto("/admin/settings/text-messages");
    await hydrated(page);
    await page.getByRole("button", { name: "Take away" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
    await expect(page.getByText("Not set up: nobody is offered text messages")).toBeVisible();
  });
  await service.stop();
});
