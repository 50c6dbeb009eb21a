import { once } from "node:events";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { AddressInfo } from "node:net";

/** A message with the addresses it was delivered to. */
export interface Delivery {
  to: string[];
  email: Email;
}

/** A mail server that takes everything and keeps it. */
export class MailServer {
  private readonly deliveries: Delivery[] = [];
  private readonly arrivals = new EventTarget();
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        PostalMime.parse(Buffer.concat(parts)).then((email) => {
          this.deliveries.push({ to, email });
          this.arrivals.dispatchEvent(new Event("mail"));
          done();
        }, done);
      });
    },
  });

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    const listening = mail.server.listen(0, "127.0.0.1");
    await once(listening, "listening");
    return mail;
  }

  /** Its address as `GATEHOUSE_SMTP_URL` takes it. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The newest message to an address; waits until there is one. */
  async newestTo(address: string): Promise<Delivery> {
    for (;;) {
      const found = this.deliveries.findLast((delivery) => delivery.to.includes(address));
      if (found) return found;
      await new Promise((arrived) => this.arrivals.addEventListener("mail", arrived, { once: true }));
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.server.close(closed));
  }
}
