import { spawn, type ChildProcess } from "node:child_process";
import { end, gather, program } from "./process.ts";

/** A simulated iPhone: it opens a link, enrols, and does what it is told until it is stopped. */
export class Phone {
  private constructor(
    private readonly running: ChildProcess,
    private readonly said: () => string,
  ) {}

  static open(link: string, serial: string): Phone {
    const args = ["demo", "phone", link, "--serial", serial, "--supervised", "--every", "300"];
    const running = spawn(program("GATEHOUSE_BIN"), args, { stdio: ["ignore", "pipe", "pipe"] });
    const stdout = gather(running, "stdout");
    const stderr = gather(running, "stderr");
    return new Phone(running, () => stdout() + stderr());
  }

  /** What it was told so far. */
  log(): string {
    return this.said();
  }

  stop(): Promise<void> {
    return end(this.running);
  }
}
