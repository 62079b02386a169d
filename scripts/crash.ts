/**
 * Kills a service and its engine process again and again while records come in and people work, and counts what is left.
 *
 *     npm run crash -- [KILLS]
 *
 * Every record has a number of its own. What the service acknowledged has to be in its store exactly once at the end; a note that
 * was acknowledged has to be in the casebook once. Records that were sent and not acknowledged may be there or not, and once at most
 * where they were sent again under their id.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asError } from "../src/errors.ts";

const kills = Number(process.argv[2] ?? 200);
const main = fileURLToPath(new URL("../src/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "vedette-crash-run-"));
const state = join(folder, "state");
const followed = join(folder, "followed.log");
const password = "seven blue horses walk";
/** A number that is the same in each run, so that runs can be compared. */
let seed = 1592;
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const line = (id: string) =>
  `192.0.2.${Math.floor(random() * 200)} - - [17/May/2026:10:05:${String(Math.floor(random() * 60)).padStart(2, "0")} +0000] "GET /${random() < 0.05 ? ".env" : "page"}?id=${id} HTTP/1.1" 404 512 "-" "python-requests/2.31.0"`;

interface Running {
  readonly child: ChildProcess;
  readonly api: string;
  readonly intake: string;
  readonly first: string;
}

async function start(): Promise<Running> {
  const child = spawn(
    process.execPath,
    [main, "serve", "--state", state, "--listen", "127.0.0.1:0", "--intake", "http:127.0.0.1:0", followed],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let out = "";
  let err = "";
  child.stdout?.on("data", (bytes: Buffer) => {
    out += bytes.toString();
  });
  child.stderr?.on("data", (bytes: Buffer) => {
    err += bytes.toString();
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const [, api, first = ""] = /^(http:\S+?)\/(?:first#(\S+))?\n/.exec(out) ?? [];
    const intake = /taken at http:(\S+?)\.\n/.exec(err)?.[1];
    if (api !== undefined && intake !== undefined) return { child, api, first, intake: `http://${intake}` };
    if (child.exitCode !== null) break;
    await pause(50);
  }
  throw new Error(`the service did not start: ${err}`);
}

let running = await start();
let cookie = "";
async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
  const answer = await fetch(`${running.api}${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? cookie;
  return { status: answer.status, body: (await answer.json()) as never };
}

// Somebody whom a case is about, so that there is one to write notes on.
writeFileSync(
  followed,
  ["/.env", "/server-status", "/phpinfo.php", "/actuator/env", "/.git/config", "/wp-config.php.bak"]
    .map(
      (path, at) =>
        `203.0.113.9 - - [17/May/2026:10:04:0${at} +0000] "GET ${path}?id=c0-${at} HTTP/1.1" 404 512 "-" "python-requests/2.31.0"\n`,
    )
    .join(""),
);
await ask("POST", "/api/v1/first", { secret: running.first, name: "ada", password });
const { token } = (await ask("POST", "/api/v1/tokens", { name: "crash", role: "shipper" })).body as {
  token: string;
};

const acknowledged = new Set<string>();
const sent = new Set<string>();
const notes: { readonly id: string; acknowledged: boolean }[] = [];
let stopped = false;

/** Sends batches; one without an answer is sent again under the same ids, as shippers do. */
async function ship(): Promise<void> {
  for (let batch = 0; !stopped; batch += 1) {
    const ids = Array.from({ length: 50 }, (_, at) => `h${batch}-${at}`);
    const body = ids
      .map((id) => `{"create":{"_index":"web","_id":"${id}"}}\n${JSON.stringify({ message: line(id) })}\n`)
      .join("");
    for (const id of ids) sent.add(id);
    for (let done = false; !done && !stopped; ) {
      try {
        const answer = await fetch(`${running.intake}/_bulk`, {
          method: "POST",
          body,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
        });
        done = answer.status === 200;
        await answer.arrayBuffer();
      } catch {
        await pause(50);
      }
      if (done) for (const id of ids) acknowledged.add(id);
    }
    await pause(30);
  }
}

/** A program that writes a log: what it wrote is on disk, and counts as acknowledged. */
async function write(): Promise<void> {
  for (let at = 0; !stopped; at += 1) {
    const ids = Array.from({ length: 20 }, (_, one) => `f${at}-${one}`);
    appendFileSync(followed, ids.map((id) => `${line(id)}\n`).join(""));
    for (const id of ids) {
      sent.add(id);
      acknowledged.add(id);
    }
    await pause(40);
  }
}

async function work(): Promise<void> {
  for (let at = 0; !stopped; at += 1) {
    await pause(150);
    const note = { id: `note ${at}`, acknowledged: false };
    try {
      const { items } = (await ask("GET", "/api/v1/cases?limit=1")).body as {
        items: { id: string; version: number }[];
      };
      const [one] = items;
      if (one === undefined) continue;
      notes.push(note);
      const { status } = await ask("POST", `/api/v1/cases/${one.id}/acts`, {
        version: one.version,
        act: { kind: "note", text: note.id },
      });
      note.acknowledged = status === 200;
    } catch {
      // It was killed, or is not there yet.
    }
  }
}

function engineOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return child === undefined || child === "" ? undefined : Number(child);
  } catch {
    return undefined;
  }
}

for (let tries = 0; tries < 120; tries += 1) {
  const { items } = (await ask("GET", "/api/v1/cases?limit=1")).body as { items: unknown[] };
  if (items.length > 0) break;
  await pause(500);
}
const jobs = [ship(), write(), work()];
const counts = { service: 0, engine: 0 };
for (let kill = 0; kill < kills; kill += 1) {
  await pause(200 + random() * 4000);
  const engine = running.child.pid === undefined ? undefined : engineOf(running.child.pid);
  if (random() < 0.4 && engine !== undefined) {
    process.kill(engine, "SIGKILL");
    counts.engine += 1;
  } else {
    running.child.kill("SIGKILL");
    counts.service += 1;
    await pause(random() * 300);
    running = await start();
  }
  if (kill % 20 === 19)
    process.stderr.write(`${kill + 1} kills, ${acknowledged.size} records acknowledged\n`);
}
stopped = true;
await Promise.all(jobs);

/** Waits until everything that was acknowledged is in the store, or nothing changes any more. */
async function settled(): Promise<Map<string, number>> {
  let found = new Map<string, number>();
  for (let tries = 0; tries < 60; tries += 1) {
    await pause(3000);
    try {
      const { rows } = (
        await ask("POST", "/api/v1/sql", {
          statement:
            "SELECT concat(substring(id, 1, 1), toString(n)) AS key, ids FROM (SELECT extract(url_original, 'id=([hf])') AS id, intDiv(toUInt64OrZero(extract(url_original, 'id=[hf]([0-9]+)')), 200) AS n, groupArray(extract(url_original, 'id=([hf][0-9]+-[0-9]+)')) AS ids FROM events GROUP BY id, n)",
        })
      ).body as { rows: { ids: string[] }[] };
      found = new Map();
      for (const { ids } of rows) for (const id of ids) found.set(id, (found.get(id) ?? 0) + 1);
      if ([...acknowledged].every((id) => found.has(id))) return found;
    } catch (thrown) {
      process.stderr.write(`${asError(thrown).message}\n`);
    }
  }
  return found;
}

const found = await settled();
const lost = [...acknowledged].filter((id) => !found.has(id));
const doubled = [...found].filter(([id, times]) => id !== "" && times > 1);
const strange = [...found.keys()].filter((id) => id !== "" && !sent.has(id));
const audit = new Map<string, number>();
const { items } = (await ask("GET", "/api/v1/cases?limit=1000&merged=true")).body as {
  items: { id: string }[];
};
for (const { id } of items) {
  const view = (await ask("GET", `/api/v1/cases/${id}`)).body as {
    notes: { id: number; case: string; editions: { text: string }[] }[];
  };
  for (const note of view.notes.filter((one) => one.case === id))
    for (const { text } of note.editions) audit.set(text, (audit.get(text) ?? 0) + 1);
}
const lostNotes = notes.filter((note) => note.acknowledged && !audit.has(note.id));
const doubledNotes = [...audit].filter(([, times]) => times > 1);
const verified = (await ask("GET", "/api/v1/audit/verification")).body as { holds: boolean };
process.stdout.write(
  `| kills of the service | of the engine process | records acknowledged | lost | doubled | notes acknowledged | lost | doubled | audit holds |
|---|---|---|---|---|---|---|---|---|
| ${counts.service} | ${counts.engine} | ${acknowledged.size.toLocaleString("en")} | ${lost.length} | ${doubled.length} | ${notes.filter((note) => note.acknowledged).length} | ${lostNotes.length} | ${doubledNotes.length} | ${verified.holds ? "yes" : "no"} |
`,
);
if (strange.length > 0)
  process.stdout.write(`${strange.length} records that nobody sent, such as ${strange[0]}\n`);
if (lost.length > 0) process.stdout.write(`lost: ${lost.slice(0, 10).join(" ")}\n`);
if (doubled.length > 0)
  process.stdout.write(
    `doubled: ${doubled
      .slice(0, 10)
      .map(([id]) => id)
      .join(" ")}\n`,
  );
running.child.kill("SIGTERM");
const bad =
  lost.length + doubled.length + strange.length + lostNotes.length + doubledNotes.length > 0 ||
  !verified.holds;
if (!bad) rmSync(folder, { recursive: true, force: true });
else process.stdout.write(`kept: ${folder}\n`);
process.exitCode = bad ? 1 : 0;
