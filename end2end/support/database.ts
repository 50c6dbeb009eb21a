import { randomBytes } from "node:crypto";
import { run } from "./process.ts";

/** A fresh database of the PostgreSQL that `with-postgres` has started for the tests; goes with it. */
export async function createDatabase(): Promise<string> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("this test needs PostgreSQL: run it by scripts/e2e, or below with-postgres");
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  const made = await run("psql", [server, "--quiet", "--command", `CREATE DATABASE ${name}`], "");
  if (made.code !== 0) throw new Error(`no database: ${made.stderr}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
