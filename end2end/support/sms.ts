import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A text message as it was sent. */
export interface Text {
  headers: IncomingHttpHeaders;
  to: string;
  text: string;
}

/** A service for text messages that takes forms and keeps them; `refuseNext` makes it refuse one. */
export class SmsService {
  private readonly texts: Text[] = [];
  private readonly arrivals = new EventTarget();
  private refusal: string | undefined;
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (this.refusal !== undefined) {
        response.writeHead(422).end(this.refusal);
        this.refusal = undefined;
        return;
      }
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      this.texts.push({ headers: request.headers, to: form.get("to") ?? "", text: form.get("text") ?? "" });
      response.writeHead(200).end("{}");
      this.arrivals.dispatchEvent(new Event("text"));
    });
  });

  static async start(): Promise<SmsService> {
    const service = new SmsService();
    service.server.listen(0, "127.0.0.1");
    await once(service.server, "listening");
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/send`;
  }

  refuseNext(words: string): void {
    this.refusal = words;
  }

  /** The newest message to a number that says this; waits until there is one. */
  async newestTo(number: string, part: string): Promise<Text> {
    for (;;) {
      const found = this.texts.findLast((text) => text.to === number && text.text.includes(part));
      if (found) return found;
      await new Promise((arrived) => this.arrivals.addEventListener("text", arrived, { once: true }));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }
}
