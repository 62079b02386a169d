/** The catalogues of TLS hellos as pieces of SQL. */
import type { TlsHello, tlsPartNames } from "../content/tls.ts";
import { literals, numberArray } from "../engine/sql.ts";

/** What of a JA4 says neither whether a name was sent nor which protocols were offered: its two sums. */
const sumsFrom = 11;

/**
 * `tls_entry` is SQL over the columns `ja3` and `ja4` of the number of the entry whose hello it is, from 1; 0 where none knows
 * it. The whole hello counts before its ciphers. The others are arrays of what entries say.
 */
export function tlsParts(
  hellos: readonly TlsHello[],
): Readonly<Record<(typeof tlsPartNames)[number], string>> {
  const look = (text: string, of: (hello: TlsHello) => readonly string[]) => {
    const pairs = hellos.flatMap((hello, index) => of(hello).map((value) => ({ value, number: index + 1 })));
    return `transform(${text}, ${literals(pairs.map(({ value }) => value))}, ${numberArray(
      pairs.map(({ number }) => number),
      "UInt16",
    )}, toUInt16(0))`;
  };
  const tried = [
    look(`substring(ja4, ${sumsFrom + 1})`, ({ ja4 }) => ja4.map((text) => text.slice(sumsFrom))),
    look("ja3", ({ ja3 }) => ja3),
    look(`substring(ja4, ${sumsFrom + 1}, 12)`, ({ ciphers }) => ciphers),
  ];
  return {
    tls_entry: `arrayFirst(number -> number != 0, [${tried.join(", ")}])`,
    tls_names: literals(hellos.map(({ name }) => name)),
    tls_kinds: literals(hellos.map(({ kind }) => kind)),
    tls_agents: literals([...new Set(hellos.flatMap(({ agents }) => agents))].sort()),
  };
}
