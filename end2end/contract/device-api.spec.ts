import { randomBytes } from "node:crypto";
import { Api, type Registration, type User } from "../support/api.ts";
import { call, Device, FACTS } from "../support/device.ts";
import { ADA, createAdministrator } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "device contract" });

const REFUSED = '{"type":"about:blank","title":"Registration refused","status":403,"code":"registration_refused"}';

let api: Api | undefined;
let people = 0;

test.beforeEach(async ({ gatehouse }) => {
  if (api) return;
  await createAdministrator(gatehouse);
  api = await Api.as(gatehouse, ADA.username);
});

async function waiting(): Promise<{ user: User; registration: Registration }> {
  people += 1;
  const user = await api!.createUser(`person${people}`, `Person ${people}`);
  return { user, registration: await api!.register(user.id, "linux") };
}

async function joined(url: string): Promise<Device> {
  const { user, registration } = await waiting();
  const device = new Device(url);
  expect((await device.register({ username: user.username, pin: registration.pin })).status).toBe(201);
  return device;
}

test("a PIN registers one key, and the same key again", async ({ gatehouse }) => {
  const { user, registration } = await waiting();
  const device = new Device(gatehouse.url);
  const first = await device.register({ username: user.username.toUpperCase(), pin: registration.pin });
  expect(first.status).toBe(201);
  expect(first.json).toEqual({
    device_id: registration.device_id,
    base_url: gatehouse.url,
    check_in_interval_s: expect.any(Number),
  });
  const again = await device.register({ username: user.username, pin: registration.pin });
  expect(again.status).toBe(201);
  expect(again.json).toEqual(first.json);
  const other = await new Device(gatehouse.url).register({ username: user.username, pin: registration.pin });
  expect([other.status, other.text]).toEqual([403, REFUSED]);
});

test("whatever is wrong, the refusal is the same bytes", async ({ gatehouse }) => {
  const { user, registration } = await waiting();
  const { user: stranger } = await waiting();
  const device = new Device(gatehouse.url);
  const { pin } = registration;
  const wrong = [
    { username: user.username, pin: "00000000" },
    { username: "nobody", pin },
    { username: stranger.username, pin },
    { username: user.username, password: "harbour lantern quietly seven" },
    { username: user.username },
    { username: user.username, pin: "" },
    { username: user.username, pin: "9".repeat(5000) },
    { pin },
  ];
  for (const proof of wrong) {
    const answer = await device.register(proof);
    expect([answer.status, answer.text], JSON.stringify(proof).slice(0, 80)).toEqual([403, REFUSED]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
  for (const key of ["", "short", Buffer.alloc(31).toString("base64"), Buffer.alloc(32).toString("base64"), randomBytes(32).toString("base64url")]) {
    const body = JSON.stringify({ username: user.username, pin, public_key: key, device: FACTS });
    const answer = await call("POST", `${gatehouse.url}/api/device/v1/register`, { "content-type": "application/json" }, body);
    expect([answer.status, answer.text], key).toEqual([403, REFUSED]);
  }
  expect((await device.register({ username: user.username, pin: ` ${pin.slice(0, 4)}-${pin.slice(4)} ` })).status).toBe(201);
});

test("of 50 clients with one PIN exactly one wins", async ({ gatehouse }) => {
  const { user, registration } = await waiting();
  const tries = Array.from({ length: 50 }, () =>
    new Device(gatehouse.url).register({ username: user.username, pin: registration.pin }),
  );
  const statuses = (await Promise.all(tries)).map((answer) => answer.status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 403)).toHaveLength(49);
});

test("the first check-in makes the device active", async ({ gatehouse }) => {
  const device = await joined(gatehouse.url);
  expect((await api!.get<any>(`/devices/${device.id}`)).state).toBe("enrolling");
  const answer = await device.checkIn({ facts: { ...FACTS, battery_percent: 81 } });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({ commands: [], notices: [], next_check_in_s: expect.any(Number) });
  const seen = await api!.get<any>(`/devices/${device.id}`);
  expect(seen).toMatchObject({ state: "active", platform: "linux", model: "ThinkPad T14" });
  expect(seen.last_seen_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test("signatures may be spelt as the standard lets them", async ({ gatehouse }) => {
  const device = await joined(gatehouse.url);
  const good = [
    { label: "any-label_1" },
    { components: ["content-digest", "@target-uri", "@method"] },
    { components: ["@method", "@target-uri", "content-digest", "content-type"] },
    { alg: "ed25519" },
    { created: Math.floor(Date.now() / 1000) - 290 },
  ];
  for (const twist of good) expect((await device.checkIn({}, twist)).status, JSON.stringify(twist)).toBe(200);
});

test("a wrong signature says nothing but that it is invalid", async ({ gatehouse }) => {
  const device = await joined(gatehouse.url);
  const bad = [
    { keyid: "01931b2e-0000-7000-8000-000000000000" },
    { keyid: device.id.toUpperCase() },
    { sent: '{"wait_ms":1}' },
    { digest: `sha-256=:${Buffer.alloc(32).toString("base64")}:` },
    { components: ["@method", "@target-uri"] },
    { components: ["@method", "content-digest"] },
    { nonce: null },
    { nonce: "short" },
    { alg: "rsa-v1_5-sha256" },
    { headers: { signature: "sig1=:AAAA:" } },
    { headers: { "signature-input": "" } },
  ];
  for (const twist of bad) {
    const answer = await device.checkIn({}, twist);
    expect([answer.status, answer.json?.code], JSON.stringify(twist)).toEqual([401, "signature_invalid"]);
    expect(answer.headers.get("date")).toBeTruthy();
  }
  const unsigned = await call("POST", `${gatehouse.url}/api/device/v1/check-in`, {}, "not even JSON");
  expect([unsigned.status, unsigned.json?.code]).toEqual([401, "signature_invalid"]);
});

test("an old signature is stale and a nonce counts once", async ({ gatehouse }) => {
  const device = await joined(gatehouse.url);
  const now = Math.floor(Date.now() / 1000);
  for (const created of [now - 400, now + 400]) {
    const answer = await device.checkIn({}, { created });
    expect([answer.status, answer.json.code]).toEqual([401, "signature_stale"]);
    expect(answer.headers.get("date")).toBeTruthy();
  }
  const nonce = randomBytes(18).toString("base64url");
  expect((await device.checkIn({}, { nonce })).status).toBe(200);
  const again = await device.checkIn({}, { nonce });
  expect([again.status, again.json.code]).toEqual([401, "nonce_reused"]);
});

test("a lock wakes a waiting device and comes back as done", async ({ gatehouse }) => {
  const device = await joined(gatehouse.url);
  await device.checkIn();
  const long = device.checkIn({ wait_ms: 30_000 });
  const command = await api!.post<any>(`/devices/${device.id}/commands`, {
    action: "lock",
    params: { message: "Bring me back", phone_number: "+4740055014" },
  });
  expect(command.state).toBe("queued");
  const answer = await long;
  expect(answer.json.commands).toEqual([
    { id: command.id, action: "lock", params: { message: "Bring me back", phone_number: "+4740055014" } },
  ]);
  expect((await device.checkIn()).json.commands).toHaveLength(1);
  expect((await device.result(command.id, { state: "not_now" })).status).toBe(204);
  expect((await device.checkIn()).json.commands).toHaveLength(1);
  expect((await device.result(command.id, { state: "done", detail: "locked" })).status).toBe(204);
  expect((await device.result(command.id, { state: "done", detail: "locked" })).status).toBe(204);
  const late = await device.result(command.id, { state: "failed" });
  expect([late.status, late.json.code]).toEqual([409, "command_finished"]);
  expect((await api!.get<any>(`/commands/${command.id}`)).state).toBe("done");
  expect((await device.checkIn()).json.commands).toEqual([]);
  const stranger = await joined(gatehouse.url);
  expect((await stranger.result(command.id, { state: "done" })).status).toBe(404);
});
