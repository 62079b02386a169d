/** What speaks to the outside as malware does: agents that only stealers send, and what a sensor says. */
import { expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { content, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();

test.each(content().stealers.entries.map((entry) => [entry.name, entry] as const))(
  "%s is known by its examples, and by nothing else",
  (_, { pattern, examples, counterexamples }) => {
    for (const agent of examples) expect(agent).toMatch(new RegExp(pattern));
    for (const agent of counterexamples) expect(agent).not.toMatch(new RegExp(pattern));
  },
);

const alert = (client: string, server: string, signature: string, category: string) =>
  JSON.stringify({
    timestamp: "2026-05-17T10:05:03.000000+0000",
    event_type: "alert",
    src_ip: client,
    src_port: 51000,
    dest_ip: server,
    dest_port: 80,
    proto: "TCP",
    alert: { action: "allowed", gid: 1, signature_id: 1000101, rev: 1, signature, category, severity: 1 },
  });
const asked = (client: string, server: string, hostname: string, agent: string) =>
  JSON.stringify({
    timestamp: "2026-05-17T10:05:02.000000+0000",
    flow_id: 1,
    event_type: "http",
    src_ip: client,
    src_port: 51000,
    dest_ip: server,
    dest_port: 80,
    proto: "TCP",
    tx_id: 0,
    http: { hostname, url: "/", http_user_agent: agent, http_method: "POST", status: 200, length: 3 },
  });

test("an alert is told under the name that its client asked for, and weighed by what its words say", async () => {
  const trojan = "A Network Trojan was detected";
  const document = await triageDocument([
    write(folder, "eve.json", [
      asked("10.0.0.7", "198.51.100.1", "gate.example", "curl/8.5.0"),
      alert("10.0.0.7", "198.51.100.1", "LOCAL MALWARE a loader checks in", trojan),
      // Nobody asked this address for a name; and the other one that asked for a name is no client of the alert.
      asked("10.0.0.9", "198.51.100.2", "elsewhere.example", "curl/8.5.0"),
      alert("10.0.0.7", "198.51.100.2", "ET MALWARE Vidar Stealer sends what it found", trojan),
      // Inwards, between hosts inside, of a policy, and an answer.
      alert("198.51.100.3", "10.0.0.7", "LOCAL MALWARE a loader checks in", trojan),
      alert("10.0.0.7", "10.0.0.8", "LOCAL MALWARE a loader checks in", trojan),
      alert("10.0.0.7", "198.51.100.4", "ET POLICY a program of remote control", trojan),
      alert("10.0.0.7", "198.51.100.5", "ET MALWARE response of a panel", trojan),
      // What the internet asks of a server under such an agent is not from inside.
      asked("198.51.100.6", "192.0.2.1", "www.corp.test", "TeslaBrowser/5.5"),
    ]),
  ]);
  const found = document.findings.filter(({ indicator }) => indicator === "beacon.stealer");
  expect(
    Object.fromEntries(
      found.map(({ entity }) => [entity, document.entities.find(({ id }) => id === entity)?.action]),
    ),
  ).toEqual({ "domain:gate.example": "watch", "domain:198.51.100.2": "escalate" });
}, 60_000);

test("a stealer behind a proxy", async () => {
  const document = await triageDocument([
    write(folder, "proxy.log", [
      '10.0.0.5 - ann [17/May/2026:10:05:03 +0000] "POST http://panel.example/c2sock HTTP/1.1" 200 3 "-" "TeslaBrowser/5.5" TCP_MISS:HIER_DIRECT',
      '10.0.0.6 - bob [17/May/2026:10:05:04 +0000] "GET http://www.example/ HTTP/1.1" 200 3 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" TCP_MISS:HIER_DIRECT',
    ]),
  ]);
  const found = document.findings.filter(({ indicator }) => indicator === "beacon.stealer");
  expect(found.map(({ entity }) => entity)).toEqual(["domain:panel.example"]);
  expect(document.decision).toMatchObject({ action: "escalate", priority: "now" });
}, 60_000);
