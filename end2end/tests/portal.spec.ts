import type { Page } from "@playwright/test";
import { Api, type User } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { Phone } from "../support/phone.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "portal" });

const RIGHTS = ["sign_in", "register", "lock", "unlock", "locate", "wipe", "retire", "change_ownership"];

let api: Api;
let me: string;

test.beforeAll(async ({ gatehouse }) => {
  await createAdministrator(gatehouse);
  api = await Api.as(gatehouse, ADA.username);
  await api.setRights(ADA.username, RIGHTS);
  me = (await api.get<{ items: User[] }>(`/users?q=${ADA.username}`)).items[0]!.id;
});

async function good(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, name);
}

/** The address of a phone that has come in and is out of touch now. */
async function away(serial: string): Promise<string> {
  const registration = await api.register(me, "ios");
  const phone = Phone.open(registration.link, serial);
  try {
    await expect.poll(() => phone.log()).toContain("ProfileList");
  } finally {
    await phone.stop();
  }
  return `/devices/${registration.device_id}`;
}

/** What a page without script shows after a moment: it is loaded again. */
async function again(page: Page, shown: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await shown();
  }).toPass();
}

for (const script of [true, false]) {
  test.describe(script ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled: script });

    test("one's phone is found, unlocked, given another owner, and retired", async ({ page, complaints }) => {
      complaints.allow(/status of 422/);
      const serial = script ? "C39XK0E2E101" : "C39XK0E2E102";
      const registration = await api.register(me, "ios");
      const phone = Phone.open(registration.link, serial);
      const here = `/devices/${registration.device_id}`;
      const ready = async () => {
        if (script) await hydrated(page);
      };
      const shows = async (text: string | RegExp) => {
        const seen = () => expect(page.getByText(text).first()).toBeVisible({ timeout: script ? 15_000 : 500 });
        if (script) await seen();
        else await again(page, seen);
      };
      const button = (name: string) => page.locator("main").getByRole("button", { name, exact: true });
      const link = (name: RegExp) => page.locator(".actions").getByRole("link", { name });
      try {
        await signIn(page, "portal", ADA);
        await page.goto(here);
        await ready();
        await shows("A simulated iPhone");
        await expect(async () => {
          await page.reload();
          await expect(link(/^Locate/)).toBeVisible({ timeout: 500 });
        }).toPass();
        await ready();
        if (script) await good(page, "portal-device");

        await test.step("it tells where it is", async () => {
          await link(/^Locate/).click();
          await expect(page.getByText("For a moment the device shows")).toBeVisible();
          if (script) await good(page, "portal-ask-locate");
          await button("Locate").click();
          await shows("52.51628, 13.37771");
          expect(phone.log()).toContain("DisableLostMode");
          if (script) await good(page, "portal-located");
        });

        await test.step("its passcode is cleared", async () => {
          await link(/^Clear passcode/).click();
          await expect(page.getByText("For when you have forgotten it")).toBeVisible();
          await button("Clear passcode").click();
          await expect.poll(() => phone.log()).toContain("ClearPasscode");
        });

        await test.step("it becomes the person's own with the next check-in", async () => {
          await page.goto(`${here}?ask=ownership`);
          await ready();
          await expect(page.getByText("Nothing is set up on the device or taken off it")).toBeVisible();
          if (script) await good(page, "portal-ask-ownership");
          await button("Change ownership").click();
          await shows("Employee-owned");
        });

        await test.step("what to do when it is lost stands on one page", async () => {
          await page.goto(here);
          await page.getByRole("link", { name: "I have lost this device" }).click();
          await expect(page.getByRole("heading", { level: 1, name: /You have lost/ })).toBeVisible();
          await ready();
          await expect(page.getByText(/Locate: Done/)).toBeVisible();
          if (script) await good(page, "portal-lost");
        });

        await test.step("a wipe asks for the name, and goes on where the milder way is enough", async () => {
          await page.getByRole("link", { name: /^Wipe/ }).click();
          await expect(page.getByText("Everything on the device is erased")).toBeVisible();
          await ready();
          await page.getByLabel("Type the name of the device").fill("Something else");
          await button("Wipe").click();
          await expect(page.getByLabel("Type the name of the device")).toHaveValue("Something else");
          await expect(page.getByLabel("Type the name of the device")).toHaveAttribute("aria-invalid", "true");
          if (script) await good(page, "portal-ask-wipe");
          await page.getByRole("link", { name: "Retire it instead." }).click();
          await expect(page.getByText("The device leaves the organisation.")).toBeVisible();
          await ready();
          await expect(page.getByText("1 answer needs a change")).toHaveCount(0);
          if (script) await good(page, "portal-ask-retire");
          await button("Retire").click();
          await shows("Retired");
        });
      } finally {
        await phone.stop();
      }
    });

    test("a wipe that the phone has not fetched is taken back", async ({ page }) => {
      const serial = script ? "C39XK0E2E103" : "C39XK0E2E104";
      const here = await away(serial);
      await signIn(page, "portal", ADA);
      await page.goto(`${here}?ask=wipe`);
      if (script) await hydrated(page);
      await page.getByLabel("Type the name of the device").fill("A simulated iPhone");
      await page.locator("main").getByRole("button", { name: "Wipe", exact: true }).click();
      await expect(page.getByText("Waiting to be sent").first()).toBeVisible();
      if (script) await hydrated(page);
      await page.getByRole("button", { name: "Take it back" }).click();
      await expect(page.getByRole("listitem").filter({ hasText: "Wipe requested by you" })).toContainText("Cancelled");
      await expect(page.getByText("Active").first()).toBeVisible();
    });
  });
}

test("rights that are taken away and given show without a reload, and take nothing that was typed", async ({ page }) => {
  const here = await away("C39XK0E2E106");
  await signIn(page, "portal", ADA);
  await page.goto(here);
  await hydrated(page);
  const wipe = page.locator(".actions").getByRole("link", { name: /^Wipe/ });
  await expect(wipe).toBeVisible();
  try {
    await api.setRights(ADA.username, RIGHTS.filter((right) => right !== "wipe"));
    await expect(wipe).toHaveCount(0);
    await page.goto(`${here}?ask=lock`);
    await hydrated(page);
    await page.getByLabel("Message on the screen").fill("Bring me back");
    await api.setRights(ADA.username, RIGHTS);
    await expect(page.getByLabel("Message on the screen")).toHaveValue("Bring me back");
    await page.locator("main").getByRole("button", { name: "Lock", exact: true }).click();
    await expect(page.getByText("Waiting to be sent").first()).toBeVisible();
    await expect(wipe).toBeVisible();
  } finally {
    await api.setRights(ADA.username, RIGHTS);
  }
});

test("a right that a group gives or takes shows without a reload", async ({ page }) => {
  const here = await away("C39XK0E2E109");
  await api.setRights(ADA.username, ["sign_in", "lock"]);
  try {
    const group = await api.post<{ id: string }>("/groups", { name: "Field sales", description: "", rights: [] });
    await api.post(`/groups/${group.id}/members`, { add: [me], remove: [] });
    await signIn(page, "portal", ADA);
    await page.goto(here);
    await hydrated(page);
    const wipe = page.locator(".actions").getByRole("link", { name: /^Wipe/ });
    await expect(page.locator(".actions").getByRole("link", { name: /^Lock/ })).toBeVisible();
    await expect(wipe).toHaveCount(0);
    await api.setGroupRights(group.id, ["wipe"]);
    await expect(wipe).toBeVisible();
    await api.setGroupRights(group.id, []);
    await expect(wipe).toHaveCount(0);
  } finally {
    await api.setRights(ADA.username, RIGHTS);
  }
});

test("at the limit the page says which devices could go, and history is looked at by kind", async ({ page }) => {
  await away("C39XK0E2E105");
  await api.setRegistration({ standard_device_limit: 1 });
  try {
    await signIn(page, "portal", ADA);
    await hydrated(page);
    await good(page, "portal-home-lost");
    await page.goto("/register");
    await hydrated(page);
    const line = page.getByRole("listitem").filter({ hasText: "A simulated iPhone" });
    await expect(line.first().getByRole("link", { name: "Retire A simulated iPhone" })).toBeVisible();
    await good(page, "portal-full");
    await line.first().getByRole("link", { name: "Retire A simulated iPhone" }).click();
    await expect(page.getByText("The device leaves the organisation.")).toBeVisible();
    await page.goto("/history");
    await hydrated(page);
    await expect(page.locator(".tabs"), "tabs that stand apart").toHaveCSS("display", "flex");
    await expect(page.getByText("Registration started by tests").first()).toBeVisible();
    await page.getByRole("navigation", { name: "History" }).getByRole("link", { name: "Devices" }).click();
    await expect(page.getByText("Registration started by tests")).toHaveCount(0);
    await expect(page.getByText("Device registered").first()).toBeVisible();
    await good(page, "portal-history-devices");
  } finally {
    await api.setRegistration({ standard_device_limit: null });
  }
});
