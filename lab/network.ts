/**
 * The network of the laboratory: network namespaces that are joined to each other and to nothing else.
 *
 * One namespace holds the servers. Each client gets a namespace of its own for as long as it runs, with
 * one address and a route to the servers alone, because most scanners cannot choose their source address.
 * There is no default route, no name server and no link to the machine's own network, so that no packet
 * can leave however a client behaves. Names are resolved from a hosts file that is bound over /etc/hosts.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { must } from "./process.ts";

export interface Server {
  v4: string;
  v6?: string;
  names: readonly string[];
}

/** A command prefix that runs what follows inside a namespace. */
export type Prefix = readonly string[];

const bindHosts = 'mount --bind "$0" /etc/hosts && mount --bind /dev/null /etc/resolv.conf && exec "$@"';

export class Network {
  readonly #servers: readonly Server[];
  readonly #folder: string;
  readonly #stem: string;
  readonly #open = new Set<string>();
  #links = 0;

  constructor(servers: readonly Server[], folder: string, stem: string) {
    this.#servers = servers;
    this.#folder = folder;
    this.#stem = stem;
    writeFileSync(this.#hostsFile(false), this.#hosts(false));
    writeFileSync(this.#hostsFile(true), this.#hosts(true));
  }

  async openServers(): Promise<Prefix> {
    const name = this.#stem;
    await this.#add(name);
    for (const server of this.#servers) {
      await must(["ip", "-n", name, "address", "add", `${server.v4}/32`, "dev", "lo"]);
      if (server.v6) await must(["ip", "-n", name, "address", "add", `${server.v6}/128`, "dev", "lo"]);
    }
    return this.#prefix(name, false);
  }

  /** Gives one client its address; the namespace exists until `closeClient`. */
  async openClient(address: string): Promise<Prefix> {
    const name = `${this.#stem}-c${this.#links}`;
    const peer = `v${this.#links}`;
    this.#links += 1;
    await this.#add(name);
    await must([
      "ip",
      "link",
      "add",
      "eth0",
      "netns",
      name,
      "type",
      "veth",
      "peer",
      "name",
      peer,
      "netns",
      this.#stem,
    ]);
    await must(["ip", "-n", name, "link", "set", "eth0", "up"]);
    await must(["ip", "-n", this.#stem, "link", "set", peer, "up"]);
    if (isIPv6(address)) await this.#route6(name, peer, address);
    else await this.#route4(name, peer, address);
    return this.#prefix(name, isIPv6(address));
  }

  async closeClient(prefix: Prefix): Promise<void> {
    const name = prefix[3];
    if (name !== undefined && this.#open.delete(name)) await must(["ip", "netns", "delete", name]);
  }

  /** Synchronous, so that an exit handler can call it. */
  close(): void {
    for (const name of [...this.#open].reverse()) spawnSync("ip", ["netns", "delete", name]);
    this.#open.clear();
  }

  async #route4(name: string, peer: string, address: string): Promise<void> {
    await must(["ip", "-n", name, "address", "add", `${address}/32`, "dev", "eth0"]);
    await must(["ip", "-n", this.#stem, "route", "add", `${address}/32`, "dev", peer]);
    for (const server of this.#servers) {
      await must(["ip", "-n", name, "route", "add", `${server.v4}/32`, "dev", "eth0", "src", address]);
    }
  }

  /** IPv6 answers neighbour questions only for addresses of the asked link, hence the link-local gateways. */
  async #route6(name: string, peer: string, address: string): Promise<void> {
    await must(["ip", "-n", name, "address", "add", `${address}/128`, "dev", "eth0", "nodad"]);
    await must(["ip", "-n", name, "address", "add", "fe80::2/64", "dev", "eth0", "nodad"]);
    await must(["ip", "-n", this.#stem, "address", "add", "fe80::1/64", "dev", peer, "nodad"]);
    await must(["ip", "-n", this.#stem, "route", "add", `${address}/128`, "via", "fe80::2", "dev", peer]);
    for (const { v6 } of this.#servers) {
      if (v6)
        await must([
          "ip",
          "-n",
          name,
          "route",
          "add",
          `${v6}/128`,
          "via",
          "fe80::1",
          "dev",
          "eth0",
          "src",
          address,
        ]);
    }
  }

  async #add(name: string): Promise<void> {
    await must(["ip", "netns", "add", name]);
    this.#open.add(name);
    await must(["ip", "-n", name, "link", "set", "lo", "up"]);
  }

  #prefix(name: string, v6: boolean): Prefix {
    return ["ip", "netns", "exec", name, "sh", "-c", bindHosts, this.#hostsFile(v6)];
  }

  #hostsFile(v6: boolean): string {
    return join(this.#folder, v6 ? "hosts6" : "hosts4");
  }

  #hosts(v6: boolean): string {
    const lines = this.#servers.flatMap(({ v4, v6: address6, names }) => {
      const address = v6 ? address6 : v4;
      return address === undefined ? [] : [`${address} ${names.join(" ")}`];
    });
    return `127.0.0.1 localhost\n::1 localhost\n${lines.join("\n")}\n`;
  }
}
