import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Api } from "../support/api.ts";
import { call, Device } from "../support/device.ts";
import { ADA, createAdministrator } from "../support/people.ts";
import { end, freePort } from "../support/process.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "own page" });

const SAMPLE = fileURLToPath(new URL("../../docs/samples/own-page.mjs", import.meta.url));

// The sample of docs/your-own-page.md, as an organisation would run it.
test("a company's own page registers a device, with nothing secret in an address", async ({ gatehouse }) => {
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  await api.createUser("amira.haddad", "Amira Haddad");
  await api.createUser("amira", "Amira Other");
  const scopes = ["--scope", "users:read", "--scope", "registrations:write"];
  const made = await gatehouse.command(["token", "create", "--user", ADA.username, "--name", "intranet", ...scopes]);
  const port = await freePort();
  const environment = { ...process.env, GATEHOUSE_URL: gatehouse.url, GATEHOUSE_TOKEN: made.stdout.trim(), PORT: String(port) };
  const sample = spawn(process.execPath, [SAMPLE], { env: environment, stdio: "inherit" });
  try {
    const own = `http://127.0.0.1:${port}`;
    const signedIn = { "x-remote-user": "amira" };
    await expect.poll(() => call("GET", own, signedIn).then((answer) => answer.status, () => 0)).toBe(200);
    expect((await call("GET", own, {})).status).toBe(401);
    const page = await call("GET", own, signedIn);
    expect(page.text).toContain('id="register-device"');
    // Another site's form cannot press the button.
    expect((await call("POST", `${own}/devices/register`, signedIn)).status).toBe(400);
    const press = { ...signedIn, "x-request-key": "0123456789abcdef" };
    const first = await call("POST", `${own}/devices/register`, press);
    expect([first.status, first.headers.get("cache-control")]).toEqual([200, "no-store"]);
    // Pressed twice it is one registration.
    expect((await call("POST", `${own}/devices/register`, press)).json).toEqual(first.json);
    const { link, pin, qr_svg } = first.json as Record<string, string>;
    expect(qr_svg).toMatch(/^<svg [^]*<\/svg>$/);
    expect(link).not.toContain(pin);
    expect((await fetch(link!)).status).toBe(200);
    expect((await new Device(gatehouse.url).register({ username: "amira", pin })).status).toBe(201);
    const stranger = await call("POST", `${own}/devices/register`, { ...press, "x-remote-user": "nobody" });
    expect(stranger.status).toBe(404);
  } finally {
    await end(sample);
  }
});
