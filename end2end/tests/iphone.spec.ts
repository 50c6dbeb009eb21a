import { Api, type User } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { Phone } from "../support/phone.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "iphone" });

test("an iPhone comes in by its link, is locked from the portal, and its certificate is taken back", async ({ page, gatehouse }) => {
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const found = await api.get<{ items: User[] }>(`/users?q=${ADA.username}`);
  const registration = await api.register(found.items[0]!.id, "ios");
  await signIn(page, "portal", ADA);
  await page.goto(`/devices/${registration.device_id}`);
  await hydrated(page);
  const phone = Phone.open(registration.link, "C39XK0E2E001");
  try {
    await test.step("it comes in, and the portal sees it", async () => {
      await expect(page.getByText("Active").first()).toBeVisible();
      await expect(page.getByRole("heading", { level: 1, name: "A simulated iPhone" })).toBeVisible();
    });

    await test.step("locked in the portal it becomes DeviceLock, and its answer shows", async () => {
      await page.locator("summary, button, a").filter({ hasText: /^Lock$/ }).first().click();
      await page.getByLabel("Message on the screen").fill("Bring me to the IT desk");
      await page.getByRole("button", { name: "Lock", exact: true }).last().click();
      await expect(page.getByText(/Done in/).first()).toBeVisible();
      expect(phone.log()).toContain("DeviceLock");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "iphone-portal-locked");
    });

    await test.step("the console shows what it tells, and how it is called", async () => {
      await signIn(page, "console", ADA);
      await page.goto(`/admin/devices/${registration.device_id}`);
      await hydrated(page);
      await expect(page.getByText("iPhone14,2")).toBeVisible();
      await expect(page.getByText("No: it comes by itself")).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "iphone-device");
    });

    await test.step("it is located, and tells where it is to whoever may ask", async () => {
      await page.getByRole("button", { name: "More actions for A simulated iPhone" }).click();
      await page.getByRole("button", { name: "Locate" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("The device goes into lost mode for a moment")).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Locate" }).click();
      await expect(page.getByText("52.51628, 13.37771")).toBeVisible();
      await expect(page.getByRole("link", { name: "Open in a map" })).toHaveAttribute("href", "geo:52.51628,13.37771");
      expect(phone.log()).toContain("DisableLostMode");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "iphone-located");
    });

    await test.step("its certificate is taken back, and nobody knows it any more", async () => {
      await page.goto("/admin/settings/apple/certificates");
      await hydrated(page);
      await expect(page.getByText("In use")).toBeVisible();
      await shoot(page, "device-certificates");
      await page.getByRole("button", { name: "Revoke certificate of A simulated iPhone" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("A simulated iPhone is not known any more at once")).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Revoke" }).click();
      await expect(page.getByRole("cell", { name: "Revoked" })).toBeVisible();
      await expect.poll(() => phone.log()).toContain("400");
    });
  } finally {
    await phone.stop();
  }
});
