/** Brokers that want TLS and a login, and what the options say of both. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Invocation } from "../src/cli/command.ts";
import { settingsOf } from "../src/cli/run/serve-settings.ts";
import { consume } from "../src/intake/kafka/consume.ts";
import { openSpool } from "../src/intake/spool.ts";
import { makeCertificate } from "./support/certificate.ts";
import { isHere, produce, startCluster, stopAll } from "./support/kafka.ts";
import { startGuard } from "./support/kafka-guard.ts";

const waits = { first: 100, last: 500, session: 3000 };
const patient = { timeout: 60_000, interval: 100 };
const login = { username: "vedette", password: "a secret=,ü" };
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "vedette-kafka-login-"));
});
afterAll(() => {
  stopAll();
  rmSync(root, { recursive: true, force: true });
});

describe("a broker that wants a login over TLS", () => {
  beforeEach(({ skip }) => {
    if (!isHere) skip("kcat is not installed");
  });

  test.each(["plain", "scram-sha-256", "scram-sha-512"] as const)(
    "is read with %s",
    async (mechanism) => {
      const cluster = await startCluster();
      await produce(cluster, "web", { lines: ["one", "two"] });
      const tls = makeCertificate(root, mechanism, ",IP:127.0.0.1");
      const guard = await startGuard(cluster.broker, tls, login);
      const spool = await openSpool(join(root, mechanism), {
        effects: { now: () => Date.now() },
        limits: { freeBytesMin: 0 },
      });
      const common = { brokers: [guard.broker], topic: "web", group: "g", waits };
      const begin = (more: object) => consume(spool, { ...common, ...more });

      const stranger = begin({ tls: {}, login: { mechanism, ...login } });
      await expect.poll(() => stranger.notes().join(), patient).toMatch(/self.signed certificate/);
      await stranger.close();
      const mistaken = begin({ tls: { ca: tls.cert }, login: { mechanism, ...login, password: "wrong" } });
      await expect.poll(() => mistaken.notes().join(), patient).toMatch(/SASL|authentication/i);
      expect(mistaken.notes().join()).not.toMatch(/wrong/);
      await mistaken.close();
      expect(guard.signedIn).toEqual([]);

      const intake = begin({ tls: { ca: tls.cert }, login: { mechanism, ...login } });
      await expect.poll(() => intake.figures().records, patient).toBe(2);
      expect(new Set(guard.signedIn)).toEqual(new Set([mechanism.toUpperCase()]));
      await intake.close();
      await spool.close();
      await guard.close();
      cluster.stop();
    },
    120_000,
  );
});

describe("the options", () => {
  const given = (options: Record<string, string | string[]>, environment: Record<string, string> = {}) =>
    settingsOf({
      options,
      arguments: [],
      effects: { env: (name: string) => environment[name] },
    } as unknown as Invocation);
  const topic = "kafka:127.0.0.1:9092/web";

  test("name brokers, a topic and a login", () => {
    const path = join(root, "login");
    writeFileSync(path, "ann:it's:secret\n");
    const { intakes, kafka } = given({
      intake: ["kafka-tls:b1.example:9092,[::1]:9093/access.logs"],
      "kafka-login": `scram-sha-512:file:${path}`,
      "kafka-group": "soc",
      "kafka-ca": path,
    });
    expect(intakes).toEqual([
      {
        transport: "kafka",
        brokers: ["b1.example:9092", "[::1]:9093"],
        topic: "access.logs",
        secure: true,
      },
    ]);
    expect(kafka).toEqual({
      group: "soc",
      tls: { ca: "ann:it's:secret\n" },
      login: { mechanism: "scram-sha-512", username: "ann", password: "it's:secret" },
    });
    expect(given({ intake: [topic], "kafka-login": "plain:env:K" }, { K: "a:b" }).kafka).toEqual({
      group: "vedette",
      tls: {},
      login: { mechanism: "plain", username: "a", password: "b" },
    });
  });

  test.each<[Record<string, string | string[]>, RegExp]>([
    [{ intake: ["kafka:127.0.0.1:9092"] }, /not brokers and a topic/],
    [{ intake: ["kafka:127.0.0.1/web"] }, /not brokers and a topic/],
    [{ intake: ["kafka:127.0.0.1:9092/a b"] }, /not brokers and a topic/],
    [{ intake: ["kafka:127.0.0.1:99999/web"] }, /not brokers and a topic/],
    [{ intake: ["http:127.0.0.1:0"], "kafka-group": "x" }, /no topic of Kafka is read/],
    [{ intake: [topic], "kafka-group": "a b" }, /not a name of a group/],
    [{ intake: [topic], "kafka-login": "ann:secret" }, /not understood/],
    [{ intake: [topic], "kafka-login": "plain:env:MISSING" }, /MISSING does not hold NAME:SECRET/],
    [{ intake: [topic], "kafka-login": "plain:file:/nowhere" }, /kafka-login \/nowhere: ENOENT/],
    [{ intake: ["kafka:b1.example:9092/web"], "kafka-login": "plain:env:K" }, /travel as it is/],
    [{ intake: [topic], "kafka-cert": "/nowhere" }, /ENOENT/],
  ])("%j are refused", (options, because) => {
    expect(() => given(options)).toThrow(because);
  });
});
