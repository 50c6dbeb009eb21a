import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { ADA, createAdministrator } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "invitation walk" });

const PASSWORD = "violet anchor mustard tram";

test("the invitation alone leads a person to a registered device over four screens", async ({ browser, gatehouse, mail, agent, complaints }) => {
  // The server is killed in between.
  complaints.allow(/Failed to load resource: net::ERR_/);
  await createAdministrator(gatehouse);
  await gatehouse.crashAndRestart({ GATEHOUSE_SMTP_URL: mail.url });
  const api = await Api.as(gatehouse, ADA.username);
  const amira = await api.createUser("amira.haddad", "Amira Haddad");
  const job = await api.post<{ id: string }>("/invitations", { selection: { people: [amira.id] } });
  const sent = async () => (await api.get<{ messages: { sent: number } }>(`/jobs/${job.id}`)).messages.sent;
  // The lease of the killed process has to run out first.
  await expect.poll(sent, { message: "the invitation is sent", timeout: 40_000 }).toBe(1);

  const { email } = await mail.newestTo("amira.haddad@vellmere.example");
  const link = /https?:\/\/\S+\/set-password\/[\w-]+/.exec(email.text ?? "")?.[0] ?? "";
  expect(link, email.text).not.toBe("");
  const context = await browser.newContext({ baseURL: gatehouse.url, viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  const arrived = async (name: string) => {
    await expectAccessible(phone);
    await expectNoSidewaysScroll(phone);
    await shoot(phone, `invitation-${name}`);
  };

  await test.step("the letter", async () => {
    const letter = await context.newPage();
    await letter.setContent((email.html || "").replaceAll(/src="cid:[^"]*"/g, 'src="data:,"'));
    await shoot(letter, "invitation-0-letter");
    await letter.close();
  });

  await test.step("1: a password", async () => {
    await phone.goto(new URL(link).pathname);
    await arrived("1-password");
    await phone.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await phone.locator("button[type=submit]").click();
  });

  await test.step("2: signing in", async () => {
    await phone.getByLabel("User name or e-mail").fill("amira.haddad");
    await phone.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await arrived("2-sign-in");
    await phone.getByRole("button", { name: "Sign in", exact: true }).click();
  });

  await test.step("3: which device", async () => {
    await phone.waitForURL(/\/register$/);
    await hydrated(phone);
    await phone.getByText("Linux", { exact: false }).first().click();
    await arrived("3-device");
    await phone.getByRole("button", { name: "Create code" }).click();
  });

  await test.step("4: the code, until the device is there", async () => {
    await phone.waitForURL(/\/registrations\//);
    await hydrated(phone);
    const pin = (await phone.locator(".pin").first().innerText()).replaceAll(/\D/g, "");
    expect(pin).toHaveLength(8);
    const server = new URL(gatehouse.url).host;
    const registered = await agent.command(["register", `mirp://${server}&user=amira.haddad&pin=${pin}`]);
    expect(registered.code, registered.stderr).toBe(0);
    agent.start();
    const state = async () => {
      const { items } = await api.get<{ items: { state: string }[] }>(`/devices?user_id=${amira.id}`);
      return items[0]?.state;
    };
    await expect.poll(state, { message: "the device checks in" }).toBe("active");
    await arrived("4-code");
  });

  const { items } = await api.get<{ items: { reaction: string }[] }>("/invitations");
  expect(items.map((row) => row.reaction)).toEqual(["registered"]);
  await context.close();
});
