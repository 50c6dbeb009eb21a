import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Api, type User } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { Phone } from "../support/phone.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "certificates" });

const RIGHTS = ["sign_in", "register", "lock", "upload_certificates"];
const ALL_DEVICES = "01936d3e-0000-7000-8000-000000000001";

/** A file of the collection that the reader is tested with. */
function file(name: string): string {
  return new URL(`../../crates/pkcs12/tests/corpus/${name}.p12`, import.meta.url).pathname;
}

/** Files of one person are opened five a minute: every story has a person of its own. */
const GRACE = { username: "grace", password: "seven quiet lanterns harbour" };
const MARIE = { username: "marie", password: "quiet harbour seven lanterns" };

let api: Api;
const ids = new Map<string, string>();

test.beforeAll(async ({ gatehouse }) => {
  for (const person of [ADA, GRACE, MARIE]) {
    await createAdministrator(gatehouse, person);
    api ??= await Api.as(gatehouse, ADA.username);
    await api.setRights(person.username, RIGHTS);
    const found = await api.get<{ items: User[] }>(`/users?q=${person.username}`);
    ids.set(person.username, found.items[0]!.id);
  }
});

async function good(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, name);
}

function setting(name: string, password: "at_upload" | "on_device"): Promise<{ id: string }> {
  const platforms = ["ios", "ipados", "macos", "tvos", "linux"];
  return api.post("/configurations", {
    name,
    description: "",
    settings: { kind: "certificate", purpose: "mail_signing", password, platforms },
    labels: [ALL_DEVICES],
  });
}

test("where nobody asks for certificates, the page says so", async ({ page }) => {
  await signIn(page, "portal", ADA);
  await page.goto("/certificates");
  await hydrated(page);
  await expect(page.getByText("No certificates are asked for")).toBeVisible();
  await expect(page.getByLabel("Certificate file")).toBeHidden();
  await good(page, "certificates-none");
});

test("an administrator asks for a certificate", async ({ page }) => {
  await signIn(page, "console", ADA);
  await page.goto("/admin/settings/configurations/new?kind=certificate");
  await hydrated(page);
  await page.getByLabel("Name", { exact: true }).fill("S/MIME signing");
  await page.getByLabel("Purpose").selectOption({ label: "Signing mail" });
  await page.getByText("The device", { exact: true }).click();
  await expect(page.getByText("this server cannot look into the file")).toBeVisible();
  await page.getByText("The upload", { exact: true }).click();
  await page.getByLabel("All devices").check();
  await good(page, "configuration-certificate-new");
  await page.getByRole("button", { name: "Create configuration" }).click();
  await expect(page.getByRole("link", { name: "S/MIME signing" })).toBeVisible();
  await page.getByRole("link", { name: "S/MIME signing" }).click();
  await expect(page.getByText("Who asks for the password of the file")).toBeVisible();
});

for (const script of [true, false]) {
  test.describe(script ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled: script });

    test("a certificate is looked into, put to use, replaced and removed", async ({ page, complaints, agent }) => {
      test.skip((page.viewportSize()?.width ?? 0) < 720, "uploading needs a computer");
      complaints.allow(/status of 422/);
      const name = script ? "Mail of Ada" : "Mail without script";
      const person = script ? ADA : GRACE;
      const { id } = await setting(name, "at_upload");
      const folder = await mkdtemp(join(tmpdir(), "gatehouse-certificates-"));
      const button = (label: string) => page.getByRole("button", { name: label, exact: true });
      const ready = async () => {
        if (script) await hydrated(page);
      };
      const look = async (of: string, password: string) => {
        await page.getByLabel("Certificate file").setInputFiles(file(of));
        await page.getByRole("textbox", { name: "Password of the file" }).fill(password);
        await button("Look inside").click();
      };
      const registration = await api.register(ids.get(person.username)!, "linux");
      const registered = await agent.command(["register", registration.mirp_url]);
      expect(registered.code, registered.stderr).toBe(0);
      agent.start("--configurations-dir", folder);
      const files = async () => (await readdir(folder)).filter((each) => each.includes(id));
      try {
        await signIn(page, "portal", person);
        await page.goto("/certificates");
        await ready();
        await page.getByRole("link", { name: `Upload a certificate for ${name}` }).click();
        await expect(page.getByText(`For ${name}`)).toBeVisible();

        await test.step("what is wrong is said beside its cause", async () => {
          await button("Look inside").click();
          await expect(page.locator("#f-file-e")).toBeVisible();
          await look("openssl3", "wrong");
          await expect(page.locator("#f-password-e")).toHaveText(/This password does not open the file/);
          await ready();
          if (script) await good(page, "certificates-wrong-password");
          await expect(page.getByText("openssl3.p12")).toBeVisible();
          await expect(page.getByLabel("Certificate file")).toBeHidden();
          await page.getByRole("textbox", { name: "Password of the file" }).fill("correct horse");
          await button("Look inside").click();
          await expect(page.getByRole("heading", { name: "In your file" })).toBeVisible();
          await ready();
          await button("Throw this file away").click();
          await ready();
          await look("openssl3-no-key", "secret");
          await expect(page.locator("#f-file-e")).toHaveText(/There is no private key/);
          await page.getByLabel("Certificate file").setInputFiles({
            name: "large.p12",
            mimeType: "application/x-pkcs12",
            buffer: Buffer.alloc(256 * 1024 + 1, 0x30),
          });
          await button("Look inside").click();
          await expect(page.locator("#f-file-e")).toHaveText(/This file is too large/);
        });

        await test.step("the file says what is in it, and one of several is chosen", async () => {
          await look("keytool", "secret");
          await expect(page.getByRole("heading", { name: "In your file" })).toBeVisible();
          await ready();
          await expect(page.getByText("keytool.p12")).toBeVisible();
          await page.getByLabel("sign-in").check();
          await page.getByText("What it says").last().click();
          await expect(page.getByText("OU=Sign in, CN=Amira Haddad").first()).toBeVisible();
          await expect(page.getByRole("checkbox", { name })).toBeChecked();
          if (script) await good(page, "certificates-inside");
          await page.getByRole("checkbox", { name }).uncheck();
          await button("Upload certificate").click();
          await expect(page.locator("#f-configurations-e")).toBeVisible();
          await expect(page.getByLabel("sign-in")).toBeChecked();
          await page.getByRole("checkbox", { name }).check();
          await button("Upload certificate").click();
          await expect(page.getByText("Your devices get it at their next check-in")).toBeVisible();
        });

        await test.step("it comes to the device, for its owner alone", async () => {
          await expect.poll(files, { timeout: 20_000 }).toEqual([`gatehouse-${id}.pem`]);
          const path = join(folder, `gatehouse-${id}.pem`);
          expect((await stat(path)).mode & 0o777).toBe(0o600);
          const text = await readFile(path, "utf8");
          expect(text).toContain("BEGIN PRIVATE KEY");
          expect(text).toContain("BEGIN CERTIFICATE");
          await expect(async () => {
            await page.goto("/certificates");
            await expect(page.getByText("on 1 device").first()).toBeVisible({ timeout: 500 });
          }).toPass();
          await ready();
          if (script) await good(page, "certificates");
        });

        await test.step("another one takes its place", async () => {
          const before = await readFile(join(folder, `gatehouse-${id}.pem`), "utf8");
          await page.getByRole("link", { name: `Replace the certificate for ${name}` }).click();
          await expect(page.getByText(`For ${name}`)).toBeVisible();
          await look("real-windows-aes", "password");
          await ready();
          await expect(page.getByText("Replaces the one that is there").first()).toBeVisible();
          await button("Upload certificate").click();
          const expired = page.getByText("This certificate is out of date");
          const kept = page.getByText("Your devices get it at their next check-in");
          await expect(expired.or(kept)).toBeVisible();
          const now = () => readFile(join(folder, `gatehouse-${id}.pem`), "utf8");
          if (await kept.isVisible()) await expect.poll(now, { timeout: 20_000 }).not.toBe(before);
        });

        await test.step("taken away, its key is gone here and there", async () => {
          await page.goto("/certificates");
          await ready();
          await page.getByRole("link", { name: `Remove the certificate for ${name}` }).click();
          await expect(page.getByText("The private key is deleted here.")).toBeVisible();
          if (script) await good(page, "certificates-remove");
          await button("Remove certificate").click();
          await expect(page.getByText("Removed. The private key was deleted")).toBeVisible();
          await expect.poll(files, { timeout: 20_000 }).toEqual([]);
          if (script) await good(page, "certificates-removed");
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}

test("whose session has ended comes back to the same certificate", async ({ page }) => {
  test.skip((page.viewportSize()?.width ?? 0) < 720, "uploading needs a computer");
  const { id } = await setting("Interrupted mail", "at_upload");
  await signIn(page, "portal", MARIE);
  await page.goto(`/certificates?for=${id}`);
  await hydrated(page);
  await page.getByLabel("Certificate file").setInputFiles(file("openssl3"));
  await page.getByRole("textbox", { name: "Password of the file" }).fill("correct horse");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Look inside" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("User name or e-mail").fill(MARIE.username);
  await page.getByLabel("Password", { exact: true }).fill(MARIE.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`/certificates?for=${id}`);
  await expect(page.getByText("For Interrupted mail")).toBeVisible();
});

test("on a phone certificates are shown and nothing is offered to upload", async ({ page }) => {
  test.skip((page.viewportSize()?.width ?? 0) >= 720, "this is a computer");
  await setting("S/MIME on the go", "on_device");
  await signIn(page, "portal", ADA);
  await page.goto("/certificates");
  await hydrated(page);
  await expect(page.getByText("open this page on a computer")).toBeVisible();
  await expect(page.getByLabel("Certificate file")).toBeHidden();
  await good(page, "certificates");
});

test("an iPhone gets it in a profile", async ({ page }) => {
  test.skip((page.viewportSize()?.width ?? 0) < 720, "uploading needs a computer");
  await setting("Phone mail", "at_upload");
  const registration = await api.register(ids.get(MARIE.username)!, "ios");
  const phone = Phone.open(registration.link, "C39XK0E2E301");
  try {
    await expect.poll(() => phone.log()).toContain("ProfileList");
    await signIn(page, "portal", MARIE);
    await page.goto("/certificates");
    await hydrated(page);
    await page.getByRole("link", { name: "Upload a certificate for Phone mail" }).click();
    await page.getByLabel("Certificate file").setInputFiles(file("nss"));
    await page.getByRole("textbox", { name: "Password of the file" }).fill("secret");
    await page.getByRole("button", { name: "Look inside" }).click();
    await page.getByRole("button", { name: "Upload certificate" }).click();
    await expect.poll(() => phone.log(), { timeout: 20_000 }).toContain("InstallProfile");
  } finally {
    await phone.stop();
  }
});
