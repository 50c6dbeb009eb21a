import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "import" });

const FILE = [
  "user;e-mail;name;platform;phone number;reference;note",
  "amira.haddad;;;iPhone;0170 1234567;;",
  "new.person;new.person@vellmere.example;=1+1;Linux;;INV-7;",
  "amira.haddad;;;Toaster;;;",
].join("\r\n");

function file(text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: "devices.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
}

test("a file is looked at row by row, imported, and changes nothing the second time", async ({ page, gatehouse, complaints }) => {
  complaints.allow(/422/);
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  await api.createUser("amira.haddad", "Amira Haddad");
  await signIn(page, "console", ADA);

  await test.step("what is no import says so beside the file", async () => {
    await page.goto("/admin/import");
    await hydrated(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "import");
    await page.getByLabel("CSV file").setInputFiles(file("name;colour\nAmira;red\n"));
    await expect(page.getByText("No column says whose the devices are")).toBeVisible();
    await page.getByLabel("CSV file").setInputFiles({ ...file(""), buffer: Buffer.from([0xff, 0xfe, 0x41]) });
    await expect(page.getByText("This file is no UTF-8 text")).toBeVisible();
  });

  await test.step("the preview names what is wrong, and other options are other plans", async () => {
    await page.getByLabel("Country of phone numbers without one").selectOption("DE");
    await page.getByLabel("CSV file").setInputFiles(file(FILE));
    await page.waitForURL(/\/admin\/import\/[0-9a-f-]+$/);
    await expect(page.getByText("1 registers a device")).toBeVisible();
    await expect(page.getByText("2 left out")).toBeVisible();
    // On a phone its column is left out.
    await expect(page.getByText("+491701234567")).toBeAttached();
    await expect(page.getByText("Not used, since their heads mean nothing here: note")).toBeVisible();
    await page.getByLabel("Create people who are not here yet").check();
    await expect(page.getByText("1 creates a person, too")).toBeVisible();
    await expect(page.getByText("1 left out")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, "import-preview");
  });

  await test.step("it is imported with a result for each row", async () => {
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await page.waitForURL(/\/admin\/jobs\//);
    await expect(page.getByText("3 of 3 handled")).toBeVisible();
    await expect(page.getByText("2 registered")).toBeVisible();
    await expectAccessible(page);
    await shoot(page, "import-done");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download result" }).click();
    const stream = await (await download).createReadStream();
    let result = "";
    for await (const part of stream) result += String(part);
    expect(result).toContain("'=1+1");
    expect(result).not.toContain(",=1+1");
  });

  await test.step("the same file again changes nothing", async () => {
    await page.goto("/admin/import");
    await hydrated(page);
    await page.getByLabel("Create people who are not here yet").check();
    await page.getByLabel("Country of phone numbers without one").selectOption("DE");
    await page.getByLabel("CSV file").setInputFiles(file(FILE));
    await page.waitForURL(/\/admin\/import\/[0-9a-f-]+$/);
    await expect(page.getByText("2 unchanged")).toBeVisible();
    await expect(page.getByText("No row changes anything")).toBeVisible();
  });
});
