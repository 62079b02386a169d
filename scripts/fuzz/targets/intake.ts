/** What comes over the network, before anything else looks at it. */
import { parseBulk } from "../../../src/intake/bulk.ts";
import { keptOf } from "../../../src/intake/documents.ts";
import { Framer } from "../../../src/intake/framing.ts";
import { programOf, recordOf } from "../../../src/intake/message.ts";
import { hold, type Target } from "../target.ts";
import { textSeeds } from "./seeds.ts";

const messageBytesMax = 4_096;

/** All that a framer makes of some pieces, as text. */
function framed(pieces: readonly Buffer[]): string {
  const framer = new Framer(messageBytesMax);
  const found: string[] = [];
  let tooLong = 0;
  for (const piece of pieces) {
    const { messages, tooLong: more } = framer.push(piece);
    tooLong += more;
    for (const message of messages) {
      hold(message.length <= messageBytesMax, `a message of ${message.length} bytes`);
      found.push(message.toString("latin1"));
    }
  }
  const end = framer.end();
  return JSON.stringify([found, tooLong, end instanceof Buffer ? end.toString("latin1") : end]);
}

const syslog: Target = {
  name: "syslog frames",
  family: "intake",
  covers: /\/intake\/(framing|message)\.js/,
  seeds: () =>
    textSeeds(
      "<34>1 2026-05-04T10:00:00Z h1 nginx 12 - - 203.0.113.9 - - x\n<13>May  4 10:00:00 h1 httpd[7]: GET /\n",
      "44 <34>1 2026-05-04T10:00:00Z h app 1 - - hello22 <13>May  4 10:00:00 a: b",
      `5000 <${"x".repeat(5_000)}<13>May  4 10:00:00 a: behind\n`,
    ),
  words: ["1 <", "99999 <", "<13>", "<191>1 ", "\n", "\0", "- - - "],
  bytesMax: 12_000,
  refuses: () => false,
  run: (input) => {
    const whole = framed([input]);
    const third = Math.floor(input.length / 3);
    hold(
      framed([input.subarray(0, third), input.subarray(third)]) === whole,
      "two pieces frame as the whole",
    );
    if (input.length < 600)
      hold(
        framed(Array.from({ length: input.length }, (_, at) => input.subarray(at, at + 1))) === whole,
        "single bytes frame as the whole",
      );
    const record = recordOf(input);
    hold(!record.includes(0x0a), "a record is one line");
    hold(/^[A-Za-z0-9._/-]{1,48}$/.test(programOf(input)), "a program has a plain name");
  },
};

const bulk: Target = {
  name: "bulk bodies",
  family: "intake",
  covers: /\/intake\/(bulk|documents)\.js/,
  seeds: () =>
    textSeeds(
      '{"create":{"_index":"filebeat-8-2026.05.04","_id":"a1"}}\n{"@timestamp":"2026-05-04T10:00:00Z","message":"GET /","log":{"file":{"path":"/var/log/nginx/access.log"}},"host":{"name":"h1"}}\n',
      '{"index":{}}\n{"log":"GET /","date":1}\n{"delete":{"_id":"x"}}\n',
      '{"create":{"_index":"v"}}\n{"file":"/var/log/a","host":"h","message":"x","source_type":"file","timestamp":"2026-05-04T10:00:00Z"}\n',
    ),
  words: [
    '{"create":{}}\n',
    '{"index":{"_index":""}}\n',
    '"message":',
    '"event":{"original":"x"}',
    '"winlog":{}',
    "\n\n",
    "{}\n",
  ],
  bytesMax: 20_000,
  refuses: () => false,
  run: (input) => {
    const body = parseBulk(input, "logs");
    if ("problem" in body) {
      hold(
        body.problem !== undefined && body.problem.length > 0 && body.problem.length < 300,
        "a problem is a sentence",
      );
      return;
    }
    for (const { source, index } of body.items) {
      const kept = keptOf(source, index);
      if (kept === undefined) continue;
      hold(kept.record.length > 0 || source.length > 0, "a record comes of something");
      hold(kept.stream.name.length <= 20_000, "a stream has a name of some length");
    }
  },
};

export const intake: readonly Target[] = [syslog, bulk];
