import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** How a program ended and what it said. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program from the environment that `scripts/e2e` sets. */
export function program(variable: string): string {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: start these tests with \`make e2e\``);
  return path;
}

/** Runs a program to its end, `input` on its standard input. */
export async function run(path: string, args: string[], input = "", options: SpawnOptions = {}): Promise<Outcome> {
  const child = spawn(path, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const stdout = gather(child, "stdout");
  const stderr = gather(child, "stderr");
  // It may end without reading.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Collects what a program prints; the answer tells all so far. */
export function gather(child: ChildProcess, stream: "stdout" | "stderr"): () => string {
  let text = "";
  child[stream]?.setEncoding("utf8").on("data", (part: string) => (text += part));
  return () => text;
}

/** Ends a program that still runs and waits for it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill(signal);
  const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await closed;
  clearTimeout(patience);
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
