/**
 * A process that takes records until it is killed: it follows files, takes HTTP, and reads its own segments
 * into a folder the way a store is filled. It kills itself at the n-th time that it comes to a point.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { follow } from "../../dist/src/intake/follow.js";
import { httpServer } from "../../dist/src/intake/http-server.js";
import { openSpool } from "../../dist/src/intake/spool.js";

const [root, port, point, nth] = process.argv.slice(2);
const effects = { now: () => Date.now() };
let times = 0;

const spool = await openSpool(join(root, "state"), {
  effects,
  limits: { freeBytesMin: 0, segmentBytesMax: 3000, journalBytesMax: 6000 },
  hook: (at) => {
    if (at !== point) return;
    times += 1;
    if (times === Number(nth)) {
      process.kill(process.pid, "SIGKILL");
      // Nothing may happen any more until the signal has come.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
  },
});
const intake = follow(
  spool,
  { paths: [join(root, "logs", "*.log")], pollMs: 3, globMs: 20, rotatedWaitMs: 1000 },
  effects,
);
const server = httpServer(spool, { authorize: () => true });
server.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));

let going = true;
async function read() {
  while (going) {
    for (const { stream, number, path, closed } of spool.segments()) {
      if (!closed) continue;
      const folder = join(root, "read", basename(dirname(path)));
      const to = join(folder, basename(path));
      mkdirSync(folder, { recursive: true });
      if (!existsSync(to)) {
        writeFileSync(`${to}.draft`, readFileSync(path));
        renameSync(`${to}.draft`, to);
      }
      await spool.release({ stream, number });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const reading = read();

process.on("SIGTERM", async () => {
  going = false;
  await reading;
  server.closeAllConnections();
  server.close();
  await intake.close();
  await spool.close();
  process.stdout.write(`${JSON.stringify({ notes: intake.notes(), figures: intake.figures() })}\n`);
  process.exit(0);
});
