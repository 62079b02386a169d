/** What the project wants to reach beside other programs, and whether a run did. */

interface Measured {
  readonly took: { readonly seconds: number; readonly anonymousBytes: number };
  readonly bytes: number;
}

export interface MeasuredRow extends Measured {
  readonly name: string;
  readonly wrong: string | undefined;
}

export interface Aim {
  readonly aim: string;
  readonly measured: string;
  readonly reached: boolean;
}

/** Bytes a second. */
export function rate({ took, bytes }: Measured): number {
  return bytes / took.seconds;
}

/** How many times as fast vedette is as another: ratio of bytes a second. */
export function factor(other: Measured, vedette: Measured): number {
  return rate(vedette) / rate(other);
}

/** Throughput of compressed input as a share of the slower of plain throughput and the decompressor alone. */
export function compressedShare(compressed: Measured, plain: Measured, decompressor: Measured): number {
  return rate(compressed) / Math.min(rate(plain), rate(decompressor));
}

const beside = [
  { name: "goaccess", times: 10 },
  { name: "fail2ban-regex", times: 15 },
  { name: "lnav", times: 4 },
  { name: "crowdsec", times: 1000 },
  { name: "rg -ci", times: 0.5 },
];

/** Each aim of which what it needs was measured; rows that are wrong count as not there. */
export function peerAims(rows: readonly MeasuredRow[], gib: number): Aim[] {
  const right = rows.filter(({ wrong }) => wrong === undefined);
  const row = (name: string) => right.find((one) => one.name.startsWith(name));
  const vedette = row("vedette triage (plain)");
  if (vedette === undefined) return [];
  const speed = rate(vedette) / 1e6;
  const memory = Math.max(
    ...right.filter(({ name }) => name.startsWith("vedette")).map(({ took }) => took.anonymousBytes),
  );
  return [
    { aim: "400 MB/s plain", measured: `${speed.toFixed(0)} MB/s`, reached: speed >= 400 },
    ...beside.flatMap(({ name, times }): Aim[] => {
      const other = row(name);
      if (other === undefined) return [];
      const is = factor(other, vedette);
      return [
        { aim: `${times} times ${name}`, measured: `${is.toPrecision(3)} times`, reached: is >= times },
      ];
    }),
    ...[
      { form: ".gz", by: "gzip -dc" },
      { form: ".zst", by: "zstd -dc" },
    ].flatMap(({ form, by }): Aim[] => {
      const compressed = row(`vedette triage (${form})`);
      const decompressor = row(by);
      if (compressed === undefined || decompressor === undefined) return [];
      const share = compressedShare(compressed, vedette, decompressor);
      const measured = `${(share * 100).toFixed(0)} %`;
      return [{ aim: `${form}: 80 % of the slower of plain and \`${by}\``, measured, reached: share >= 0.8 }];
    }),
    {
      aim: `at most 1.5 GiB of anonymous memory at ${gib} GiB`,
      measured: `${(memory / 2 ** 30).toFixed(2)} GiB`,
      reached: memory <= 1.5 * 2 ** 30,
    },
  ];
}

/** A Markdown table; nothing where there are no aims. */
export function aimTable(aims: readonly Aim[]): string {
  if (aims.length === 0) return "";
  const rows = aims.map(
    ({ aim, measured, reached }) => `| ${aim} | ${measured} | ${reached ? "reached" : "**not reached**"} |\n`,
  );
  return `\n| aim | measured | |\n|---|---|---|\n${rows.join("")}`;
}
