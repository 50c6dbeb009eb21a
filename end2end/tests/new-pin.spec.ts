import { Api, type User } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "new-pin" });

let api: Api;
let me: string;

test.beforeAll(async ({ gatehouse }) => {
  await createAdministrator(gatehouse);
  api = await Api.as(gatehouse, ADA.username);
  await api.setRights(ADA.username, ["sign_in", "register", "lock", "reset_pin_password"]);
  me = (await api.get<{ items: User[] }>(`/users?q=${ADA.username}`)).items[0]!.id;
});

test("an administrator reads the new PIN out, once", async ({ page, agent }) => {
  const registration = await api.register(me, "windows");
  const registered = await agent.command(["--platform", "windows", "register", registration.mirp_url]);
  expect(registered.code, registered.stderr).toBe(0);
  agent.start("--platform", "windows");
  const state = async () => (await api.get<{ state: string }>(`/devices/${registration.device_id}`)).state;
  await expect.poll(state).toBe("active");
  await signIn(page, "console", ADA);
  await page.goto(`/admin/devices/${registration.device_id}`);
  await hydrated(page);
  await api.post(`/devices/${registration.device_id}/commands`, { action: "reset_pin_password" });
  const show = page.getByRole("button", { name: "Show the new PIN" });
  await show.click();
  await expect(page.locator("p.pin")).toHaveText(/^\d{6}$/);
  await expect(show).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-new-pin");
  await page.reload();
  await hydrated(page);
  await expect(page.getByText("asked for by").first()).toBeVisible();
  await expect(page.locator("p.pin")).toHaveCount(0);
});

for (const script of [true, false]) {
  test.describe(script ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled: script });

    test("whoever has forgotten the PIN of a PC gets a new one, shown once", async ({ page, agent, complaints }) => {
      complaints.allow(/status of 422/);
      const registration = await api.register(me, "windows");
      const registered = await agent.command(["--platform", "windows", "register", registration.mirp_url]);
      expect(registered.code, registered.stderr).toBe(0);
      agent.start("--platform", "windows");
      const state = async () => (await api.get<{ state: string }>(`/devices/${registration.device_id}`)).state;
      await expect.poll(state).toBe("active");
      const ready = async () => {
        if (script) await hydrated(page);
      };
      const good = async (name: string) => {
        if (!script) return;
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await shoot(page, name);
      };
      await signIn(page, "portal", ADA);
      await page.goto(`/devices/${registration.device_id}`);
      await ready();
      await page.locator(".actions").getByRole("link", { name: /^New PIN/ }).click();
      await expect(page.getByText("The PIN that it has now")).toBeVisible();
      await good("portal-ask-new-pin");
      await page.locator("#ask").getByRole("button", { name: "New PIN" }).click();
      const show = page.getByRole("button", { name: "Show the new PIN" });
      if (script) await expect(show).toBeVisible();
      else
        await expect(async () => {
          await page.reload();
          await expect(show).toBeVisible({ timeout: 500 });
        }).toPass();
      await good("portal-new-pin-waits");
      await show.click();
      const pin = page.locator("p.pin");
      await expect(pin).toHaveText(/^\d{6}$/);
      await expect(page.getByText("it is shown this one time")).toBeVisible();
      await ready();
      await good("portal-new-pin");
      const address = new URL(page.url());
      expect(address.pathname + address.search, "no PIN in the address").toBe(`/devices/${registration.device_id}`);
      await page.goto(`/devices/${registration.device_id}`);
      await ready();
      await expect(pin).toBeHidden();
      await expect(show).toBeHidden();
      const log = agent.log();
      expect(log).toContain("has another PIN");
    });
  });
}
