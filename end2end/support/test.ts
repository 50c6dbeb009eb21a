import { test as base } from "@playwright/test";
import { Agent } from "./agent.ts";
import { createDatabase } from "./database.ts";
import { Gatehouse } from "./gatehouse.ts";
import { MailServer } from "./mail.ts";
import { Complaints } from "./page.ts";

/** What a spec file can choose with `test.use`. */
export interface Settings {
  /** A name for the worker's server: spec files with different names never meet the same data. */
  house: string;
  /** Whether the server starts with the worker's mail server as `GATEHOUSE_SMTP_URL`. */
  mailConfigured: boolean;
  /** On which database the server works. */
  engine: "sqlite" | "postgres";
}

interface PerWorker extends Settings {
  /** The worker's mail server. */
  mail: MailServer;
  /** The worker's server: fresh, its data folder empty at the start. */
  gatehouse: Gatehouse;
}

interface PerTest {
  /** A simulated device that is not registered yet. */
  agent: Agent;
  /** What the pages complained about; anything that was not allowed fails the test. */
  complaints: Complaints;
}

/** The tests' entry: `page.goto("/…")` goes to the worker's own server. */
export const test = base.extend<PerTest, PerWorker>({
  // A worker is kept for the next file only while its options are the same.
  house: ["", { scope: "worker", option: true }],
  mailConfigured: [false, { scope: "worker", option: true }],
  engine: ["sqlite", { scope: "worker", option: true }],

  mail: [
    async ({}, use) => {
      const mail = await MailServer.start();
      await use(mail);
      await mail.stop();
    },
    { scope: "worker" },
  ],

  gatehouse: [
    async ({ mail, mailConfigured, engine, house }, use) => {
      if (!house) throw new Error("name the file's server: test.use({ house: \"…\" })");
      // The service of a test for text messages is on this machine.
      const settings: Record<string, string> = { GATEHOUSE_SMS_NETWORKS: "127.0.0.1" };
      if (mailConfigured) settings.GATEHOUSE_SMTP_URL = mail.url;
      if (engine === "postgres") settings.GATEHOUSE_DATABASE_URL = await createDatabase();
      const gatehouse = await Gatehouse.start(settings);
      await use(gatehouse);
      await gatehouse.stop();
    },
    { scope: "worker" },
  ],

  baseURL: ({ gatehouse }, use) => use(gatehouse.url),

  agent: async ({}, use) => {
    const agent = await Agent.create();
    await use(agent);
    await agent.stop();
  },

  complaints: [
    async ({ context, gatehouse }, use, info) => {
      const complaints = new Complaints();
      context.on("page", (page) => complaints.listenTo(page));
      await use(complaints);
      if (info.status !== info.expectedStatus) await info.attach("server log", { body: gatehouse.log() });
      base.expect(complaints.unexpected(), "complaints of the pages").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
