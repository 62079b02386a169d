/**
 * Measures what the hellos of programs on this machine look like: each asks a listener on the loopback
 * address for a page, over TLS, and the listener keeps the first bytes that arrive. Nothing is answered.
 *
 *   node dist/lab/tls/measure.js [PROGRAM …]
 *
 * Prints one line of JSON for each program and fingerprint. Needs root (a hosts file is bound over the
 * machine's own in a mount namespace, so that hellos carry a name); a program that is missing is named on
 * standard error.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ja3, ja4, readHello } from "./hello.ts";
import { type Program, programs } from "./programs.ts";

const name = "hello.example";
/** A browser takes a second to start; what has not asked by then does not ask. */
const runMsMax = 25_000;
const helloBytesMax = 65_536;

interface Seen {
  readonly ja3: string;
  readonly ja4: string;
}

function listen(seen: (hello: Seen) => void): Promise<Server> {
  const server = createServer((socket: Socket) => {
    let bytes = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const hello = readHello(bytes);
        if (hello === undefined && bytes.length < helloBytesMax) return;
        if (hello !== undefined) seen({ ja3: ja3(hello), ja4: ja4(hello) });
      } catch (thrown) {
        process.stderr.write(`${String(thrown)}\n`);
      }
      socket.destroy();
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function run(command: readonly string[], folder: string): Promise<void> {
  const bound = 'mount --bind "$0/hosts" /etc/hosts && cd "$0" && exec "$@"';
  return new Promise((resolve) => {
    const child = spawn(
      "unshare",
      ["-m", "timeout", "-k", "1", String(runMsMax / 1000), "sh", "-c", bound, folder, ...command],
      {
        stdio: "ignore",
        env: { PATH: process.env.PATH ?? "/usr/bin:/bin", HOME: folder, LANG: "C.UTF-8" },
      },
    );
    child.on("close", () => resolve());
  });
}

function versionOf({ version }: Program): string | undefined {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", version], { encoding: "utf8" });
  return status === 0 ? `${stdout}${stderr}`.trim().split("\n", 1)[0] : undefined;
}

async function measure(program: Program, folder: string): Promise<void> {
  const version = versionOf(program);
  if (version === undefined) {
    process.stderr.write(`${program.id} is not installed\n`);
    return;
  }
  const counts = new Map<string, Seen & { times: number }>();
  const server = await listen((hello) => {
    const key = `${hello.ja3} ${hello.ja4}`;
    counts.set(key, { ...hello, times: (counts.get(key)?.times ?? 0) + 1 });
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  for (const [file, text] of Object.entries(program.files ?? {}))
    writeFileSync(join(folder, file), text.replaceAll("ADDRESS", `https://${name}:${port}/`));
  await run(
    program.command.map((word) => word.replaceAll("ADDRESS", `https://${name}:${port}/`)),
    folder,
  );
  server.close();
  for (const seen of counts.values())
    process.stdout.write(`${JSON.stringify({ program: program.id, version, ...seen })}\n`);
}

const folder = mkdtempSync(join(tmpdir(), "vedette-tls-"));
writeFileSync(join(folder, "hosts"), `127.0.0.1 localhost ${name}\n`);
const wanted = process.argv.slice(2);
try {
  for (const program of programs)
    if (wanted.length === 0 || wanted.includes(program.id)) await measure(program, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
