/** A process that reads a topic of Kafka into a spool until it is killed, at the n-th time that it comes to a point. */
import { join } from "node:path";
import { consume } from "../../dist/src/intake/kafka/consume.js";
import { openSpool } from "../../dist/src/intake/spool.js";

const [root, broker, topic, group, point, nth] = process.argv.slice(2);
let times = 0;
const spool = await openSpool(join(root, "state"), {
  effects: { now: () => Date.now() },
  limits: { freeBytesMin: 0 },
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
const waits = { first: 200, last: 1000, session: 3000 };
const intake = consume(spool, { brokers: [broker], topic, group, waits });
process.stdout.write("ready\n");
const timer = setInterval(() => {
  process.stdout.write(`${JSON.stringify({ figures: intake.figures(), notes: intake.notes() })}\n`);
}, 200);

process.on("SIGTERM", async () => {
  clearInterval(timer);
  await intake.close();
  await spool.close();
  process.exit(0);
});
