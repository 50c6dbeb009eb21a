import { call, type Answer } from "../support/device.ts";
import { ADA, createAdministrator } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "rest contract" });

let token = "";
let people = 0;

test.beforeEach(async ({ gatehouse }) => {
  if (token) return;
  await createAdministrator(gatehouse);
  const made = await gatehouse.command(["token", "create", "--user", ADA.username, "--name", "all", "--scope", "all"]);
  expect(made.stdout.trim()).toMatch(/^\S+$/);
  token = made.stdout.trim();
});

function rest(url: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const content: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const text = body === undefined || typeof body === "string" ? (body as string | undefined) : JSON.stringify(body);
  return call(method, `${url}/api/v1${path}`, { authorization: `Bearer ${token}`, ...content, ...headers }, text);
}

function person(): Record<string, unknown> {
  people += 1;
  return { username: `Person.${people}`, display_name: `Person ${people}`, email: `person.${people}@vellmere.example` };
}

test("nobody gets in without a token, whatever they send", async ({ gatehouse }) => {
  const bodies = [undefined, "{", '{"username":1}'];
  for (const path of ["/users", "/devices", "/registrations", "/audit-events", "/users/x", "/commands/1", "/tokens?limit=9999"]) {
    for (const body of bodies) {
      const method = body === undefined ? "GET" : "POST";
      const answer = await call(method, `${gatehouse.url}/api/v1${path}`, { "content-type": "application/json" }, body);
      expect([401, 404, 405], `${method} ${path}`).toContain(answer.status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("x-request-id")).toBeTruthy();
      expect(answer.text).not.toContain(answer.headers.get("x-request-id")!);
    }
  }
  const forged = await call("GET", `${gatehouse.url}/api/v1/users`, { authorization: "Bearer gh_wrong" });
  expect([forged.status, forged.json.code]).toEqual([401, "unauthenticated"]);
});

test("a scope lets through what it names, before the body is read", async ({ gatehouse }) => {
  const made = await gatehouse.command([
    "token", "create", "--user", ADA.username, "--name", "reader", "--scope", "users:read", "--scope", "devices:read",
  ]);
  const headers = { authorization: `Bearer ${made.stdout.trim()}` };
  expect((await rest(gatehouse.url, "GET", "/users", undefined, headers)).status).toBe(200);
  for (const body of ["{", person()]) {
    const refused = await rest(gatehouse.url, "POST", "/users", body, headers);
    expect([refused.status, refused.json.code]).toEqual([403, "forbidden"]);
  }
  const unknown = await gatehouse.command(["token", "create", "--user", ADA.username, "--name", "x", "--scope", "everything"]);
  expect(unknown.code).toBe(2);
});

test("a person is created, found, listed and changed", async ({ gatehouse }) => {
  const input = person();
  const made = await rest(gatehouse.url, "POST", "/users", input);
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ username: input.username, rights: ["sign_in", "register", "lock"], state: "active" });
  const twin = await rest(gatehouse.url, "POST", "/users", { ...input, username: String(input.username).toLowerCase() });
  expect([twin.status, twin.json.code]).toEqual([409, "username_taken"]);

  const one = await rest(gatehouse.url, "GET", `/users/${made.json.id}`);
  const tag = one.headers.get("etag")!;
  expect(tag).toBeTruthy();
  const changed = await rest(gatehouse.url, "PATCH", `/users/${made.json.id}`, { display_name: "Amira", rights: ["sign_in"] }, { "if-match": tag });
  expect(changed.status).toBe(200);
  expect(changed.json).toMatchObject({ display_name: "Amira", rights: ["sign_in"] });
  const late = await rest(gatehouse.url, "PATCH", `/users/${made.json.id}`, { display_name: "Nobody" }, { "if-match": tag });
  expect(late.status).toBe(412);

  const found = await rest(gatehouse.url, "GET", `/users?q=${String(input.email)}&total=true`);
  expect(found.json.items.map((item: any) => item.id)).toEqual([made.json.id]);
  expect(found.json.total).toBe(1);
  expect((await rest(gatehouse.url, "GET", `/users/01931b2e-0000-7000-8000-000000000000`)).status).toBe(404);
  expect((await rest(gatehouse.url, "GET", `/users/not-an-id`)).status).toBe(404);
});

test("wrong input is named by path and code", async ({ gatehouse }) => {
  const cases: [unknown, string, string][] = [
    [{ ...person(), username: "" }, "username", "required"],
    [{ ...person(), email: "nowhere" }, "email", "malformed"],
    [{ ...person(), phone_number: "12" }, "phone_number", "malformed"],
    [{ ...person(), display_name: "x".repeat(121) }, "display_name", "too_long"],
    [{ ...person(), colour: "red" }, "colour", "unknown_field"],
  ];
  for (const [body, path, code] of cases) {
    const answer = await rest(gatehouse.url, "POST", "/users", body);
    expect([answer.status, answer.json.code], answer.text).toEqual([422, "invalid_input"]);
    expect(answer.json.fields, answer.text).toContainEqual({ path, code });
  }
  expect((await rest(gatehouse.url, "POST", "/users", { ...person(), rights: ["fly"] })).status).toBe(422);
  expect((await rest(gatehouse.url, "POST", "/users", "{")).status).toBe(422);
  expect((await rest(gatehouse.url, "POST", "/users", "a=b", { "content-type": "text/plain" })).status).toBe(415);
  expect((await rest(gatehouse.url, "GET", "/users?limit=201")).status).toBe(422);
  expect((await rest(gatehouse.url, "GET", "/users?cursor=forged")).status).toBe(422);
});

test("lists page by cursor without losing or repeating anybody", async ({ gatehouse }) => {
  for (let index = 0; index < 5; index += 1) await rest(gatehouse.url, "POST", "/users", person());
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer = await rest(gatehouse.url, "GET", `/users?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    expect(page.json.total).toBeUndefined();
    seen.push(...page.json.items.map((item: any) => item.id));
    cursor = page.json.next_cursor;
  } while (cursor);
  const all = await rest(gatehouse.url, "GET", "/users?limit=200&total=true");
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(all.json.total);
});

test("a registration answers with PIN, link and codes, and is re-issued", async ({ gatehouse }) => {
  const user = await rest(gatehouse.url, "POST", "/users", { ...person(), username: `amira+${(people += 1)}@x` });
  const made = await rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "linux", country: "NO", phone_number: null, ownership: "company" });
  expect(made.status, made.text).toBe(201);
  expect(made.json.pin).toMatch(/^\d{8}$/);
  const host = gatehouse.url.replace("http://", "");
  const name = encodeURIComponent(user.json.username);
  expect(made.json.mirp_url).toBe(`mirp://${host}&user=${name}&pin=${made.json.pin}`);
  expect(made.json.link).toMatch(new RegExp(`^${gatehouse.url}/r/[A-Za-z0-9_-]{22,}$`));
  expect(made.json.qr_svg).toContain("<svg");
  expect(made.json.mirp_qr_svg).toContain("<svg");
  expect((await fetch(made.json.link)).status).toBe(200);

  const again = await rest(gatehouse.url, "POST", `/registrations/${made.json.id}/reissue`);
  expect(again.status, again.text).toBe(200);
  expect(Object.keys(again.json).toSorted()).toEqual(Object.keys(made.json).toSorted());
  expect(again.json.link).not.toBe(made.json.link);
  expect((await fetch(made.json.link)).status).not.toBe(200);
  expect((await rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "toaster" })).status).toBe(422);
  expect((await rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "linux", country: "XX" })).status).toBe(422);
});

test("the limit holds exactly, also for 30 at once", async ({ gatehouse }) => {
  const user = await rest(gatehouse.url, "POST", "/users", person());
  const tries = Array.from({ length: 30 }, () =>
    rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "linux" }),
  );
  const answers = await Promise.all(tries);
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
  for (const answer of answers.filter((answer) => answer.status !== 201)) {
    expect([answer.status, answer.json.code]).toEqual([409, "device_limit_reached"]);
  }
});

test("a create is carried out once for its key", async ({ gatehouse }) => {
  const input = person();
  const headers = { "idempotency-key": `key-${people}` };
  const [one, two] = await Promise.all([
    rest(gatehouse.url, "POST", "/users", input, headers),
    rest(gatehouse.url, "POST", "/users", input, headers),
  ]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(two.json.id).toBe(one.json.id);
  expect((await rest(gatehouse.url, "POST", "/users", person(), headers)).status).toBe(422);

  const body = { user_id: one.json.id, platform: "linux" };
  const first = await rest(gatehouse.url, "POST", "/registrations", body, { "idempotency-key": "r1" });
  const second = await rest(gatehouse.url, "POST", "/registrations", body, { "idempotency-key": "r1" });
  expect(second.json.pin).toBe(first.json.pin);
});

test("commands are refused, queued and cancelled as their device allows", async ({ gatehouse }) => {
  const user = await rest(gatehouse.url, "POST", "/users", person());
  const made = await rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "linux" });
  const path = `/devices/${made.json.device_id}/commands`;
  const early = await rest(gatehouse.url, "POST", path, { action: "lock" });
  expect([early.status, early.json.code]).toEqual([409, "action_not_supported"]);
  expect((await rest(gatehouse.url, "POST", path, { action: "explode" })).status).toBe(422);

  const { Device } = await import("../support/device.ts");
  const device = new Device(gatehouse.url);
  await device.register({ username: user.json.username, pin: made.json.pin });
  const notPending = await rest(gatehouse.url, "POST", `/registrations/${made.json.id}/reissue`);
  expect([notPending.status, notPending.json.code]).toEqual([409, "registration_not_pending"]);
  const command = await rest(gatehouse.url, "POST", path, { action: "lock", params: { message: "Call me" } });
  expect([command.status, command.json.state]).toEqual([202, "queued"]);
  const cancelled = await rest(gatehouse.url, "DELETE", `/commands/${command.json.id}`);
  expect(cancelled.status).toBe(200);
  expect(cancelled.json).toMatchObject({ id: command.json.id, state: "cancelled" });
  const sent = await rest(gatehouse.url, "POST", path, { action: "lock" });
  expect((await device.checkIn()).json.commands.map((item: any) => item.id)).toEqual([sent.json.id]);
  const late = await rest(gatehouse.url, "DELETE", `/commands/${sent.json.id}`);
  expect([late.status, late.json.code]).toEqual([409, "command_already_sent"]);
  const listed = await rest(gatehouse.url, "GET", `/devices?user_id=${user.json.id}&state=active&platform=linux&total=true`);
  expect(listed.json.total).toBe(1);
});

test("the audit log tells what happened, without secrets", async ({ gatehouse }) => {
  const user = await rest(gatehouse.url, "POST", "/users", person());
  const made = await rest(gatehouse.url, "POST", "/registrations", { user_id: user.json.id, platform: "linux" });
  const log = await rest(gatehouse.url, "GET", "/audit-events?limit=200");
  expect(log.status).toBe(200);
  expect(log.json.items.map((item: any) => item.action)).toContain("user.created");
  expect(log.text).not.toContain(made.json.pin);
  expect(log.text).not.toContain(made.json.link.split("/r/")[1]);
  const verified = await gatehouse.command(["audit", "verify"]);
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
});

test("the document of the interface is public and complete", async ({ gatehouse }) => {
  const document = await call("GET", `${gatehouse.url}/api/v1/openapi.json`, {});
  expect(document.json.openapi).toMatch(/^3\./);
  for (const path of ["/users", "/users/{id}", "/registrations", "/registrations/{id}/reissue", "/devices", "/devices/{id}", "/devices/{id}/commands", "/commands/{id}", "/audit-events"]) {
    expect(Object.keys(document.json.paths)).toContain(`/api/v1${path}`);
  }
  const printed = await gatehouse.command(["openapi"]);
  expect(JSON.parse(printed.stdout)).toEqual(document.json);
});
