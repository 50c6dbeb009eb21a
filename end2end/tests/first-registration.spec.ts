import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/page.ts";
import { ADA, createAdministrator } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "first registration", mailConfigured: true });

const SCREENSHOTS = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));

// The walk of docs/first-registration.md. WRITE_WALK=1 takes its pictures again.
test("the message alone leads a person to a registered device in four screens", async ({ page, gatehouse, agent, mail }, info) => {
  const screens: string[] = [];
  const screen = async (shown: Page, name: string) => {
    screens.push(name);
    if (!process.env.WRITE_WALK || info.project.name !== "light") return;
    await shown.setViewportSize({ width: 1024, height: 768 });
    await shown.screenshot({ path: `${SCREENSHOTS}/first-registration-${screens.length}.png` });
  };
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const user = await api.createUser("amira.haddad", "Amira Haddad");
  await api.post("/registrations", { user_id: user.id, platform: "linux", notify: ["email"] });

  const link = /https?:\/\/\S+\/r\/[\w-]{22,}/;
  let address = "";
  await test.step("the message", async () => {
    await expect(async () => {
      const { email } = await mail.newestTo("amira.haddad@vellmere.example");
      address = link.exec(email.text ?? "")?.[0] ?? "";
      expect(address).toContain(gatehouse.url);
    }).toPass();
    const { email } = await mail.newestTo("amira.haddad@vellmere.example");
    let html = email.html ?? "";
    for (const { contentId, mimeType, content } of email.attachments) {
      const bytes = Buffer.from(content as ArrayBuffer).toString("base64");
      html = html.replaceAll(`cid:${contentId?.replace(/[<>]/g, "")}`, `data:${mimeType};base64,${bytes}`);
    }
    const reader = await page.context().newPage();
    await reader.setContent(html);
    await screen(reader, "message");
    await reader.close();
  });

  await test.step("the link, opened on the computer itself", async () => {
    await page.goto(address);
    await expect(page.locator(".qr-paper svg").first()).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screen(page, "link");
    const here = page.getByRole("button", { name: "Register this computer" });
    // A phone sees the steps at once.
    if (await here.isVisible()) await here.click();
  });

  await test.step("the steps on the device", async () => {
    await expect(page.getByText(`gatehouse-agent register ${address}`).first()).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screen(page, "steps");
    const joined = await agent.command(["register", address]);
    expect(joined.code, joined.stderr).toBe(0);
    agent.start();
  });

  await test.step("the device has joined", async () => {
    await expect(async () => {
      await page.goto(address);
      await expect(page.getByText("is registered and in touch")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expectAccessible(page);
    await screen(page, "joined");
  });
  expect(screens.length).toBeLessThanOrEqual(4);
});
