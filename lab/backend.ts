/**
 * The application behind api.larkfield.example, run as a program of its own inside the servers' namespace.
 *
 * It has two faults on purpose: `/actuator/env` answers anybody, and `/internal/status` refuses twenty
 * requests and then serves without asking who is there, as after a careless change of configuration.
 * With the argument `third` it has what the third set needs beyond that.
 */
import { createServer } from "node:http";

export const backendPort = 8090;
const refusalsBeforeServing = 20;

const bodies: Readonly<Record<string, unknown>> = {
  "/healthz": { status: "ok" },
  "/health": { status: "ok" },
  "/actuator/health": { status: "UP" },
  "/actuator/env": {
    activeProfiles: ["example"],
    propertySources: [{ name: "example", properties: { "app.name": "larkfield" } }],
  },
  "/actuator/prometheus": { jvm_threads_live_threads: 24 },
  "/.well-known/openid-configuration": { issuer: "http://api.larkfield.example" },
  "/api/v1/version": { version: "4.2.0" },
  "/api/v1/articles": { articles: ["harbour-walk", "tide-tables", "lighthouse-keeper"] },
  "/api/v1/tides": { high: "06:12", low: "12:31" },
  "/api/v1/settings": { theme: "light", language: "en" },
};

const third: typeof bodies = {
  "/api/v1/config": { refresh: 300, theme: "light", map: "tiles" },
  "/api/v1/openapi.json": { openapi: "3.1.0", info: { title: "Larkfield", version: "4.2.0" } },
  "/api/v1/boats": { boats: 41 },
  "/docs": { see: "/api/v1/openapi.json" },
  "/metrics": { requests: 18 },
  "/readyz": { status: "ok" },
  "/livez": { status: "ok" },
  "/.well-known/jwks.json": { keys: [] },
  "/hooks/payments": { received: true },
  "/hooks/deploy": { received: true },
  "/mail": { mailbox: "ok" },
};

/** Only the pipeline, which has a token, is told the version. */
const forToken: typeof bodies = {
  "/version": { version: "4.2.0", commit: "5c1d0e2" },
  "/build-info": { built: "2026-11-20" },
};

const all = process.argv[2] === "third" ? { ...bodies, ...third } : bodies;

function forbidden(path: string, token: string | undefined): boolean {
  return process.argv[2] === "third" && path in forToken && token !== "Bearer deploy-example";
}

let refused = 0;

const server = createServer((request, response) => {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/internal/status" && refused < refusalsBeforeServing) {
    refused += 1;
    response.writeHead(401, { "www-authenticate": 'Basic realm="internal"' }).end();
    return;
  }
  if (forbidden(path, request.headers.authorization)) {
    response.writeHead(401, { "www-authenticate": "Bearer" }).end();
    return;
  }
  const known = process.argv[2] === "third" ? { ...all, ...forToken } : all;
  const body = path === "/internal/status" ? { build: "4.2.0", workers: 3 } : known[path];
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body ?? { error: "not found" }));
});

server.listen(backendPort, "127.0.0.1");
