/** The labels of the proxy samples: destinations, and the clients that do something of their own. */
import type { ProxyClient } from "./clients.ts";
import { questions } from "./questions.ts";
import { scriptCollectors, scriptUndecided } from "./scripts.ts";
import type { Destination, ProxyLabel } from "./shape.ts";
import { sites } from "./sites.ts";
import { updaters } from "./updates.ts";

export interface Subject {
  type: "ip" | "domain";
  value: string;
  files: string[];
  label: ProxyLabel;
  behaviour: string;
  class: string;
  judgement_why?: string;
}

export interface Judged {
  schema: "vedette.labels/v2";
  made: string;
  date: string;
  subjects: Subject[];
}

const made =
  "mixed. Recorded: head-office.log.gz and branch.log.gz are the lines of a real Squid 5.7 (OpenSSL build) through which real Chromium with real fingerprint and analytics libraries, curl, wget and Python requests asked a server on the same machine; clients are network namespaces with the 10.x addresses of the logs, all names of the world were mapped to that server, nothing was sent out. Calls of analytics services, updaters, PowerShell, BITS and other programs that are not installed were sent by pages or by curl in the form that is publicly known of them, under their agents (those of Matomo, Bing, X, HubSpot and Firefox's updates were compared with published documentation or examples; the others are from general knowledge and may differ in detail). Chromium's agent, hints, language, zone and screen are emulated. Times are shifted: each visit was moved as a whole into the four days before the recording (one page's beacons were set ten minutes apart), so times that pages put into addresses are later than their lines. Written: eve.json.gz and zeek-*.log.gz are put together, in the documented form of Suricata and Zeek, from what the same Squid logged of the plant's clients; neither sensor was run. DNS questions there are derived, and those of fenwick-relay.example, coombe-dns.example, zen.spamhaus.org, avqs.mcafee.com and ntp.corp.example are written.";

/** The pages that carry a collector are no subjects, unless the page's host is itself the collector. */
function destinations(): Destination[] {
  const listed = [
    ...sites.flatMap(({ shapes }) => shapes),
    ...scriptCollectors,
    ...scriptUndecided,
    ...updaters,
    ...questions,
    {
      host: "cdn.jsdelivr.net",
      label: "benign" as const,
      behaviour: "delivers libraries, FingerprintJS among them",
    },
  ];
  return [...new Map(listed.map((one) => [one.host, one])).values()];
}

const escaped = (text: string) => text.replace(/[.\\]/g, "\\$&");

function filesWith(texts: ReadonlyMap<string, readonly string[]>, pattern: RegExp): string[] {
  return [...texts].filter(([, lines]) => lines.some((line) => pattern.test(line))).map(([file]) => file);
}

export function labelsOf(
  texts: ReadonlyMap<string, readonly string[]>,
  clients: readonly ProxyClient[],
  recordedAtMs: number,
): Judged {
  const domains = destinations().map(({ host, label, behaviour, why }): Subject => {
    // As a request's host, a CONNECT, a server name or a question; not inside another address's query.
    const pattern = new RegExp(
      `"(?:\\w+ https?://|\\w+ )${escaped(host)}[:/ ]| (?:https?://)?${escaped(host)}[:/]|"(?:hostname|host|sni|server_name)":"${escaped(host)}"|"(?:rrname|query)":"[^"]*${escaped(host)}"`,
    );
    const subject: Subject = {
      type: "domain",
      value: host,
      files: filesWith(texts, pattern),
      label,
      behaviour,
      class: "beacon",
    };
    return why === undefined ? subject : { ...subject, judgement_why: why };
  });
  const addresses = clients.flatMap(({ address, subject }): Subject[] => {
    if (subject === undefined) return [];
    const { label, class: kind, behaviour, why } = subject;
    const files = filesWith(texts, new RegExp(`(?:^|[ "])${escaped(address)}[ "]`));
    const one: Subject = { type: "ip", value: address, files, label, behaviour, class: kind };
    return [why === undefined ? one : { ...one, judgement_why: why }];
  });
  const subjects = [...domains, ...addresses];
  const absent = subjects.filter(({ files }) => files.length === 0).map(({ value }) => value);
  if (absent.length > 0) process.stderr.write(`fault: in no file: ${absent.join(", ")}\n`);
  return {
    schema: "vedette.labels/v2",
    made,
    date: new Date(recordedAtMs).toISOString().slice(0, 10),
    subjects,
  };
}
