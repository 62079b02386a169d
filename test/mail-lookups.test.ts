/** Links of mails are compared with lookups in DNS: of sensors and of hosts, in files and in a store. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { campaignLogs } from "./support/campaign.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const base = Date.parse("2026-05-17T10:00:00Z");
const { ask, hosts, mail } = campaignLogs({
  base,
  collector: "203.0.113.9",
  prober: "203.0.113.40",
  stranger: "198.18.7.66",
});
const folder = temporaryFolder();
const at = (minutes: number) => base + minutes * 60_000;

const eve = (client: string, name: string, minutes: number) =>
  JSON.stringify({
    timestamp: new Date(at(minutes)).toISOString().replace("Z", "+0000"),
    event_type: "dns",
    src_ip: client,
    src_port: 51002,
    dest_ip: "198.51.100.53",
    dest_port: 53,
    proto: "UDP",
    dns: { type: "query", id: 1, rrname: name, rrtype: "A", tx_id: 0 },
  });
const zeek = (client: string, name: string, minutes: number) =>
  `${(at(minutes) / 1000).toFixed(6)}	Cg1	${client}	51002	198.51.100.53	53	udp	4242	0.010000	${name}	1	C_INTERNET	1	A	0	NOERROR	F	F	T	T	0	192.0.2.80	60.000000	F`;
const zeekHead = [
  "#separator \\x09",
  "#set_separator\t,",
  "#empty_field\t(empty)",
  "#unset_field\t-",
  "#path\tdns",
  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected",
];
const sysmon = (host: string, name: string, minutes: number) =>
  JSON.stringify({
    EventID: 22,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: host,
    UtcTime: new Date(at(minutes)).toISOString().replace("T", " ").replace("Z", ""),
    User: "CORP\\ann",
    ProcessId: "77",
    Image: "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
    QueryName: name,
    QueryStatus: "0",
    QueryResults: "::ffff:203.0.113.9;",
  });
/** What everybody asks for, so that a log is more than the one name. */
const everyday = (write: (client: string, name: string, minutes: number) => string) =>
  Array.from({ length: 20 }, (_, n) => write(`10.0.0.${20 + n}`, "paper.example", n));

const finding = (document: ReportDocument) =>
  document.findings.find(({ indicator }) => indicator === "phish.config-request");
const proof = (document: ReportDocument) =>
  finding(document)?.evidence.map(({ path, line }) => `${path.split("/").at(-1)}:${line}`);

describe("a name that a mail's link leads to", () => {
  const dns = write(folder, "eve.json", [
    // Before the mail nobody can have followed its link.
    eve("10.0.0.5", "collect.example.net", -10),
    ...everyday(eve),
    eve("10.0.0.5", "COLLECT.example.net", 4),
    eve("10.0.0.5", "collect.example.net", 5),
    eve("10.0.0.7", "notcollect.example.net", 6),
  ]);
  const told =
    "; its link may have been followed: 2 lookups of collect.example.net within 72 hours, the first by 10.0.0.5 after 4 minutes";

  test("was looked up after it, as a sensor saw", async () => {
    const document = await triageDocument([ask, dns]);
    expect(finding(document)?.sentence).toContain(told);
    expect(proof(document)).toEqual(["ask.eml:1", "eve.json:22"]);
  });

  test("in a store, and in a later run on it", async () => {
    const store = join(folder, "store");
    expect(finding(await triageDocument([dns], { store }))).toBeUndefined();
    const document = await triageDocument([ask], { store });
    expect(finding(document)?.sentence).toContain(told);
    expect(proof(document)).toEqual(["ask.eml:1", "eve.json:22"]);
  });

  test("outside the time that is asked for does not count", async () => {
    const document = await triageDocument([ask, dns], { toMs: at(4.5) });
    expect(finding(document)?.sentence).toContain("1 lookup of collect.example.net");
  });

  test("in a log with its own header, beside other small files", async () => {
    const files = [1, 2, 3].map((n) =>
      write(folder, `dns.${n}.log`, [
        ...zeekHead,
        ...everyday(zeek),
        ...(n === 2 ? [zeek("10.0.0.8", "collect.example.net.", 30)] : []),
      ]),
    );
    const document = await triageDocument([ask, ...files]);
    expect(finding(document)?.sentence).toContain(
      "1 lookup of collect.example.net within 72 hours, the first by 10.0.0.8 after 30 minutes",
    );
    expect(proof(document)).toEqual(["ask.eml:1", "dns.2.log:27"]);
  });

  test("that six clients look up is part of the web", async () => {
    const many = write(folder, "many.json", [
      ...everyday(eve),
      ...Array.from({ length: 6 }, (_, n) => eve(`10.0.0.${n + 1}`, "collect.example.net", n + 1)),
    ]);
    expect(finding(await triageDocument([ask, many]))?.sentence).not.toContain("followed");
  });

  test("written in letters beyond ASCII is looked for as DNS writes it", async () => {
    const strange = mail("strange.eml", {
      body: "Please send us your browser version and the name of your VPN client by reply, or open http://prüfung.example.net/check today.",
    });
    const log = write(folder, "strange.json", [
      ...everyday(eve),
      eve("10.0.0.5", "xn--prfung-4ya.example.net", 4),
    ]);
    expect(finding(await triageDocument([strange, log]))?.sentence).toContain("1 lookup of ");
  });
});

test("a host that looked the name up is tied to the mail by it", async () => {
  const lookups = write(folder, "sysmon-dns.json", [sysmon("PC-ANN.corp.example", "collect.example.net", 3)]);
  const document = await triageDocument([ask, hosts, lookups]);
  const links = document.cases.flatMap((one) => one.links ?? []);
  expect(links.map(({ because }) => because).join("\n")).toContain(
    "pc-ann.corp.example looked up collect.example.net, to which a link of the mail leads",
  );
  expect(finding(document)?.sentence).toContain(
    "1 lookup of collect.example.net within 72 hours, the first by pc-ann.corp.example (CORP\\ann) after 3 minutes",
  );
});
