import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "templates" });

test("a message is changed, seen, refused, kept apart from others' changes and brought back", async ({ page, gatehouse, mail, complaints }) => {
  // The mail in the frame has no script to answer, and a refused save is answered with 4xx.
  complaints.allow(/frame is sandboxed|Failed to load resource/);
  await createAdministrator(gatehouse);
  await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: mail.url });
  await signIn(page, "console", ADA);
  const frame = page.frameLocator("iframe[name=template-frame]");
  const subject = page.getByLabel("Subject");
  const body = page.getByLabel("Body (HTML)");

  await test.step("the list leads to every kind and language", async () => {
    await page.goto("/admin/settings/templates");
    await hydrated(page);
    await expect(page.getByRole("row")).toHaveCount(11);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "templates");
    await page.getByRole("link", { name: "Registration in Deutsch, as it comes with Gatehouse" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Registration" })).toBeVisible();
    await expect(subject).toHaveValue("$PLATFORM$ bei $ENT_NAME$ registrieren");
  });

  await test.step("the preview follows what is typed", async () => {
    await page.getByRole("navigation", { name: "Languages" }).getByRole("link", { name: "English" }).click();
    await expect(subject).toHaveValue("Register your $PLATFORM$ with $ENT_NAME$");
    await expect(frame.getByText("Hello Amira Haddad")).toBeVisible();
    await expect(frame.getByText("4827 1936")).toBeVisible();
    await shoot(page, "template");
    await subject.fill("For ");
    await page.getByRole("button", { name: "Name $USER$" }).click();
    await expect(subject).toHaveValue("For $USER$");
    await expect(subject).toBeFocused();
    await expect(page.getByRole("button", { name: "PIN $PASSCODE$" })).toBeDisabled();
    await expect(page.getByText("For Amira Haddad")).toBeVisible();
    await page.getByText("Dark", { exact: true }).click();
    await expect(frame.locator(".gh-card")).toHaveCSS("background-color", "rgb(18, 25, 24)");
    await page.getByText("Desktop", { exact: true }).click();
    await expect(frame.getByText("Scan it with the device")).toBeVisible();
    await shoot(page, "template-desktop-dark");
    await page.getByText("Light", { exact: true }).click();
    await page.getByRole("group", { name: "Preview on" }).getByText("Text message").click();
    await expect(page.getByText(/^Gatehouse: register your iPhone at/)).toBeVisible();
    await expect(page.getByText(/With sample data: \d messages?, \d+ characters/)).toBeVisible();
    await page.getByRole("group", { name: "Preview on" }).getByText("Phone").click();
  });

  await test.step("what cannot stay is refused with its place", async () => {
    const good = await body.inputValue();
    await body.fill(`${good}\n<img src="https://elsewhere.example/?pin=$PASSCODE$">`);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/character 1, <img src="https:\/\/elsewhere\.example/).first()).toBeVisible();
    await shoot(page, "template-refused");
    await expectAccessibleWithoutFrames();
    await body.fill(good);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. The next message uses it.")).toBeVisible();
    await expect(page.getByText("Version 1")).toBeVisible();
  });

  await test.step("a test goes to oneself", async () => {
    await page.getByRole("button", { name: "Send me a test" }).click();
    await expect(page.getByText(/on its way to you|has no e-mail address/)).toBeVisible();
  });

  await test.step("nobody leaves changes behind unasked", async () => {
    await expect(subject).toHaveValue("For $USER$");
    await subject.fill("Not saved");
    await page.getByRole("link", { name: "Templates", exact: true }).last().click();
    await expect(page.getByRole("dialog")).toContainText("Leave without saving?");
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(subject).toHaveValue("Not saved");
    await page.getByLabel("Platform", { exact: true }).selectOption("ios");
    await expect(page.getByRole("dialog")).toContainText("Leave without saving?");
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByLabel("Platform", { exact: true })).toHaveValue("");
    await subject.fill("For $USER$");
  });

  await test.step("somebody else's change is not overwritten", async () => {
    const other = await page.context().newPage();
    await other.goto("/admin/settings/templates/registration/en");
    await hydrated(other);
    await other.getByLabel("Subject").fill("By somebody else");
    await other.getByRole("button", { name: "Save" }).click();
    await expect(other.getByText("Version 2")).toBeVisible();
    await other.close();
    await subject.fill("By me");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Somebody else has changed this text")).toBeVisible();
    await page.getByRole("button", { name: "Load the newest version" }).click();
    await expect(subject).toHaveValue("By somebody else");
  });

  await test.step("earlier texts and the built-in ones come back", async () => {
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await expect(subject).toHaveValue("For $USER$");
    await expect(page.getByText("Version 1 restored")).toBeVisible();
    await page.getByRole("button", { name: "Restore default" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
    await expect(subject).toHaveValue("Register your $PLATFORM$ with $ENT_NAME$");
    await expect(page.getByText("Default restored")).toBeVisible();
    await expectNoSidewaysScroll(page);
  });

  async function expectAccessibleWithoutFrames(): Promise<void> {
    await page.locator("iframe[sandbox]").evaluateAll((frames) => frames.forEach((it) => it.setAttribute("hidden", "")));
    await expectAccessible(page);
    await page.locator("iframe[sandbox]").evaluateAll((frames) => frames.forEach((it) => it.removeAttribute("hidden")));
  }
});
