import { type Browser, type Page } from "@playwright/test";
import { Pki, type Card, type Flaws } from "../support/cards.ts";
import { Gatehouse } from "../support/gatehouse.ts";
import { expectAccessible, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator, signIn } from "../support/people.ts";
import { freePort } from "../support/process.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "cards" });
test.describe.configure({ mode: "serial" });

let pki: Pki;
let gate: Gatehouse;
let cards: string;

test.beforeAll(async () => {
  pki = await Pki.create();
  await pki.authority("root");
  await pki.authority("elsewhere");
  const server = await pki.server();
  cards = `https://localhost:${await freePort()}`;
  gate = await Gatehouse.start({
    GATEHOUSE_TLS_CERT: server.certPath,
    GATEHOUSE_TLS_KEY: server.keyPath,
    GATEHOUSE_CERTIFICATE_LISTEN: `127.0.0.1:${new URL(cards).port}`,
    GATEHOUSE_CERTIFICATE_URL: cards,
  });
  await createAdministrator(gate);
});

test.afterAll(async () => gate.stop());

/** A page of a browser that holds this card. */
async function holding(browser: Browser, card?: Card, userAgent?: string): Promise<Page> {
  const clientCertificates = card ? [{ origin: cards, ...card }] : [];
  const context = await browser.newContext({
    baseURL: gate.url,
    ignoreHTTPSErrors: true,
    clientCertificates,
    ...(userAgent ? { userAgent } : {}),
  });
  return context.newPage();
}

/** From the sign-in page on with the card. */
async function offer(page: Page): Promise<void> {
  await page.goto("/admin/sign-in");
  await page.getByRole("link", { name: "Use a smart card or certificate" }).click();
}

test("an authority is looked at, trusted, and cards are taken at the console", async ({ browser }) => {
  const page = await holding(browser);
  await signIn(page, "console");
  await page.goto("/admin/settings/sign-in");
  await hydrated(page);
  await page.getByLabel("Trust another authority").setInputFiles(pki.file("root.pem"));
  const dialog = page.getByRole("dialog", { name: "Trust this authority?" });
  await expect(dialog.getByText("CN=root").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Trust authority" }).click();
  await expect(page.getByRole("region", { name: "CN=root" })).toBeVisible();
  const console = page.getByRole("group", { name: "Console" });
  await console.getByLabel("Smart card or certificate").check();
  await console.getByLabel("User name and password").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("After this change you could not sign in any more.")).toBeVisible();
  await console.getByLabel("User name and password").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Unsaved changes")).toBeHidden();
  await shoot(page, "sign-in-settings");
  await expectAccessible(page);
});

test("a good card opens the console", async ({ browser }) => {
  const page = await holding(browser, await pki.card("good", ADA.username));
  await page.goto("/admin/sign-in");
  await shoot(page, "sign-in-with-card");
  await expectAccessible(page);
  await offer(page);
  await page.waitForURL(`${gate.url}/admin`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

const BAD: [string, Flaws][] = [
  ["forged", { issuer: "self" }],
  ["expired", { days: -2 }],
  ["foreign", { issuer: "elsewhere" }],
  ["wrong purpose", { purpose: "serverAuth" }],
];

for (const [kind, flaws] of BAD) {
  test(`a card that is ${kind} opens nothing`, async ({ browser }) => {
    const page = await holding(browser, await pki.card(kind.replace(" ", "-"), ADA.username, flaws));
    await offer(page);
    await expect(page.getByText("This certificate was not accepted, or none was shown.")).toBeVisible();
    expect(new URL(page.url()).origin).toBe(gate.url);
    await page.goto("/admin");
    await expect(page).toHaveURL(/\/admin\/sign-in/);
  });
}

test("no card opens nothing, and a phone is not asked for one", async ({ browser }) => {
  const page = await holding(browser);
  await offer(page);
  await expect(page.getByText("This certificate was not accepted, or none was shown.")).toBeVisible();
  await shoot(page, "sign-in-card-refused");
  await expectAccessible(page);
  const phone = await holding(browser, undefined, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148");
  await phone.goto("/admin/sign-in");
  await expect(phone.getByLabel("User name or e-mail")).toBeVisible();
  await expect(phone.getByRole("link", { name: "Use a smart card or certificate" })).toHaveCount(0);
});

test("a card that was revoked opens nothing once the list is there", async ({ browser }) => {
  const stolen = await pki.card("stolen", ADA.username);
  const page = await holding(browser, stolen);
  await offer(page);
  await page.waitForURL(`${gate.url}/admin`);
  await page.goto("/admin/settings/sign-in");
  await hydrated(page);
  await page.getByLabel("New revocation list of CN=root").setInputFiles(await pki.revoke(stolen));
  await expect(page.getByText("Names 1 certificate.")).toBeVisible();
  const later = await holding(browser, stolen);
  await offer(later);
  await expect(later.getByText("This certificate was not accepted, or none was shown.")).toBeVisible();
});
