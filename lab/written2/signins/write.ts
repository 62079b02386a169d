/**
 * Writes samples/signins2 from the data beside it.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written2/signins/write.js
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import { counted, type Label, meaning, writeLabels } from "../set.ts";
import { type Actor, signIns, tenant } from "./actor.ts";
import { auditOf, entraOf } from "./records.ts";

const folder = join("samples", "signins2");
const files = { entra: "entra-signins.ndjson.gz", m365: "m365-audit.ndjson.gz" } as const;
const source = join("lab", "written2", "signins");
const actors = [1, 2, 3].flatMap(
  (part) => parse(readFileSync(join(source, `actors-${part}.yaml`), "utf8")) as Actor[],
);

mkdirSync(folder, { recursive: true });
function write(name: string, records: readonly { at: number; record: unknown }[]): void {
  const sorted = [...records].sort((one, other) => one.at - other.at);
  const text = `${sorted.map(({ record }) => JSON.stringify(record)).join("\n")}\n`;
  writeFileSync(join(folder, name), gzipSync(text, { level: 9 }));
}
const of = (log: Actor["log"]) => actors.filter((actor) => actor.log === log).flatMap(signIns);
write(
  files.entra,
  of("entra").map((one) => ({ at: one.at, record: entraOf(one) })),
);
write(files.m365, of("m365").flatMap(auditOf));

const labels = actors
  .filter(({ skip }) => skip !== true)
  .map(
    ({ type, value, ip, log, label, says, why, class: kind }): Label => ({
      type,
      value: type === "user" ? (value ?? "") : ip,
      // An office stands in both logs.
      files:
        actors.some((other) => other.ip === ip && other.log !== log) && type === "ip"
          ? Object.values(files)
          : [files[log]],
      label,
      behaviour: says,
      class: kind ?? "sign-in",
      ...(why === undefined ? {} : { judgement_why: why }),
    }),
  );

writeLabels(
  folder,
  "written: no such tenant exists. lab/written2/signins makes the sign-ins from the data there, in the public form of Graph and of the unified audit log. Labels were given with the data, before any detection ran on it, by somebody who had read no rule and no result.",
  labels,
);
writeFileSync(
  join(folder, "README.md"),
  `# Sign-ins, second set

Sign-ins to an invented Microsoft 365 tenant, \`${tenant}\`, from 16 to 20 November 2026. \`labels.json\` says which addresses
and users look for accounts, tenants or client configuration.

| file | what |
| --- | --- |
| \`${files.entra}\` | interactive sign-ins of Entra ID in the form of Graph (beta, with the agent) |
| \`${files.m365}\` | unified audit log: sign-ins, searches, and files of SharePoint |

${counted(labels)}

**Written, not recorded**, by \`lab/written2/signins\`. Labels were given with the data, before any detection ran on it, by
somebody who had read no rule and no result. Only the named addresses and users are labelled, not the people behind an
office's address nor those whose accounts are tried.

${meaning}

Addresses are of the documentation ranges; people are invented.
`,
);
