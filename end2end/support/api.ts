import { expect } from "@playwright/test";
import type { Gatehouse } from "./gatehouse.ts";

/** A person as REST gives them. */
export interface User {
  id: string;
  username: string;
}

/** A registration as REST gives it when it is made. */
export interface Registration {
  id: string;
  device_id: string;
  pin: string;
  mirp_url: string;
  link: string;
}

/** REST with a token for everything, to bring a server into the state that a story starts from. */
export class Api {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** With a token of a user who may do everything. */
  static async as(gatehouse: Gatehouse, username: string): Promise<Api> {
    const made = await gatehouse.command(["token", "create", "--user", username, "--name", "tests", "--scope", "all"]);
    expect(made.code, made.stderr).toBe(0);
    return new Api(gatehouse.url, made.stdout.trim());
  }

  createUser(username: string, displayName: string): Promise<User> {
    const rights = ["sign_in", "register", "lock"];
    const email = `${username}@vellmere.example`;
    return this.post("/users", { username, display_name: displayName, email, rights });
  }

  /** Lets a person do these things with their own devices. */
  async setRights(username: string, rights: string[]): Promise<void> {
    const found = await this.get<{ items: User[] }>(`/users?q=${username}`);
    await this.send("PATCH", `/users/${found.items[0]?.id}`, { rights });
  }

  /** Lets the members of a group do these things. */
  async setGroupRights(id: string, rights: string[]): Promise<void> {
    await this.send("PATCH", `/groups/${id}`, { rights });
  }

  /** Chooses the language of a person. */
  async setLanguage(username: string, language: string): Promise<void> {
    const found = await this.get<{ items: User[] }>(`/users?q=${username}`);
    await this.send("PATCH", `/users/${found.items[0]?.id}`, { language });
  }

  /** Gives a person an e-mail address. */
  async setEmail(username: string, email: string): Promise<void> {
    const found = await this.get<{ items: User[] }>(`/users?q=${username}`);
    await this.send("PATCH", `/users/${found.items[0]?.id}`, { email });
  }

  register(userId: string, platform: string): Promise<Registration> {
    return this.post("/registrations", { user_id: userId, platform });
  }

  /** Changes some of the settings of registration. */
  async setRegistration(change: Record<string, unknown>): Promise<void> {
    const now = await this.get<Record<string, unknown>>("/settings/registration");
    await this.send("PUT", "/settings/registration", { ...now, ...change });
  }

  get<T>(path: string): Promise<T> {
    return this.send("GET", path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send("POST", path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send("PUT", path, body);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
    return JSON.parse(text) as T;
  }
}
