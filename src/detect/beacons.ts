/**
 * The catalogues of client properties and of services as pieces of SQL. A set of properties is a mask: bit n, counted
 * from 0, stands for the n-th property of the catalogue. Services are numbered from 1; 0 is none.
 */
import type { BeaconCatalogues, BeaconProperty, BeaconService, beaconPartNames } from "../content/beacons.ts";
import { agentPatterns } from "../content/patterns.ts";
import type { AgentEntry } from "../content/schema.ts";
import { literal, literals, numberArray } from "../engine/sql.ts";
import { labelMaskSql, propertyMaskSql } from "./properties.ts";

export function beaconParts(
  { hints, properties, services }: BeaconCatalogues,
  agents: readonly AgentEntry[],
): Readonly<Record<(typeof beaconPartNames)[number], string>> {
  const hosts = services.flatMap(({ hosts: names }, n) => names.map((name) => ({ name, number: n + 1 })));
  const shapes = shapesOf(services);
  return {
    undone_texts: undoneTextsSql,
    property_mask: propertyMaskSql(properties),
    label_mask: labelMaskSql(properties),
    property_hints: literals(hints),
    property_names: literals(properties.map(({ says }) => says)),
    property_strong: mask(properties, ({ strong }) => strong),
    property_beyond_pages: mask(properties, ({ beyond_pages }) => beyond_pages),
    property_ordinary: mask(properties, ({ ordinary }) => ordinary),
    property_local_address: mask(properties, ({ id }) => id === "local-address"),
    service_hosts: literals(hosts.map(({ name }) => name)),
    service_of_host: numberArray(
      hosts.map(({ number }) => number),
      "UInt8",
    ),
    service_names: literals(services.map(({ name }) => name)),
    service_classes: literals(services.map((service) => service.class)),
    service_rented: numberArray(
      services.map(({ rented }) => (rented ? 1 : 0)),
      "UInt8",
    ),
    service_sends: masks(
      services.map(({ sends }) =>
        BigInt.asUintN(
          64,
          maskOf(properties, ({ id }) => sends.includes(id)),
        ),
      ),
    ),
    service_shapes: literals(shapes.patterns),
    service_by_shape: shapes.sql,
    // By pattern and not by the agents of the run: those are of requests to the own servers, and these go out. As one pattern:
    // a set of patterns takes a third of a second to prepare, and few agents are looked at.
    script_agents: literal(
      agentPatterns(agents.filter((one) => one.class === "library" || one.class === "headless"))
        .map((pattern) => `(?:${pattern})`)
        .join("|"),
    ),
  };
}

/** What is long enough to hide something, in base64 or base64url; hex shows itself sooner, since bytes of chance are no text. */
const token = "(?:^|[^A-Za-z0-9+/_-])([A-Za-z0-9+/_-]{20,}|(?:[0-9a-fA-F]{2}){5,9}\\\\b)";

/**
 * SQL of what a token hides, '' where that is no text: bytes that are no UTF-8 or hold control characters are
 * another thing's. Text in UTF-16, as PowerShell encodes it, has a zero beside each letter.
 */
const hiddenSql = `arrayMap(bytes -> if(bytes != '' AND isValidUTF8(bytes) AND NOT match(bytes, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]'), bytes, ''),
  arrayMap(bytes -> if(length(replaceAll(bytes, '\\0', '')) * 2 = length(bytes), replaceAll(bytes, '\\0', ''), bytes),
    [if(match(token, '^(?:[0-9a-fA-F]{2})+$'), unhex(if(match(token, '^(?:[0-9a-fA-F]{2})+$'), token, '')),
      tryBase64Decode(concat(translate(substring(token, 1, length(token) - (length(token) % 4 = 1)), '-_', '+/'), repeat('=', (4 - (length(token) - (length(token) % 4 = 1)) % 4) % 4))))]))[1]`;

/** SQL of all that the tokens of a text hide, one behind the other. */
function undoneSql(text: string): string {
  return `decodeURLComponent(decodeURLComponent(arrayStringConcat(arrayFilter(part -> part != '', arrayMap(token -> ${hiddenSql}, extractAll(${text}, '${token}'))), ' ')))`;
}

/** SQL over `sent_text` of three texts: itself, what it hides, and what that hides. Each is looked at once, so the work is linear. */
const undoneTextsSql = `arrayMap(once -> [sent_text, once, ${undoneSql("once")}], [${undoneSql("sent_text")}])[1]`;

function maskOf(properties: readonly BeaconProperty[], holds: (property: BeaconProperty) => boolean): bigint {
  return properties.reduce((sum, property, bit) => (holds(property) ? sum | (1n << BigInt(bit)) : sum), 0n);
}

function mask(properties: readonly BeaconProperty[], holds: (property: BeaconProperty) => boolean): string {
  return `toUInt64(${maskOf(properties, holds)})`;
}

function masks(list: readonly bigint[]): string {
  return numberArray(list, "UInt64");
}

/** All patterns of shapes, and SQL over `hits`, their numbers that fit, that gives the service. */
function shapesOf(services: readonly BeaconService[]): { patterns: string[]; sql: string } {
  const patterns: string[] = [];
  const cases: string[] = [];
  services.forEach(({ shape }, n) => {
    if (shape === undefined) return;
    const numbers = shape.map((pattern) => patterns.push(pattern));
    cases.push(`hasAll(hits, [${numbers.join(",")}]), toUInt8(${n + 1})`);
  });
  return { patterns, sql: `multiIf(${[...cases, "toUInt8(0)"].join(", ")})` };
}

/** What a catalogue names and does not have; undefined where all is well. */
export function unknownProperty({
  properties,
  services,
}: Pick<BeaconCatalogues, "properties" | "services">): string | undefined {
  const known = properties.map(({ id }) => id);
  return services.flatMap(({ sends }) => sends).find((id) => !known.includes(id));
}
