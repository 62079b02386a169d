/** What servers and sensors escape comes back as the bytes that a client sent, and nothing else does. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { EscapeStyle } from "../src/content/schema.ts";
import type { Recognised } from "../src/ingest/recognise.ts";
import { ownRecogniser } from "./support/own-format.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

const hex = (byte: number, upper: boolean) => {
  const text = byte.toString(16).padStart(2, "0");
  return upper ? text.toUpperCase() : text;
};
const char = (byte: number) => String.fromCharCode(byte);
const isPrintable = (byte: number) => byte >= 0x20 && byte < 0x7f;
const letters = new Map([
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [11, "\\v"],
  [13, "\\r"],
]);

/** How a family writes a value: one byte after the other, by its own documentation. */
const writers: Readonly<Record<string, { style: EscapeStyle; upper: boolean; write(byte: number): string }>> =
  {
    Apache: {
      style: "apache",
      upper: false,
      write: (byte) => {
        if (byte === 0x22 || byte === 0x5c) return `\\${char(byte)}`;
        return letters.get(byte) ?? (isPrintable(byte) ? char(byte) : `\\x${hex(byte, false)}`);
      },
    },
    lighttpd: {
      style: "apache",
      upper: true,
      write: (byte) => {
        if (byte === 0x22 || byte === 0x5c) return `\\${char(byte)}`;
        if (byte === 7) return "\\a";
        if (byte === 12) return "\\f";
        return letters.get(byte) ?? (isPrintable(byte) ? char(byte) : `\\x${hex(byte, true)}`);
      },
    },
    nginx: {
      style: "nginx",
      upper: true,
      write: (byte) =>
        isPrintable(byte) && byte !== 0x22 && byte !== 0x5c ? char(byte) : `\\x${hex(byte, true)}`,
    },
    HAProxy: {
      style: "haproxy",
      upper: true,
      write: (byte) =>
        isPrintable(byte) && !'"#{|}'.includes(char(byte)) ? char(byte) : `#${hex(byte, true)}`,
    },
  };

/** A text with every byte that is no UTF-8 written out. */
function textOf(bytes: Uint8Array, upper: boolean): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => isOneCharacter(bytes.subarray(at, at + count)));
    text +=
      length === undefined
        ? `\\x${hex(bytes[at] ?? 0, upper)}`
        : Buffer.from(bytes.subarray(at, at + length)).toString("utf8");
    at += length ?? 1;
  }
  return text;
}

function isOneCharacter(bytes: Uint8Array): boolean {
  try {
    return [...new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)].length === 1;
  } catch {
    return false;
  }
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      ...[
        "\\x41",
        "\\\\x41",
        "%41",
        "%25",
        "%u",
        "%uC3%uA9",
        "#22",
        "#",
        "\\t",
        '\\"',
        "\\",
        '"',
        "\x01\x02",
      ],
      ...["é", "€", "\u{1f98a}", "\ufeff", "\ud7ff", "\ue000", "\u{10ffff}"],
    )
    .map((text) => Buffer.from(text)),
  // Overlong forms, halves of surrogate pairs, beyond the last character, characters cut off.
  fc.constantFrom(
    ...["c080", "e08080", "eda080", "f0808080", "f4908080", "e282", "f09fa6", "c3", "80", "16030101"].map(
      (bytes) => Buffer.from(bytes, "hex"),
    ),
  ),
);
const values = fc.sample(
  fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.concat(pieces)),
  { numRuns: 600, seed: 20_261_129 },
);

/** A format with one value in quotes, and how it is escaped. */
function recognised(escapes: EscapeStyle | undefined, template: string, line: string): Recognised {
  const recogniser = ownRecogniser(template, {
    ...(template.includes("<") ? { dialect: "columns" } : {}),
    ...(escapes === undefined ? {} : { escapes }),
  });
  const found = recogniser.recognise([line]);
  if (found === undefined) throw new Error(`${template} does not fit ${line}`);
  return found;
}

const quoted = '<source_ip> "<user_agent_original>"';
const line = (agent: string) => `192.0.2.7 "${agent}"`;
async function agents(written: readonly string[], format: Recognised): Promise<unknown[]> {
  const events = await bench.events(written.map(line), format);
  return written.map((_, index) => events.get(index + 1)?.user_agent_original);
}

describe("bytes come back as they were sent", () => {
  test.for(Object.entries(writers))("%s", async ([, { style, upper, write }]) => {
    const written = values.map((value) => [...value].map(write).join(""));
    const found = await agents(written, recognised(style, quoted, line("x")));
    const wrong = values.flatMap((value, index) => {
      const expected = textOf(value, upper);
      return found[index] === expected
        ? []
        : [`${written[index]}: ${JSON.stringify(found[index])} instead of ${JSON.stringify(expected)}`];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test("nginx with escape=json", async () => {
    const texts = values.map((value) => value.toString("utf8"));
    // As JSON.stringify has it, but for DEL and above.
    const written = texts.map((text) => JSON.stringify(text).slice(1, -1));
    const template = `log_format a escape=json '$remote_addr "$http_user_agent"';`;
    const found = await agents(written, recognised(undefined, template, line("x")));
    // Halves of pairs cannot be in a text that was UTF-8.
    expect(found).toEqual(texts);
  });

  test("Zeek", async () => {
    const header = [
      "#separator \\x09",
      "#set_separator\t,",
      "#empty_field\t(empty)",
      "#unset_field\t-",
      "#path\thttp",
      "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tmethod\thost\turi\tuser_agent",
    ];
    const set = values.filter((value) => value.length > 1);
    const written = set.map((value) =>
      [...value]
        .map((byte) => (byte === 0x5c ? "\\\\" : isPrintable(byte) ? char(byte) : `\\x${hex(byte, false)}`))
        .join(""),
    );
    const lines = [
      ...header,
      ...written.map(
        (agent) => `1779012303.0\tC1\t192.0.2.7\t1\t192.0.2.1\t80\tGET\twww.example\t/\t${agent}`,
      ),
    ];
    const events = await bench.events(lines, bench.recognise(lines));
    const wrong = set.flatMap((value, index) => {
      const found = events.get(header.length + index + 1)?.user_agent_original;
      return found === textOf(value, false) ? [] : [`${written[index]}: ${JSON.stringify(found)}`];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe("what a server does not write is text", () => {
  test.for([
    ["apache", "a\\x41\\tb\\qc#41%41", "aA\tb\\qc#41%41"],
    ["nginx", "a\\x41\\tb#41%41", "aA\\tb#41%41"],
    ["json", "a\\x41\\tb\\u001b#41", "a\\x41\tb\u001b#41"],
    ["haproxy", "a\\x41\\tb#41#4%41", "a\\x41\\tbA#4%41"],
    ["none", "a\\x41\\tb\\\\#41%41\\", "a\\x41\\tb\\\\#41%41\\"],
  ] as const)("%s", async ([style, written, expected]) => {
    expect(await agents([written], recognised(style, quoted, line("x")))).toEqual([expected]);
  });

  test.for([
    ['%h "%{User-Agent}i"', "\\x41\\t", "A\t"],
    ['$remote_addr "$http_user_agent"', "\\x41\\t", "A\\t"],
    [`log_format a escape=default '$remote_addr "$http_user_agent"';`, "\\x41\\t", "A\\t"],
    [`log_format a escape=none '$remote_addr "$http_user_agent"';`, "\\x41\\t", "\\x41\\t"],
    [`log_format a escape=json '$remote_addr "$http_user_agent"';`, '\\x41\\t\\"', '\\x41\t"'],
    [quoted, "\\x41\\t", "\\x41\\t"],
  ] as const)("by the format string %s", async ([template, written, expected]) => {
    expect(await agents([written], recognised(undefined, template, line("x")))).toEqual([expected]);
  });

  test.for([
    ["Traefik", "traefik-clf"],
    ["nginx with escape=none", undefined],
  ])("quotes that %s writes as they came do not make the record go away", async ([, known]) => {
    const agents = ['a "quoted" agent', '"', 'Mozilla/5.0 "x', "plain", '\\"'];
    const write = (agent: string) =>
      `192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET /.env HTTP/1.1" 200 19 "-" "${agent}"${known === undefined ? "" : ' 42 "web@docker" "http://10.0.0.3:80" 3ms'}`;
    const ordinary = Array.from({ length: 60 }, (_, n) => `visitor/${n}`);
    // The last one is made to look like further fields: where it ends cannot be told, and it is an event all the same.
    const lines = [...ordinary, ...agents, 'x" 7 "y'].map(write);
    const template = `log_format a escape=none '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';`;
    const format =
      known === undefined ? recognised(undefined, template, write("plain")) : bench.recognise(lines);
    if (known !== undefined) expect(format.format).toBe(known);
    const events = await bench.events(lines, format);
    expect(agents.map((_, index) => events.get(index + ordinary.length + 1)?.user_agent_original)).toEqual(
      agents,
    );
    expect(events.size).toBe(lines.length);
    expect(new Set([...events.values()].map(({ url_original }) => url_original))).toEqual(new Set(["/.env"]));
  });

  test("a backslash at the end of a value does not hide its end where none is escaped", async () => {
    for (const style of ["haproxy", "none"] as const) {
      const format = recognised(style, quoted, line("a\\"));
      expect(await agents(["a\\", "b"], format)).toEqual(["a\\", "b"]);
    }
  });
});

describe("control characters that a server writes as they came are not taken for marks of the reader", () => {
  const raw = [
    "\u0001",
    "\u0002",
    "\u0003",
    "\u0001\u0002\u0003",
    "\u00031",
    "\u00033\u00031",
    "a\u0001b\u00022",
  ];
  const values = raw.flatMap((text) => [
    [text, text],
    [`${text}\\"${text}\\\\`, `${text}"${text}\\`],
    [`%${text}\\\\${text}%01`, `%${text}\\${text}%01`],
  ]);
  const written = values.map(([text]) => text as string);
  const expected = values.map(([, text]) => text as string);

  test.for(["apache", "nginx", "json"] as const)("%s", async (style) => {
    expect(await agents(written, recognised(style, quoted, line("x")))).toEqual(expected);
  });

  test("Squid", async () => {
    expect(await agents(written, recognised(undefined, '%>a "%"{User-Agent}>h"', line("x")))).toEqual(
      expected,
    );
  });

  test("in the path of a request", async () => {
    const request = (path: string) =>
      `192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET ${path} HTTP/1.1" 200 19 "-" "\\\\"`;
    const lines = [request("/x"), request("/a\u0002.env"), request("/\u0001\\\\\u0003")];
    const events = await bench.events(lines, bench.recognise(lines));
    expect([1, 2, 3].map((at) => events.get(at)?.url_original)).toEqual([
      "/x",
      "/a\u0002.env",
      "/\u0001\\\u0003",
    ]);
  });
});

test("a byte that is no text leaves the others readable", async () => {
  const found = await agents(
    ["caf\\xc3\\xa9 \\xff\\xfe \\x22curl\\x22 \\xe2\\x82"],
    recognised("apache", quoted, line("x")),
  );
  expect(found).toEqual(['café \\xff\\xfe "curl" \\xe2\\x82']);
});
