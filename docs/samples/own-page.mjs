// A company's own registration page: a sample for docs/your-own-page.md. Node.js 20, no dependencies.
//
// It stands behind a proxy that signs people in and sets X-Remote-User; it must not be reachable past it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const { GATEHOUSE_URL, GATEHOUSE_TOKEN, PORT = "8080" } = process.env;
const guide = await readFile(new URL("../your-own-page.md", import.meta.url), "utf8");
const snippet = /```html\n([\s\S]*?)```/.exec(guide)[1];
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>My devices</title><h1>My devices</h1>${snippet}</html>`;

async function gatehouse(path, options = {}) {
  const headers = { authorization: `Bearer ${GATEHOUSE_TOKEN}`, "content-type": "application/json", ...options.headers };
  const answer = await fetch(`${GATEHOUSE_URL}/api/v1${path}`, { ...options, headers });
  return { status: answer.status, json: await answer.json() };
}

async function register(username, key) {
  const found = await gatehouse(`/users?q=${encodeURIComponent(username)}`);
  const user = found.json.items?.find((one) => one.username.toLowerCase() === username.toLowerCase());
  if (!user) return { status: 404, text: "You have no account for devices. Ask the help desk." };
  const body = JSON.stringify({ user_id: user.id, platform: "linux" });
  const made = await gatehouse("/registrations", { method: "POST", body, headers: { "idempotency-key": key } });
  if (made.json.code === "device_limit_reached") {
    return { status: 409, text: "You have no free place for another device." };
  }
  if (made.status !== 201) return { status: 502, text: "This does not work at the moment. Try again later." };
  const { qr_svg, link, pin, pin_expires_at } = made.json;
  return { status: 200, json: { qr_svg, link, pin, pin_expires_at } };
}

createServer(async (request, response) => {
  const send = (status, type, text) => {
    response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
    response.end(text);
  };
  const username = request.headers["x-remote-user"];
  if (!username) return send(401, "text/plain", "Sign in first.");
  if (request.method === "GET" && request.url === "/") return send(200, "text/html", page);
  if (request.method !== "POST" || request.url !== "/devices/register") return send(404, "text/plain", "Not found.");
  // Another site's form cannot set this header: only this page's own script reaches further.
  const key = request.headers["x-request-key"];
  if (!/^[\w-]{16,64}$/.test(key ?? "")) return send(400, "text/plain", "Reload the page.");
  try {
    const { status, text, json } = await register(username, `${username}-${key}`.slice(0, 64));
    return json ? send(status, "application/json", JSON.stringify(json)) : send(status, "text/plain", text);
  } catch {
    return send(502, "text/plain", "This does not work at the moment. Try again later.");
  }
}).listen(Number(PORT), "127.0.0.1");
