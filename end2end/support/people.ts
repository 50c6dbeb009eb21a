import { expect, type Page } from "@playwright/test";
import type { Gatehouse } from "./gatehouse.ts";

/** Somebody who can sign in. */
export interface Person {
  username: string;
  password: string;
}

/** The first administrator of a server that nobody has set up. */
export const ADA: Person = { username: "ada", password: "harbour lantern quietly seven" };

/** Makes an administrator without a browser; the first one completes set-up. */
export async function createAdministrator(gatehouse: Gatehouse, person: Person = ADA): Promise<void> {
  const made = await gatehouse.command(
    ["admin", "create", "--username", person.username, "--password-stdin"],
    person.password,
  );
  expect(made.code, made.stderr).toBe(0);
}

/** Signs in on one face, from its sign-in page on, in any language. */
export async function signIn(page: Page, face: "portal" | "console", person: Person = ADA): Promise<void> {
  await page.goto(face === "portal" ? "/sign-in" : "/admin/sign-in");
  await page.locator("input[name=username]").fill(person.username);
  await page.locator("input[name=password]").fill(person.password);
  await page.locator("form:has(input[name=password]) button:not([type=button])").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}
