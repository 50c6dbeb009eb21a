import { Agent } from "../support/agent.ts";
import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "setup" });

test("a network reaches a device by label, and leaves it with its ownership", async ({ page, gatehouse }) => {
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const amira = await api.createUser("amira.haddad", "Amira Haddad");
  const agent = await Agent.create();
  try {
    const ordered = await api.register(amira.id, "linux");
    expect((await agent.command(["register", ordered.mirp_url])).code).toBe(0);
    agent.start();
    const state = async () => (await api.get<{ state: string }>(`/devices/${ordered.device_id}`)).state;
    await expect.poll(state).toBe("active");
    await signIn(page, "console", ADA);

    await test.step("a label by rule counts its devices while it is written", async () => {
      await page.goto("/admin/settings/labels");
      await hydrated(page);
      await expect(page.getByRole("link", { name: "Company-owned" })).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "labels");
      await page.getByRole("link", { name: "Create label" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Company Linux");
      await page.getByLabel("Company-owned").check();
      await page.getByLabel("Linux").check();
      await expect(page.getByText("Applies to 1 device now")).toBeVisible();
      await page.getByLabel("System from").fill("newest");
      await page.getByRole("button", { name: "Create label" }).click();
      await expect(page.getByRole("alert").or(page.locator(".error-summary")).first()).toBeVisible();
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Company Linux");
      await page.getByLabel("System from").fill("");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "label-new");
      await page.getByRole("button", { name: "Create label" }).click();
      await page.waitForURL("**/admin/settings/labels");
      await expect(page.getByRole("link", { name: "Company Linux" })).toBeVisible();
    });

    await test.step("a network is set up for it", async () => {
      await page.goto("/admin/settings/configurations");
      await hydrated(page);
      await expect(page.getByText("Nothing is set up by label yet")).toBeVisible();
      await expectAccessible(page);
      await shoot(page, "configurations-empty");
      await page.getByRole("link", { name: "Set up a Wi-Fi network" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Staff Wi-Fi");
      await page.getByLabel("Network name").fill("Vellmere-Staff");
      await page.getByLabel("Network password").fill("short");
      await page.getByLabel("Company Linux").check();
      await page.getByRole("button", { name: "Create configuration" }).click();
      await expect(page.getByLabel("Network password")).toHaveAttribute("aria-invalid", "true");
      await expectAccessible(page);
      await shoot(page, "configuration-new");
      await page.getByLabel("Network password").fill("quiet lanterns");
      await page.getByRole("button", { name: "Create configuration" }).click();
      await page.waitForURL("**/admin/settings/configurations");
      await expect(page.getByText("1 installed").or(page.getByText("1 waiting")).first()).toBeVisible();
    });

    await test.step("the device says that it has it", async () => {
      await page.goto(`/admin/devices/${ordered.device_id}`);
      await hydrated(page);
      const card = page.getByRole("region", { name: "Configurations" }).or(page.locator("section", { hasText: "Staff Wi-Fi" }));
      await expect(card.getByText("Installed").first()).toBeVisible();
      await expect(page.getByText("Company Linux")).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "device-setup");
    });

    await test.step("another ownership shows its difference first, and takes the network away", async () => {
      await page.getByRole("button", { name: "Change ownership" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("Removed from the device: Staff Wi-Fi")).toBeVisible();
      await expectAccessible(page);
      await shoot(page, "ownership");
      await dialog.getByRole("button", { name: "Change ownership" }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText("Removed", { exact: true })).toBeVisible();
      await expect(page.getByText("Employee-owned").first()).toBeVisible();
    });

    await test.step("a label by hand is put on", async () => {
      await page.getByRole("button", { name: "Edit labels put on by hand" }).click();
      await expect(page.getByText("There is no label that is put on by hand.")).toBeVisible();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await expect(page.getByRole("dialog")).toBeHidden();
      await api.post("/labels", { name: "Field kit" });
      await page.getByRole("button", { name: "Edit labels put on by hand" }).click();
      await page.getByLabel("Field kit").check();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Labels saved")).toBeVisible();
      await expect(page.getByText("Field kit").first()).toBeVisible();
    });

    await test.step("what the computer cannot do says why; retiring it does what it says", async () => {
      await expect(page.getByRole("button", { name: /Wipe.*cannot be wiped from here/ })).toHaveAttribute("aria-disabled", "true");
      await page.getByRole("button", { name: /^Retire/ }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("The device is managed no more.")).toBeVisible();
      await expectAccessible(page);
      await shoot(page, "retire");
      await dialog.getByRole("button", { name: "Retire" }).click();
      await expect(page.getByText("Retired", { exact: true }).first()).toBeVisible();
    });
  } finally {
    await agent.stop();
  }
});
