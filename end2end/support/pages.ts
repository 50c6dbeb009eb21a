import { readFileSync } from "node:fs";
import { expect, type Browser } from "@playwright/test";
import type { Agent } from "./agent.ts";
import { Api } from "./api.ts";
import type { Gatehouse } from "./gatehouse.ts";
import { ADA, createAdministrator, signIn } from "./people.ts";

/** The parts of the product that are weighed apart. */
export type Face = "public" | "portal" | "console";

/** A page, and what stands for the parameters of its address. */
export interface PageUnderTest {
  face: Face;
  /** The address as the router has it. */
  pattern: string;
  path: (samples: Samples) => string;
}

/** Things to look at. */
export interface Samples {
  userId: string;
  jobId: string;
  importId: string;
  deviceId: string;
  registrationId: string;
  messageId: string;
  directoryId: string;
  groupId: string;
  labelId: string;
  configurationId: string;
  /** Path of the link in a registration message. */
  linkPath: string;
  /** Path of a link to choose a password. */
  passwordPath: string;
}

function pages(face: Face, patterns: (string | [string, PageUnderTest["path"]])[]): PageUnderTest[] {
  return patterns.map((page) =>
    typeof page === "string" ? { face, pattern: page, path: () => page } : { face, pattern: page[0], path: page[1] },
  );
}

/** Every page of the product after set-up. A test compares it with the routers. */
export const PAGES: PageUnderTest[] = [
  ...pages("public", [
    "/sign-in",
    "/forgot",
    "/go",
    "/offline",
    "/help",
    "/admin/sign-in",
    "/admin/forgot",
    ["/r/:token", (s) => s.linkPath],
    ["/set-password/:token", (s) => s.passwordPath],
  ]),
  ...pages("portal", [
    "/",
    "/register",
    ["/registrations/:id", (s) => `/registrations/${s.registrationId}`],
    ["/devices/:id", (s) => `/devices/${s.deviceId}`],
    ["/devices/:id/lost", (s) => `/devices/${s.deviceId}/lost`],
    "/certificates",
    "/history",
    "/account",
  ]),
  ...pages("console", [
    "/admin",
    "/admin/devices",
    ["/admin/devices/:id", (s) => `/admin/devices/${s.deviceId}`],
    "/admin/register",
    ["/admin/registrations/:id", (s) => `/admin/registrations/${s.registrationId}`],
    "/admin/apple-tv",
    "/admin/invitations",
    "/admin/invitations/new",
    "/admin/import",
    ["/admin/import/:id", (s) => `/admin/import/${s.importId}`],
    ["/admin/jobs/:id", (s) => `/admin/jobs/${s.jobId}`],
    "/admin/users",
    "/admin/users/new",
    ["/admin/users/:id", (s) => `/admin/users/${s.userId}`],
    ["/admin/users/:id/edit", (s) => `/admin/users/${s.userId}/edit`],
    ["/admin/users/:id/delete", (s) => `/admin/users/${s.userId}/delete`],
    "/admin/groups",
    "/admin/groups/new",
    ["/admin/groups/:id", (s) => `/admin/groups/${s.groupId}`],
    "/admin/roles",
    "/admin/roles/new",
    ["/admin/roles/:id", () => "/admin/roles/help_desk"],
    "/admin/settings/people",
    "/admin/settings/labels",
    "/admin/settings/labels/new",
    ["/admin/settings/labels/:id", (s) => `/admin/settings/labels/${s.labelId}`],
    "/admin/settings/configurations",
    "/admin/settings/configurations/new",
    ["/admin/settings/configurations/:id", (s) => `/admin/settings/configurations/${s.configurationId}`],
    "/admin/settings/apple",
    "/admin/settings/apple/certificates",
    "/admin/settings/templates",
    ["/admin/settings/templates/:kind/:language", () => "/admin/settings/templates/registration/en"],
    "/admin/settings/mail-server",
    "/admin/settings/text-messages",
    "/admin/settings/terms",
    "/admin/settings/terms/accepted",
    ["/admin/settings/terms/:language", () => "/admin/settings/terms/en"],
    "/admin/messages",
    ["/admin/messages/:id", (s) => `/admin/messages/${s.messageId}`],
    "/admin/audit",
    "/admin/settings/registration",
    "/admin/settings/organisation",
    "/admin/settings/look",
    "/admin/settings/sign-in",
    "/admin/settings/directories",
    "/admin/settings/directories/new",
    ["/admin/settings/directories/:id", (s) => `/admin/settings/directories/${s.directoryId}`],
    "/admin/account",
  ]),
];

/** The addresses that a face lists in its source. */
export function routes(face: "portal" | "console"): string[] {
  const source = readFileSync(new URL(`../../app/src/${face}.rs`, import.meta.url), "utf8");
  return [...source.matchAll(/"(\/[^"]*)" => \w+Page/g)].map((match) => match[1] ?? "");
}

/** Fills a server: an administrator, a person, an active device, a registration that waits, a message. */
export async function furnish(gatehouse: Gatehouse, agent: Agent, browser: Browser): Promise<Samples> {
  await createAdministrator(gatehouse);
  const lockedOut = { username: "margaret", password: "seven quiet lanterns harbour" };
  await createAdministrator(gatehouse, lockedOut);
  const reset = await gatehouse.command(["admin", "reset", "--username", lockedOut.username]);
  expect(reset.code, reset.stderr).toBe(0);

  const api = await Api.as(gatehouse, ADA.username);
  const user = await api.createUser("grace", "Grace Murray");
  const { items } = await api.get<{ items: { id: string }[] }>(`/users?q=${ADA.username}`);
  const ada = items[0];
  if (!ada) throw new Error("the administrator is not on the list of users");
  const active = await api.register(ada.id, "linux");
  const registered = await agent.command(["register", active.mirp_url]);
  expect(registered.code, registered.stderr).toBe(0);
  agent.start();
  const state = async () => (await api.get<{ state: string }>(`/devices/${active.device_id}`)).state;
  await expect.poll(state, { message: "the device checks in" }).toBe("active");
  const waiting = await api.register(ada.id, "android");

  const label = await api.post<{ id: string }>("/labels", { name: "Old phones", rule: { os_below: "17" } });
  const network = await api.post<{ id: string }>("/configurations", {
    name: "Guests",
    settings: { kind: "wifi", ssid: "Vellmere-Guests", security: "open" },
    labels: [label.id],
  });

  return {
    labelId: label.id,
    configurationId: network.id,
    userId: user.id,
    importId: await readFile(api),
    jobId: await invite(api, user.id),
    deviceId: active.device_id,
    registrationId: waiting.id,
    messageId: await newestMessage(gatehouse, browser),
    directoryId: await connectDirectory(api),
    groupId: await fillGroup(api, user.id),
    linkPath: new URL(waiting.link).pathname,
    passwordPath: new URL(reset.stdout.trim()).pathname,
  };
}

/** The outbox stands in the console alone; the new person was sent a link to choose a password. */
async function newestMessage(gatehouse: Gatehouse, browser: Browser): Promise<string> {
  const context = await browser.newContext({ baseURL: gatehouse.url });
  const page = await context.newPage();
  await signIn(page, "console");
  await page.goto("/admin/messages");
  const address = await page.locator('main a[href^="/admin/messages/"]').first().getAttribute("href");
  await context.close();
  return address?.split(/[/?#]/)[3] ?? "";
}

/** A file that is looked at. */
async function readFile(api: Api): Promise<string> {
  const file = "user,platform,phone_number\ngrace,linux,\ngrace,toaster,\nnobody,linux,12\n";
  const { job } = await api.post<{ job: { id: string } }>("/imports", { file });
  return job.id;
}

/** An invitation of somebody. */
async function invite(api: Api, userId: string): Promise<string> {
  const job = await api.post<{ id: string }>("/invitations", { selection: { people: [userId] } });
  return job.id;
}

/** A group with one member and a right. */
async function fillGroup(api: Api, userId: string): Promise<string> {
  const group = await api.post<{ id: string }>("/groups", {
    name: "Field sales",
    description: "On the road, without a desk",
    rights: ["locate"],
  });
  await api.post(`/groups/${group.id}/members`, { add: [userId], remove: [] });
  return group.id;
}

/** A directory that nobody answers for: its page shows settings and states all the same. */
async function connectDirectory(api: Api): Promise<string> {
  const attributes = {
    key: "entryUUID",
    username: "uid",
    display_name: "cn",
    first_name: "givenName",
    last_name: "sn",
    email: "mail",
    phone_number: "telephoneNumber",
    group_name: "cn",
    member: "member",
  };
  const settings = {
    preset: "openldap",
    url: "ldap://127.0.0.1:9",
    security: "plain",
    user_bases: ["ou=people,dc=vellmere,dc=example"],
    group_bases: ["ou=groups,dc=vellmere,dc=example"],
    user_filter: "(objectClass=inetOrgPerson)",
    group_filter: "(objectClass=groupOfNames)",
    attributes,
    membership: "list",
    people: "groups",
    timeout_s: 2,
    sync_every_minutes: null,
  };
  const made = await api.post<{ id: string }>("/directories", { name: "Vellmere people", settings });
  return made.id;
}
