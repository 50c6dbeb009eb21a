import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { end, gather, program, run, type Outcome } from "./process.ts";

/** A simulated device: the agent with a state folder of its own. */
export class Agent {
  private running: ChildProcess | undefined;
  private said = () => "";

  private constructor(private readonly stateDir: string) {}

  static async create(): Promise<Agent> {
    return new Agent(await mkdtemp(join(tmpdir(), "gatehouse-agent-")));
  }

  /** Runs `gatehouse-agent ARGS…` to its end. */
  command(args: string[], input = ""): Promise<Outcome> {
    return run(program("GATEHOUSE_AGENT_BIN"), [...this.globals(), ...args], input);
  }

  /** Starts `gatehouse-agent run`, which takes commands until it is stopped. */
  start(...args: string[]): void {
    this.running = spawn(program("GATEHOUSE_AGENT_BIN"), [...this.globals(), "run", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = gather(this.running, "stdout");
    const stderr = gather(this.running, "stderr");
    this.said = () => stdout() + stderr();
  }

  /** What `run` has printed. */
  log(): string {
    return this.said();
  }

  async stop(): Promise<void> {
    if (this.running) await end(this.running);
    await rm(this.stateDir, { recursive: true, force: true });
  }

  private globals(): string[] {
    return ["--simulate", "--state-dir", this.stateDir];
  }
}
