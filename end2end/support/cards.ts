import { appendFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./process.ts";

/** A certificate and its key, both PEM files. */
export interface Card {
  certPath: string;
  keyPath: string;
}

/** What a card is like where it is not a good one. */
export interface Flaws {
  /** Who issues it: an authority of this name, or the holder. */
  issuer?: string;
  /** Days from now until it expires; less than none for one that has. */
  days?: number;
  /** The extended key usage. */
  purpose?: string;
}

/** A folder with authorities and cards, made by openssl. */
export class Pki {
  private constructor(private readonly folder: string) {}

  static async create(): Promise<Pki> {
    return new Pki(await mkdtemp(join(tmpdir(), "gatehouse-cards-")));
  }

  /** The file of an authority's certificate or key. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** A root of this name in the files `<name>.pem` and `<name>.key`. */
  async authority(name: string): Promise<void> {
    const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
    await this.openssl(
      ["req", "-x509", "-new", "-subj", `/CN=${name}`, "-days", "30", "-out", this.file(`${name}.pem`)],
      name,
      extensions,
    );
  }

  /** The certificate of the server, for localhost. */
  async server(): Promise<Card> {
    await this.openssl(
      ["req", "-x509", "-new", "-subj", "/CN=localhost", "-days", "30", "-out", this.file("server.pem")],
      "server",
      ["subjectAltName=DNS:localhost,IP:127.0.0.1"],
    );
    return { certPath: this.file("server.pem"), keyPath: this.file("server.key") };
  }

  /** A card that names `upn`, good but for its flaws. */
  async card(name: string, upn: string, flaws: Flaws = {}): Promise<Card> {
    const { issuer = "root", days = 30, purpose = "clientAuth" } = flaws;
    const extensions = [
      `subjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:${upn}`,
      "keyUsage=critical,digitalSignature",
      `extendedKeyUsage=${purpose}`,
    ];
    const card = { certPath: this.file(`${name}.pem`), keyPath: this.file(`${name}.key`) };
    const subject = ["-subj", `/CN=${name}`];
    if (issuer === "self") {
      await this.openssl(["req", "-x509", "-new", ...subject, "-days", "30", "-out", card.certPath], name, extensions);
      return card;
    }
    const request = this.file(`${name}.csr`);
    await this.openssl(["req", "-new", ...subject, "-out", request], name, []);
    await writeFile(this.file(`${name}.ext`), extensions.join("\n"));
    const dates = ["-startdate", stamp(-20), "-enddate", stamp(days)];
    await this.ca(issuer, ["-in", request, "-out", card.certPath, "-extfile", this.file(`${name}.ext`), ...dates]);
    return card;
  }

  /** Revokes a card of `root`, and gives the file of the new revocation list. */
  async revoke(card: Card): Promise<string> {
    await this.ca("root", ["-revoke", card.certPath]);
    const list = this.file("root.crl");
    await this.ca("root", ["-gencrl", "-crldays", "30", "-out", list]);
    return list;
  }

  private async ca(issuer: string, args: string[]): Promise<void> {
    const config = this.file(`${issuer}.cnf`);
    const text = `[ca]
default_ca=it
[it]
database=${this.file(`${issuer}.txt`)}
crlnumber=${this.file(`${issuer}.number`)}
new_certs_dir=${this.folder}
certificate=${this.file(`${issuer}.pem`)}
private_key=${this.file(`${issuer}.key`)}
rand_serial=yes
unique_subject=no
default_md=sha256
policy=any
[any]
commonName=supplied
`;
    await writeFile(config, text);
    await appendFile(this.file(`${issuer}.txt`), "");
    // Only a list with a number is one of the second version, which others are asked for.
    await writeFile(this.file(`${issuer}.number`), "01\n");
    const made = await run("openssl", ["ca", "-batch", "-notext", "-config", config, ...args]);
    if (made.code !== 0) throw new Error(made.stderr);
  }

  private async openssl(args: string[], name: string, extensions: string[]): Promise<void> {
    // With a configuration of its own nothing is added by itself.
    await writeFile(this.file("empty.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", this.file(`${name}.key`)];
    const added = extensions.flatMap((extension) => ["-addext", extension]);
    const made = await run("openssl", [...args, "-config", this.file("empty.cnf"), ...key, ...added]);
    if (made.code !== 0) throw new Error(made.stderr);
  }
}

/** Some days from now, as openssl writes it. */
function stamp(days: number): string {
  const at = new Date(Date.now() + days * 86_400_000).toISOString();
  return at.replaceAll(/[-:T]|\.\d+/g, "");
}
