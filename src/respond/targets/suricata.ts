/** Suricata: rules that drop, whose texts are bytes in hexadecimal notation. */
import {
  agentsOf,
  blockName,
  chunked,
  firstNumber,
  heading,
  networksOf,
  pairsOf,
  pathsOf,
  plainComment,
  type Target,
} from "../target.ts";

/** Numbers for local use; the highest case still has its stretch below 2000000. */
const sids = { from: 1_000_000, count: 900, size: 1_000 };
/** A content is a piece of a longer text; a rule has 8192 bytes at most. */
const pieceBytesMax = 128;
const addressBytesMax = 6000;

function hex(bytes: Uint8Array): string {
  const pairs = [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  return `"|${pairs.join(" ")}|"`;
}

/** What a buffer begins with, byte for byte. */
function begins(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytesMax) }, (_, n) =>
    bytes.subarray(n * pieceBytesMax, (n + 1) * pieceBytesMax),
  );
  return pieces
    .map((piece, n) =>
      n === 0
        ? `content:${hex(piece)}; startswith;`
        : `content:${hex(piece)}; distance:0; within:${piece.length};`,
    )
    .join(" ");
}

const whole = (text: string) => `${begins(text)} bsize:${Buffer.byteLength(text)};`;

/** A path alone, with a query, and with a fragment. */
const targets = (path: string) => [
  `http.uri.raw; ${whole(path)}`,
  ...["?", "#"].map((sign) => `http.uri.raw; ${begins(`${path}${sign}`)}`),
];

/** None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
const agents = (agent: string) =>
  agent === ""
    ? [`http.header_names; content:!"|0D 0A|User-Agent|0D 0A|"; nocase;`, `http.user_agent; ${whole("-")}`]
    : [`http.user_agent; ${whole(agent)}`];

export const suricata: Target = {
  id: "suricata",
  title: "Suricata",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source: "https://docs.suricata.io/en/latest/rules/payload-keywords.html and http-keywords.html, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const first = firstNumber(order.caseId, sids);
    let sid = first;
    const rule = (head: string, options: string) =>
      `drop ${head} any -> any any (msg:"vedette ${plainComment(order.caseId)}"; ${options}sid:${sid++}; rev:1;)`;
    const request = (options: string) => rule("http any", `flow:established,to_server; ${options} `);
    const pairs = pairsOf(matchers).flatMap(({ agent, path }) =>
      targets(path).flatMap((target) => agents(agent).map((by) => `${target} ${by}`)),
    );
    const text = [
      ...heading(
        order,
        "Suricata, a file of rules",
        "remove this file from rule-files; suricata -T; suricatasc -c reload-rules",
      ),
      ...[...pairs, ...agentsOf(matchers).flatMap(agents), ...pathsOf(matchers).flatMap(targets)].map(
        request,
      ),
      ...chunked(networksOf(matchers), addressBytesMax).map((some) => rule(`ip [${some.join(",")}]`, "")),
    ];
    const folder = order.place ?? "/etc/suricata/rules";
    return {
      files: [{ name: `${name}.rules`, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${name}.rules\` to \`${folder}\`, and name it in \`rule-files\` of \`suricata.yaml\`. Its rules have the sids ${first} to ${sid - 1}; shift them where others have these.`,
        "Rules that drop need Suricata inline (IPS); elsewhere they only alert. It reads agents and paths of requests that it sees unencrypted, and no agent that is sent empty.",
        "suricata -T -c /etc/suricata/suricata.yaml && suricatasc -c reload-rules",
      ],
      rollback: [
        `Remove \`${name}.rules\` from \`rule-files\`.`,
        "suricata -T -c /etc/suricata/suricata.yaml && suricatasc -c reload-rules",
      ],
      expiry: "Suricata knows no date: take it back by then.",
    };
  },
};
