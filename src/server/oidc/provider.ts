/** The provider: where people are sent, and what its answer says of them. All checks of tokens are the library's. */
import type { ClientAuth, Configuration, ServerMetadata } from "openid-client";
import { oidcLimits } from "../../limits.ts";
import { PerMinute } from "../per-minute.ts";
import { Problem } from "../problems.ts";
import { newSecret, sameText } from "../secrets.ts";
import type { Claims, Identity, OidcSettings } from "./model.ts";
import { notBegun, problemOf, reasonOf } from "./problems.ts";
import { fetchFrom, mayReach, NotReached, onLoopback } from "./reach.ts";
import { localPath, Transactions } from "./transaction.ts";

/** How long what the provider says of itself is believed. */
const metadataMs = 10 * 60_000;

export interface SignedIn {
  readonly identity: Identity;
  readonly claims: Claims;
  /** Path of the console to go on at. */
  readonly to: string;
}

export class Provider {
  readonly settings: OidcSettings;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  readonly #told: (says: string) => void;
  readonly #transactions = new Transactions();
  #known: { readonly metadata: ServerMetadata; readonly atMs: number } | undefined;
  #asking: Promise<ServerMetadata> | undefined;
  readonly #perMinute = new PerMinute(oidcLimits.perMinuteMax, oidcLimits.networksMax);
  #finishing = 0;

  constructor(
    settings: OidcSettings,
    {
      now,
      told,
      timeoutMs = oidcLimits.requestMs,
    }: {
      readonly now: () => number;
      readonly told: (says: string) => void;
      readonly timeoutMs?: number;
    },
  ) {
    this.settings = settings;
    this.#now = now;
    this.#told = told;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws Problem where it does not answer, or with what cannot be used */
  async reach(): Promise<void> {
    await this.#tried(() => this.#metadata());
  }

  /**
   * Begins a sign-in.
   * @param to where the person goes on; anything but a path of the console is `/`
   * @returns address at the provider, and what the browser keeps until it comes back
   * @throws Problem where the provider does not answer
   */
  begin(to: string | undefined): Promise<{ readonly address: string; readonly sealed: string }> {
    return this.#tried(async () => {
      const client = await library();
      const [state, nonce, verifier] = [newSecret(), newSecret(), newSecret()];
      const address = client.buildAuthorizationUrl(await this.#configuration(), {
        redirect_uri: this.settings.redirect,
        scope: ["openid", "profile", ...this.settings.scopes].join(" "),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      const sealed = this.#transactions.seal({
        ...{ state, nonce, verifier },
        to: localPath(to),
        atMs: this.#now(),
      });
      return { address: address.href, sealed };
    });
  }

  /**
   * Ends it with the provider's answer.
   * @param query of the address that the provider sent the browser to
   * @param sealed what the browser kept
   * @param network that the browser is in
   * @throws Problem where it was not begun by this browser, or the provider's answer does not hold
   */
  async finish(query: string, sealed: string | undefined, network: string): Promise<SignedIn> {
    const transaction = sealed === undefined ? undefined : this.#transactions.open(sealed, this.#now());
    const url = new URL(this.settings.redirect);
    url.search = query;
    if (transaction === undefined || !sameText(url.searchParams.get("state") ?? "", transaction.state))
      throw notBegun();
    if (!this.#transactions.use(transaction)) throw notBegun();
    const wait = this.#perMinute.wait(network, this.#now());
    if (wait > 0 || this.#finishing >= oidcLimits.finishingMax)
      throw new Problem(
        429,
        "wait",
        "Too many sign in at once; wait a little.",
        {},
        { "retry-after": String(Math.max(1, wait)) },
      );
    this.#finishing += 1;
    try {
      return { ...(await this.#tried(() => this.#claimsOf(url, transaction))), to: transaction.to };
    } finally {
      this.#finishing -= 1;
    }
  }

  async #claimsOf(
    url: URL,
    { state, nonce, verifier }: { readonly state: string; readonly nonce: string; readonly verifier: string },
  ): Promise<Omit<SignedIn, "to">> {
    const client = await library();
    const configuration = await this.#configuration();
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined || !/^[\x20-\x7e]{1,255}$/.test(claims.sub))
      throw new NotReached("it does not say who signed in");
    const { iss: issuer, sub: subject } = claims;
    const { claim } = this.settings;
    // Some keep groups out of the token, which may become long, and tell them when they are asked.
    const more: Claims =
      claim in claims || configuration.serverMetadata().userinfo_endpoint === undefined
        ? {}
        : await client.fetchUserInfo(configuration, tokens.access_token, subject);
    return { identity: { issuer, subject }, claims: { ...more, ...claims } };
  }

  /** Made anew for each sign-in, so that the provider's keys are asked for each time and may change at any time. */
  async #configuration(): Promise<Configuration> {
    const client = await library();
    const { clientId, secret, issuer } = this.settings;
    const configuration = new client.Configuration(
      await this.#metadata(),
      clientId,
      undefined,
      secret === undefined ? client.None() : byMetadata(secret, client),
    );
    configuration.timeout = this.#timeoutMs / 1000;
    configuration[client.customFetch] = (url, options) => fetchFrom(issuer, url, options as RequestInit);
    // Without it the library takes the TLS connection that a token came by for proof enough.
    client.enableNonRepudiationChecks(configuration);
    if (onLoopback(issuer)) client.allowInsecureRequests(configuration);
    return configuration;
  }

  /** What the provider says of itself; asked once for all who wait. */
  #metadata(): Promise<ServerMetadata> {
    const age = this.#now() - (this.#known?.atMs ?? Number.NEGATIVE_INFINITY);
    if (this.#known !== undefined && Math.abs(age) < metadataMs) return Promise.resolve(this.#known.metadata);
    this.#asking ??= this.#discover().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #discover(): Promise<ServerMetadata> {
    const client = await library();
    const { issuer, clientId } = this.settings;
    const found = await client.discovery(issuer, clientId, undefined, client.None(), {
      timeout: this.#timeoutMs / 1000,
      [client.customFetch]: (url, options) => fetchFrom(issuer, url, options as RequestInit),
      execute: onLoopback(issuer) ? [client.allowInsecureRequests] : [],
    });
    const { supportsPKCE: _helper, ...metadata } = found.serverMetadata();
    // The library lets some providers answer for others than the one that was named.
    if (new URL(metadata.issuer).href !== issuer.href)
      throw new NotReached("it calls itself by another name than --oidc-issuer");
    for (const name of [
      "authorization_endpoint",
      "token_endpoint",
      "jwks_uri",
      "userinfo_endpoint",
    ] as const) {
      const named = metadata[name];
      if (named === undefined && name === "userinfo_endpoint") continue;
      if (named === undefined || !URL.canParse(named) || !mayReach(new URL(named), issuer))
        throw new NotReached(`its ${name} is neither https nor on its own machine`);
    }
    this.#known = { metadata, atMs: this.#now() };
    return metadata;
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      this.#told(`Sign-in by ${this.settings.issuer.href}: ${reasonOf(thrown)}`);
      throw problemOf(thrown, this.settings.name);
    }
  }
}

/** Loaded when it is needed: without a provider nobody waits for it. */
const library = () => import("openid-client");

/** As the provider takes a client's secret: in the header unless it says that it takes it in the body alone. */
function byMetadata(secret: string, client: Awaited<ReturnType<typeof library>>): ClientAuth {
  return (metadata, ...rest) => {
    const ways = metadata.token_endpoint_auth_methods_supported;
    const inBody = ways?.includes("client_secret_post") === true && !ways.includes("client_secret_basic");
    (inBody ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret))(metadata, ...rest);
  };
}
