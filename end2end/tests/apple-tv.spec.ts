import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "apple-tv" });

test("an administrator lets Apple TVs in, takes the profile along, and ends it", async ({ page, gatehouse }) => {
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  await api.createUser("facilities", "Facilities");
  await signIn(page, "console", ADA);
  await page.goto("/admin/apple-tv");
  await hydrated(page);
  await expect(page.getByText("No Apple TV is expected")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Create enrolment" }).click();
  await expect(page.getByText("Fill in this field").first()).toBeVisible();
  await page.getByLabel("Whose the Apple TVs are").fill("facil");
  await page.getByRole("button", { name: "Choose: Facilities" }).click();
  await page.getByLabel("What it is for").fill("Meeting rooms");
  await page.getByLabel("How many Apple TVs").fill("3");
  await page.getByLabel("How many Apple TVs").press("Tab");
  await expectAccessible(page);
  await shoot(page, "apple-tv-new");
  await page.getByRole("button", { name: "Create enrolment" }).click();
  await expect(page.getByText("0 of 3 used")).toBeVisible();

  await page.getByRole("button", { name: "Show server address for Meeting rooms" }).click();
  await expect(page.getByText("/MDMServiceConfig?id=")).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download profile for Meeting rooms" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("apple-tv.mobileconfig");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "apple-tv");

  await page.getByRole("button", { name: "End", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("No more Apple TVs come in by it.")).toBeVisible();
  await dialog.getByRole("button", { name: "End" }).click();
  await expect(page.getByText("No Apple TV is expected")).toBeVisible();
});
