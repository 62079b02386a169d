/** What goes on while processes are killed: shippers, a program that writes a log, people who work on cases. */
import { appendFileSync, renameSync } from "node:fs";
import { chance } from "./chance.ts";
import { pause, type Service } from "./service.ts";

const line = (id: string) =>
  `192.0.2.${Math.floor(chance() * 200)} - - [17/May/2026:10:05:${String(Math.floor(chance() * 60)).padStart(2, "0")} +0000] "GET /${chance() < 0.05 ? ".env" : "page"}?id=${id} HTTP/1.1" 404 512 "-" "python-requests/2.31.0"`;

/** Two whom cases are about: what each got first was served, so that it is more than background. */
export const scouts = [
  [
    "203.0.113.9",
    "04",
    "python-requests/2.31.0",
    "/.env /server-status /phpinfo.php /actuator/env /.git/config",
  ],
  [
    "198.51.100.77",
    "09",
    "Nikto/2.5.0",
    "/wp-config.php.bak /web.config /config.json /.aws/credentials /nginx_status",
  ],
]
  .flatMap(([address, hour, agent, paths = ""]) =>
    paths
      .split(" ")
      .map(
        (path, at) =>
          `${address} - - [17/May/2026:${hour}:04:0${at} +0000] "GET ${path} HTTP/1.1" ${at === 0 ? 200 : 404} 512 "-" "${agent}"\n`,
      ),
  )
  .join("");

interface Case {
  readonly id: string;
  readonly version: number;
  readonly merged_into: string | null;
}

export class Load {
  readonly acknowledged = new Set<string>();
  readonly sent = new Set<string>();
  readonly notes: { readonly text: string; acknowledged: boolean }[] = [];
  /** Whether the second case is merged into the first: what was acknowledged last, and what was asked since. */
  merged: boolean[] = [false];
  merges = 0;
  readonly #service: Service;
  readonly #token: string;
  readonly #pair: readonly [string, string];
  #rotations = 0;
  #stopped = false;
  #jobs: Promise<void>[] = [];

  /**
   * @param token of a shipper
   * @param pair the cases that are worked on
   */
  constructor(service: Service, token: string, pair: readonly [string, string]) {
    this.#service = service;
    this.#token = token;
    this.#pair = pair;
  }

  begin(): void {
    this.#jobs = [this.#ship(), this.#write(), this.#note(), this.#merge()];
  }

  async end(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#jobs);
  }

  /** Rotates the followed file by its name; whoever writes goes on in a new one. */
  rotate(): void {
    this.#rotations += 1;
    renameSync(this.#service.followed, `${this.#service.followed}.${this.#rotations}`);
    appendFileSync(this.#service.followed, "");
  }

  /** Sends batches; one without an answer is sent again under the same ids, as shippers do. */
  async #ship(): Promise<void> {
    for (let batch = 0; !this.#stopped; batch += 1) {
      const ids = Array.from({ length: 50 }, (_, at) => `h${batch}-${at}`);
      const body = ids
        .map((id) => `{"create":{"_index":"web","_id":"${id}"}}\n${JSON.stringify({ message: line(id) })}\n`)
        .join("");
      for (const id of ids) this.sent.add(id);
      if (await this.#taken(body)) for (const id of ids) this.acknowledged.add(id);
      await pause(30);
    }
  }

  async #taken(body: string): Promise<boolean> {
    while (!this.#stopped)
      try {
        const answer = await fetch(`${this.#service.intake}/_bulk`, {
          method: "POST",
          body,
          headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/x-ndjson" },
        });
        await answer.arrayBuffer();
        if (answer.status === 200) return true;
      } catch {
        await pause(50);
      }
    return false;
  }

  /** A program that writes a log: what it wrote is on disk, and counts as acknowledged. */
  async #write(): Promise<void> {
    for (let at = 0; !this.#stopped; at += 1) {
      const ids = Array.from({ length: 20 }, (_, one) => `f${at}-${one}`);
      appendFileSync(this.#service.followed, ids.map((id) => `${line(id)}\n`).join(""));
      for (const id of ids) {
        this.sent.add(id);
        this.acknowledged.add(id);
      }
      await pause(40);
    }
  }

  /** The cases that are worked on. */
  async cases(): Promise<Case[]> {
    const { body } = await this.#service.ask("GET", "/api/v1/cases?limit=1000&merged=true");
    const { items } = body as { items: Case[] };
    return this.#pair.flatMap((id) => items.filter((one) => one.id === id));
  }

  async #note(): Promise<void> {
    for (let at = 0; !this.#stopped; at += 1) {
      await pause(150);
      try {
        const [one] = await this.cases();
        if (one === undefined) continue;
        const note = { text: `note ${at}`, acknowledged: false };
        this.notes.push(note);
        const { status } = await this.#service.ask("POST", `/api/v1/cases/${one.id}/acts`, {
          version: one.version,
          act: { kind: "note", text: note.text },
        });
        note.acknowledged = status === 200;
      } catch {
        // It was killed, or is not there yet.
      }
    }
  }

  /** Merges the second case into the first, and takes it out again. */
  async #merge(): Promise<void> {
    while (!this.#stopped) {
      await pause(400);
      try {
        const [into, from] = await this.cases();
        if (into === undefined || from === undefined) continue;
        const is = from.merged_into !== null;
        this.merged.push(!is);
        const { status } = await this.#service.ask(
          "POST",
          `/api/v1/cases/${from.id}/${is ? "unmerge" : "merge"}`,
          {
            version: from.version,
            note: "one and the same",
            ...(is ? {} : { into: into.id, into_version: into.version }),
          },
        );
        if (status !== 200) this.merged.pop();
        else {
          this.merged = [!is];
          this.merges += 1;
        }
      } catch {
        // It was killed, before or after it took it.
      }
    }
  }
}
