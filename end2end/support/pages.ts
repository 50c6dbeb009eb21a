import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import type { Agent } from "./agent.ts";
import { Api } from "./api.ts";
import type { Gatehouse } from "./gatehouse.ts";
import { ADA, createAdministrator } from "./people.ts";

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
  deviceId: string;
  registrationId: string;
  /** Path of the link in a registration message. */
  linkPath: string;
}

const plain = (face: Face) => (pattern: string) => ({ face, pattern, path: () => pattern });

/** Every page of the product before set-up is done. */
export const SET_UP = "/setup";

/** Every page after that. A test compares it with the routers. */
export const PAGES: PageUnderTest[] = [
  ...["/sign-in", "/forgot", "/go", "/admin/sign-in", "/admin/forgot"].map(plain("public")),
  { face: "public", pattern: "/r/:token", path: ({ linkPath }) => linkPath },
  ...["/"].map(plain("portal")),
  ...["/admin"].map(plain("console")),
];

/** The routes that a face's router has in its source. */
export function routes(face: "portal" | "console"): string[] {
  const source = readFileSync(new URL(`../../app/src/${face}.rs`, import.meta.url), "utf8");
  return [...source.matchAll(/path!\("([^"]+)"\)/g)].map((match) => match[1] ?? "");
}

/** A server with an administrator, a person, an active device and a registration that waits. */
export async function furnish(gatehouse: Gatehouse, agent: Agent): Promise<Samples> {
  await createAdministrator(gatehouse);
  const api = await Api.as(gatehouse, ADA.username);
  const { items } = await api.get<{ items: { id: string; username: string }[] }>(`/users?q=${ADA.username}`);
  const ada = items[0];
  if (!ada) throw new Error("the administrator is not on the list of users");
  const active = await api.register(ada, "linux");
  const registered = await agent.command(["register", active.mirp_url]);
  expect(registered.code, registered.stderr).toBe(0);
  agent.start();
  const state = async () => (await api.get<{ state: string }>(`/devices/${active.device_id}`)).state;
  await expect.poll(state, { message: "the device checks in" }).toBe("active");
  const waiting = await api.register(ada, "android");
  return {
    userId: ada.id,
    deviceId: active.device_id,
    registrationId: waiting.id,
    linkPath: new URL(waiting.link).pathname,
  };
}
