import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "apple" });

const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });

/** A push certificate for the key of a request, as Apple gives it out. */
function certify(folder: string, request: Buffer, topic: string): string {
  const at = (name: string) => join(folder, name);
  writeFileSync(at("request.csr"), request);
  writeFileSync(at("request.pub"), openssl("req", "-in", at("request.csr"), "-noout", "-pubkey"));
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("ca.key"), "-out", at("ca.pem"), "-subj", "/CN=Apple", "-days", "30");
  const certificate = at("push.pem");
  openssl("x509", "-new", "-force_pubkey", at("request.pub"), "-subj", `/UID=${topic}/CN=APSP:${topic}`,
    "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-days", "365", "-out", certificate);
  return certificate;
}

test("an administrator gets a push certificate, renews it, and looks at the authority", async ({ page, gatehouse, complaints }) => {
  complaints.allow(/422/);
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-push-"));
  try {
    await createAdministrator(gatehouse);
    await signIn(page, "console", ADA);
    await page.goto("/admin/settings/apple");
    await hydrated(page);
    await expect(page.getByText("No push certificate")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "apple-settings-none");

    let request: Buffer = Buffer.from("");
    await test.step("a request is made and taken along", async () => {
      await page.getByRole("button", { name: "Make request" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download request" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("push-certificate-request.csr");
      request = readFileSync(await download.path());
      expect(request.toString()).toContain("BEGIN CERTIFICATE REQUEST");
    });

    await test.step("what is no push certificate is refused beside its field", async () => {
      await page.getByRole("button", { name: "Use this certificate" }).click();
      await expect(page.getByText("Choose the file of the certificate").first()).toBeVisible();
      const ca = certify(folder, request, "com.example.app");
      await page.getByLabel("Certificate", { exact: true }).setInputFiles(ca);
      await expect(page.getByText("File chosen")).toBeVisible();
      await page.getByRole("button", { name: "Use this certificate" }).click();
      await expect(page.getByText("This certificate is for something else").first()).toBeVisible();
      await expectAccessible(page);
    });

    await test.step("the right one counts at once", async () => {
      await page.getByLabel("Certificate", { exact: true }).setInputFiles(certify(folder, request, "com.apple.mgmt.External.one"));
      await page.getByLabel("Apple account").fill("it@vellmere.example");
      await page.getByRole("button", { name: "Use this certificate" }).click();
      await expect(page.getByText("Devices are called")).toBeVisible();
      await expect(page.getByText("com.apple.mgmt.External.one")).toBeVisible();
      await expect(page.getByText("it@vellmere.example")).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, "apple-settings");
    });

    await test.step("another topic is asked for", async () => {
      await page.getByLabel("Certificate", { exact: true }).setInputFiles(certify(folder, request, "com.apple.mgmt.External.two"));
      await page.getByRole("button", { name: "Use this certificate" }).click();
      await expect(page.getByText("This certificate has another topic").first()).toBeVisible();
      await page.getByLabel("Use another topic").check();
      await page.getByRole("button", { name: "Use this certificate" }).click();
      await expect(page.getByText("com.apple.mgmt.External.two")).toBeVisible();
    });

    await test.step("the authority shows what it is and takes its switch", async () => {
      await expect(page.getByText("Gatehouse devices")).toBeVisible();
      await expect(page.getByText("/scep/crl")).toBeVisible();
      await page.getByText("Accept requests of old clients").click();
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByText("Authority saved")).toBeVisible();
      await expect(page.getByRole("switch", { name: /Accept requests/ })).not.toBeChecked();
      await page.getByRole("link", { name: "Device certificates" }).click();
      await expect(page.getByText("No device has a certificate yet")).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    });

    await test.step("without it devices come by themselves", async () => {
      await page.goto("/admin/settings/apple");
      await hydrated(page);
      await page.getByRole("button", { name: "Remove" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("No device is called any more")).toBeVisible();
      await dialog.getByRole("button", { name: "Remove" }).click();
      await expect(page.getByText("No push certificate")).toBeVisible();
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
