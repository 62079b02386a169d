/** What a client of the proxy laboratory can do: open pages in a real browser, or send requests by a program. */
import { join } from "node:path";
import { Chromium } from "../chromium.ts";
import type { Prefix } from "../network.ts";
import { type Outcome, run } from "../process.ts";
import type { Persona } from "./personas.ts";
import { proxyAddress, proxyPort } from "./squid.ts";

const proxy = `http://${proxyAddress}:${proxyPort}`;
const python =
  "import sys, requests, urllib3\nurllib3.disable_warnings()\ns = requests.Session()\ns.trust_env = False\n" +
  "p = {'http': sys.argv[1], 'https': sys.argv[1]}\n" +
  "for u in sys.argv[3:]:\n  s.get(u, proxies=p, verify=False, timeout=10, headers={'User-Agent': sys.argv[2]} if sys.argv[2] else {})\n";

export interface Request {
  program: "curl" | "wget" | "python";
  agent?: string | undefined;
  method?: string | undefined;
  body?: string | undefined;
  referrer?: string | undefined;
  urls: readonly string[];
}

/** The command that sends one list of requests through the proxy. */
export function commandOf({ program, agent, method, body, referrer, urls }: Request): string[] {
  if (program === "python") return ["python3", "-c", python, proxy, agent ?? "", ...urls];
  if (program === "wget") {
    const use = ["-e", "use_proxy=yes", "-e", `http_proxy=${proxy}`, "-e", `https_proxy=${proxy}`];
    const own = agent === undefined ? [] : ["-U", agent];
    return [
      "wget",
      "-q",
      "-T",
      "10",
      "-t",
      "1",
      "--no-check-certificate",
      "-O",
      "/dev/null",
      ...use,
      ...own,
      ...urls,
    ];
  }
  return [
    "curl",
    "-s",
    "-k",
    "-g",
    "-m",
    "10",
    "-x",
    proxy,
    ...(agent === undefined ? [] : ["-A", agent]),
    ...(referrer === undefined ? [] : ["-e", referrer]),
    ...(method === "HEAD" ? ["-I"] : []),
    ...(body === undefined ? [] : ["--data", body]),
    ...urls.flatMap((url) => ["-o", "/dev/null", url]),
  ];
}

export class ProxySession {
  readonly #prefix: Prefix;
  readonly #home: string;
  readonly #persona: Persona | undefined;
  #browser: Chromium | undefined;
  /** What went wrong in pages; a recording should have none. */
  readonly faults: string[] = [];

  constructor(prefix: Prefix, home: string, persona?: Persona) {
    this.#prefix = prefix;
    this.#home = home;
    this.#persona = persona;
  }

  send(request: Request): Promise<Outcome> {
    return run([...this.#prefix, ...commandOf(request)], { home: this.#home });
  }

  async browse(urls: readonly string[]): Promise<void> {
    this.#browser ??= await this.#open();
    for (const url of urls) {
      await this.#browser.visit(url);
      const answer = await this.#browser.command("Runtime.evaluate", {
        expression: "window.done",
        awaitPromise: true,
        returnByValue: true,
      });
      const { value } = (answer.result ?? {}) as { value?: unknown };
      if (typeof value === "string" && value !== "") this.faults.push(value);
    }
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  async #open(): Promise<Chromium> {
    const persona = this.#persona;
    const flags = [`--proxy-server=${proxy}`, "--enable-unsafe-swiftshader"];
    const browser = await Chromium.open(this.#prefix, join(this.#home), persona?.agent, flags);
    if (persona === undefined) return browser;
    const { agent, languages, platform, timezone, width, height, scale, cores, metadata } = persona;
    await browser.command("Emulation.setUserAgentOverride", {
      userAgent: agent,
      acceptLanguage: languages,
      platform,
      ...(metadata === undefined ? {} : { userAgentMetadata: metadata }),
    });
    await browser.command("Emulation.setHardwareConcurrencyOverride", { hardwareConcurrency: cores });
    await browser.command("Emulation.setTimezoneOverride", { timezoneId: timezone });
    await browser.command("Emulation.setDeviceMetricsOverride", {
      width: width - 17,
      height: height - 130,
      screenWidth: width,
      screenHeight: height,
      deviceScaleFactor: scale,
      mobile: false,
    });
    return browser;
  }
}
