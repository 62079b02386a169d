/** An OpenID provider on this machine, which signs everybody in at once, and into which faults can be put. */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const client = { id: "vedette", secret: "s3cret of: the+client%" } as const;

type Json = Record<string, unknown>;

/** What is done otherwise than the protocol has it. */
export interface Faults {
  /** Of what it says of itself. */
  metadata?: Json;
  /** Parameters of the redirection back; undefined leaves one out. */
  redirect?: Record<string, string | undefined>;
  /** Claims of the ID token; undefined leaves one out. */
  claims?: Json;
  header?: Json;
  /** Signed by a key that nobody knows. */
  stranger?: boolean;
  /** Signed by the client's secret instead of a key. */
  bySecret?: boolean;
  /** The token endpoint's whole answer. */
  token?: { readonly status: number; readonly type: string; readonly text: string };
  /** What userinfo says; undefined: it is not offered. */
  userinfo?: Json;
  /** Paths that never answer. */
  silent?: readonly string[];
}

interface Grant {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirect: string | null;
}

export interface TestProvider {
  readonly issuer: string;
  /** Who is signed in there. */
  person: Json;
  faults: Faults;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Whether browsers stay at its page until they follow a link. */
  page: boolean;
  /** Signs by another key from now on. */
  rotate(alg?: "RS256" | "ES256"): void;
  stop(): Promise<void>;
}

interface Key {
  readonly alg: "RS256" | "ES256";
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: Json;
}

function makeKey(alg: Key["alg"]): Key {
  const { privateKey, publicKey } =
    alg === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = randomUUID();
  return { alg, kid, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" } };
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function tokenOf(
  { alg, kid, privateKey }: Key,
  claims: Json,
  { header, stranger, bySecret }: Faults,
): string {
  const text = `${encoded({ alg, kid, ...header })}.${encoded(claims)}`;
  if (bySecret) return `${text}.${createHmac("sha256", client.secret).update(text).digest("base64url")}`;
  if (header?.alg === "none") return `${text}.`;
  const key = stranger ? makeKey(alg).privateKey : privateKey;
  return `${text}.${sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

const without = (value: Json) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

/** Name and secret of a client, form-encoded in the header (RFC 6749, section 2.3.1) or in the body. */
function isClient(request: IncomingMessage, body: URLSearchParams): boolean {
  const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  const [id, secret] =
    basic === undefined
      ? [body.get("client_id"), body.get("client_secret")]
      : Buffer.from(basic, "base64")
          .toString()
          .split(":")
          .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
  return id === client.id && secret === client.secret;
}

/** @param host by which it is called: another than that of a console makes it another site to a browser */
export async function startProvider(host = "127.0.0.1"): Promise<TestProvider> {
  const grants = new Map<string, Grant>();
  let key = makeKey("RS256");
  const answer = (to: ServerResponse, status: number, value: unknown) => {
    to.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    person: { sub: "subject-1", preferred_username: "ada", groups: ["staff", "soc-tier1"] },
    faults: {},
    asked: [],
    page: false,
    rotate: (alg = "RS256") => {
      key = makeKey(alg);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    const { faults } = provider;
    provider.asked.push(url.pathname);
    if (faults.silent?.includes(url.pathname)) return;
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return answer(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          ...(faults.userinfo === undefined ? {} : { userinfo_endpoint: `${issuer}/userinfo` }),
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256", "ES256"],
          ...faults.metadata,
        });
      case "/keys":
        return answer(response, 200, { keys: [key.jwk] });
      case "/authorize":
        return authorize(url, response);
      case "/token":
        return token(request, response);
      case "/userinfo":
        return answer(response, 200, { sub: provider.person.sub, ...faults.userinfo });
      default:
        return answer(response, 404, {});
    }
  }

  function authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const code = randomUUID();
    const redirect = asked.get("redirect_uri") ?? "";
    grants.set(code, {
      redirect,
      nonce: asked.get("nonce"),
      challenge: asked.get("code_challenge_method") === "S256" ? asked.get("code_challenge") : null,
    });
    const back = new URL(redirect);
    const given = { code, state: asked.get("state") ?? "", iss: issuer, ...provider.faults.redirect };
    back.search = new URLSearchParams(without(given) as Record<string, string>).toString();
    if (!provider.page) {
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    const href = back.href.replaceAll("&", "&amp;");
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<!doctype html><title>Provider</title><link rel="icon" href="data:,"><a href="${href}">I am Ada</a>`,
    );
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, person } = provider;
    const body = await bodyOf(request);
    if (faults.token !== undefined) {
      response.writeHead(faults.token.status, { "content-type": faults.token.type });
      response.end(faults.token.text);
      return;
    }
    const code = body.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (!isClient(request, body)) return answer(response, 401, { error: "invalid_client" });
    if (grant === undefined || grant.redirect !== body.get("redirect_uri") || grant.challenge !== challenge)
      return answer(response, 400, { error: "invalid_grant", error_description: "the code is not known" });
    const now = Math.floor(Date.now() / 1000);
    const claims = without({
      iss: issuer,
      aud: client.id,
      iat: now,
      exp: now + 60,
      nonce: grant.nonce,
      ...person,
      ...faults.claims,
    });
    answer(response, 200, {
      access_token: "opaque",
      token_type: "Bearer",
      id_token: tokenOf(key, claims, faults),
    });
  }
  return provider;
}
