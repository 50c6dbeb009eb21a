import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

/** What a device says of itself when it registers. */
export const FACTS = {
  platform: "linux",
  model: "ThinkPad T14",
  os_version: "Debian GNU/Linux 12",
  serial_number: "PF-4711",
  name: "amira-laptop",
};

/** The facts of one more piece of hardware: the same serial number would be the same device come back. */
function hardware(): Record<string, unknown> {
  return { ...FACTS, serial_number: `PF-${randomBytes(6).toString("hex")}` };
}

/** How a request may differ from what it should be. */
export interface Twist {
  label?: string;
  components?: string[];
  created?: number;
  nonce?: string | null;
  keyid?: string;
  alg?: string;
  digest?: string;
  /** What is sent instead of the body that was signed. */
  sent?: string;
  headers?: Record<string, string>;
}

/** An answer, read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: any;
}

/** Sends a request and reads the answer. */
export async function call(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const answer = await fetch(url, { method, headers, body: body ?? null });
  const text = await answer.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.status, headers: answer.headers, text, json };
}

/** A device written from the contract alone: RFC 9421 and RFC 9530 with what Node brings. */
export class Device {
  readonly publicKey: string;
  id = "";
  baseUrl = "";
  private readonly key: KeyObject;

  constructor(private readonly url: string) {
    const pair = generateKeyPairSync("ed25519");
    this.key = pair.privateKey;
    this.publicKey = Buffer.from(pair.publicKey.export({ format: "jwk" }).x as string, "base64url").toString("base64");
  }

  /** `POST /register` with whatever proof is given. */
  async register(proof: Record<string, unknown>, device: Record<string, unknown> = hardware()): Promise<Answer> {
    const body = JSON.stringify({ ...proof, public_key: this.publicKey, device });
    const answer = await call("POST", `${this.url}/api/device/v1/register`, { "content-type": "application/json" }, body);
    if (answer.status === 201) {
      this.id = answer.json.device_id;
      this.baseUrl = answer.json.base_url;
    }
    return answer;
  }

  /** `POST /check-in`. */
  checkIn(body: Record<string, unknown> = {}, twist: Twist = {}): Promise<Answer> {
    return this.send("/api/device/v1/check-in", body, twist);
  }

  /** `POST /commands/{id}/result`. */
  result(command: string, body: Record<string, unknown>): Promise<Answer> {
    return this.send(`/api/device/v1/commands/${command}/result`, body);
  }

  /** A signed POST. */
  send(path: string, content: Record<string, unknown>, twist: Twist = {}): Promise<Answer> {
    const body = JSON.stringify(content);
    const digest = twist.digest ?? `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
    const components = twist.components ?? ["@method", "@target-uri", "content-digest"];
    const values: Record<string, string> = {
      "@method": "POST",
      "@target-uri": this.baseUrl + path,
      "content-digest": digest,
      "content-type": "application/json",
    };
    const created = twist.created ?? Math.floor(Date.now() / 1000);
    const nonce = twist.nonce === undefined ? randomBytes(18).toString("base64url") : twist.nonce;
    let params = `(${components.map((name) => `"${name}"`).join(" ")});created=${created};keyid="${twist.keyid ?? this.id}"`;
    if (nonce !== null) params += `;nonce="${nonce}"`;
    if (twist.alg !== undefined) params += `;alg="${twist.alg}"`;
    const lines = components.map((name) => `"${name}": ${values[name]}`);
    const base = [...lines, `"@signature-params": ${params}`].join("\n");
    const label = twist.label ?? "sig1";
    const headers = {
      "content-type": "application/json",
      "content-digest": digest,
      "signature-input": `${label}=${params}`,
      signature: `${label}=:${sign(null, Buffer.from(base), this.key).toString("base64")}:`,
      ...twist.headers,
    };
    return call("POST", this.url + path, headers, twist.sent ?? body);
  }
}
