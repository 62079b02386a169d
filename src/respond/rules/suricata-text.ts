/** Suricata rules as text, and what such texts mean: the reader knows the grammar that is written here, and no more. */
import { exactRegex } from "../block.ts";
import type { LeftOut } from "../candidates.ts";
import type { Entry } from "./watches.ts";

/** Numbers that are nobody's by allocation (sidallocation.org): 1000000 to 1999999. */
export const sidFirst = 1_592_000;
export const sidMost = 1_999_999;

/** An entry, or a host that is asked, in small letters as Suricata has it. */
export interface WireEntry extends Entry {
  readonly host?: string;
}

/** Bytes of one pattern. */
const contentMax = 255;

/** Bytes as Suricata writes them. */
export function hexContent(text: string): string {
  const hex = [...Buffer.from(text, "utf8")].map((byte) => byte.toString(16).padStart(2, "0"));
  return `|${hex.join(" ")}|`;
}

/** Why an entry cannot be matched on the wire. */
export function cannotMatch({ agent, path }: Entry): string | undefined {
  if (agent === "") return "a header that is not sent cannot be matched";
  if (agent !== undefined && agent.trim() !== agent)
    return "blanks around a header are taken away before it is matched";
  if (Buffer.byteLength(agent ?? "") > contentMax || Buffer.byteLength(path ?? "") > contentMax)
    return `it is longer than ${contentMax} bytes`;
  return undefined;
}

/** One rule an entry, numbered from `sid` on. */
export function suricataText(
  entries: readonly WireEntry[],
  {
    title,
    comment,
    sid,
  }: { readonly title: string; readonly comment: readonly string[]; readonly sid: number },
): string {
  const rules = entries.map(({ agent, path, host }, at) =>
    [
      `alert http any any -> any any (msg:"${plain(title)}"`,
      "flow:established,to_server",
      ...(agent === undefined
        ? []
        : ["http.user_agent", `content:"${hexContent(agent)}"`, `bsize:${Buffer.byteLength(agent)}`]),
      ...(path === undefined
        ? []
        : [
            "http.uri.raw",
            `content:"${hexContent(path)}"`,
            "startswith",
            `pcre:"/^${exactRegex(path)}(?:[\\x23\\x3f]|\\z)/"`,
          ]),
      ...(host === undefined
        ? []
        : ["http.host", `content:"${hexContent(host)}"`, `bsize:${Buffer.byteLength(host)}`]),
      "classtype:attempted-recon",
      "reference:url,attack.mitre.org/techniques/T1592/004/",
      `sid:${sid + at}`,
      "rev:1;)",
    ].join("; "),
  );
  return `${[...comment.map((line) => `# ${plain(line)}`), ...rules].join("\n")}\n`;
}

/** Letters, digits and signs without a meaning. */
function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9 .,:/_-]/g, "?").slice(0, 300);
}

const ruleShape =
  /^alert http any any -> any any \(msg:"[A-Za-z0-9 .,:/_?-]*"; flow:established,to_server; (?:http\.user_agent; content:"\|([0-9a-f ]+)\|"; bsize:(\d+); )?(?:http\.uri\.raw; content:"\|([0-9a-f ]+)\|"; startswith; pcre:"\/\^([A-Za-z0-9\\]+)\(\?:\[\\x23\\x3f\]\|\\z\)\/"; )?(?:http\.host; content:"\|([0-9a-f ]+)\|"; bsize:(\d+); )?classtype:attempted-recon; reference:url,attack\.mitre\.org\/techniques\/T1592\/004\/; sid:(\d{1,7}); rev:\d+;\)$/;

/** Rules of a file; what is not of the grammar written here is told with its line. */
export function readSuricata(text: string): { rules: (WireEntry & { sid: number })[]; refusals: LeftOut[] } {
  const rules: (WireEntry & { sid: number })[] = [];
  const refusals: LeftOut[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const read = ruleOf(line);
    if (typeof read === "string") refusals.push({ what: `line ${at + 1}`, because: read });
    else rules.push(read);
  }
  return { rules, refusals };
}

/** A rule, or why it is none. */
function ruleOf(line: string): (WireEntry & { sid: number }) | string {
  const [, agentHex, size, pathHex, pattern, hostHex, hostSize, sid] = ruleShape.exec(line) ?? [];
  if (sid === undefined || (agentHex ?? pathHex ?? hostHex) === undefined)
    return "it is no rule as vedette writes them";
  const agent = agentHex === undefined ? undefined : bytesOf(agentHex);
  const path = pathHex === undefined ? undefined : bytesOf(pathHex);
  const host = hostHex === undefined ? undefined : bytesOf(hostHex);
  if (
    (agent !== undefined && Buffer.byteLength(agent) !== Number(size)) ||
    (host !== undefined && Buffer.byteLength(host) !== Number(hostSize))
  )
    return "its bsize is not that of its content, so that it fires on nothing";
  if (path !== undefined && exactRegex(path) !== pattern)
    return "its pcre is not that of its content, so that it fires on nothing";
  return {
    sid: Number(sid),
    ...(agent === undefined ? {} : { agent }),
    ...(path === undefined ? {} : { path }),
    ...(host === undefined ? {} : { host }),
  };
}

function bytesOf(hex: string): string {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").toString("utf8");
}
