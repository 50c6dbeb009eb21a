import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { end, freePort, gather, program, run, type Outcome } from "./process.ts";

const START_LIMIT_MS = 30_000;

/** A server of its own, with an empty data folder. */
export class Gatehouse {
  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly environment: NodeJS.ProcessEnv,
    private server: ChildProcess,
    private said: () => string,
  ) {}

  /** Starts one; `settings` are further `GATEHOUSE_*` variables. */
  static async start(settings: Record<string, string> = {}): Promise<Gatehouse> {
    const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-e2e-"));
    const port = await freePort();
    const url = settings.GATEHOUSE_TLS_CERT ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
    const environment = {
      ...process.env,
      GATEHOUSE_LISTEN: `127.0.0.1:${port}`,
      GATEHOUSE_PUBLIC_URL: url,
      GATEHOUSE_DATA_DIR: dataDir,
      ...settings,
    };
    const gatehouse = new Gatehouse(url, dataDir, environment, ...serve(environment));
    try {
      await gatehouse.ready();
    } catch (error) {
      await gatehouse.stop();
      throw error;
    }
    return gatehouse;
  }

  /** All it has printed since it started. */
  log(): string {
    return this.said();
  }

  /** The single-use link that it printed for the first visit. */
  setupLink(): string {
    const link = /https?:\/\/[^\s"]*\/set-up\/[^\s"]+/.exec(this.said())?.[0];
    if (!link) throw new Error(`no set-up link in what the server printed:\n${this.said()}`);
    return link;
  }

  /** Runs another command of the server's program on the same data. */
  command(args: string[], input = ""): Promise<Outcome> {
    return run(program("GATEHOUSE_BIN"), args, input, { env: this.environment });
  }

  /** Kills it as a power cut would, and starts it again on the same data and port, with these settings too. */
  async crashAndRestart(settings: Record<string, string | undefined> = {}): Promise<void> {
    await end(this.server, "SIGKILL");
    Object.assign(this.environment, settings);
    [this.server, this.said] = serve(this.environment);
    await this.ready();
  }

  async stop(): Promise<void> {
    await end(this.server);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    const ended = once(this.server, "close").then(() => "ended" as const);
    for (;;) {
      const answer = await Promise.race([ended, isReady(this.url)]);
      if (answer === "ended") throw new Error(`the server ended at once:\n${this.said()}`);
      if (answer) return;
      if (Date.now() > deadline) throw new Error(`the server was not ready in time:\n${this.said()}`);
      await pause(50);
    }
  }
}

/** Whether it answers; its own certificate is nobody's business here. */
function isReady(url: string): Promise<boolean> {
  const { get } = url.startsWith("https:") ? https : http;
  return new Promise((resolve) => {
    get(`${url}/readyz`, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

function serve(environment: NodeJS.ProcessEnv): [ChildProcess, () => string] {
  const server = spawn(program("GATEHOUSE_BIN"), ["serve"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = gather(server, "stdout");
  const stderr = gather(server, "stderr");
  return [server, () => stdout() + stderr()];
}
