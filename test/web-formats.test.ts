/** Web and edge formats where one record does not tell enough: neighbours that look alike, captured headers. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { combined } from "./support/lines.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

describe("logs in which the second field tells the server", () => {
  const second = (field: string, n = 1) =>
    combined({ ip: `198.51.100.${n}` }).replace(" - - [", ` ${field} - [`);

  test("hosts are lighttpd's, also where some clients named none", async () => {
    const lines = [
      ...Array.from({ length: 20 }, (_, n) => second("www.example", n)),
      second("-"),
      second("a-b"),
    ];
    const format = bench.recognise(lines);
    expect(format.format).toBe("lighttpd");
    const events = await bench.events(lines, format);
    expect(events.size).toBe(22);
    expect([1, 21, 22].map((line) => events.get(line)?.url_domain)).toEqual(["www.example", "-", "a-b"]);
  });

  test.for([
    ["a dash", "-"],
    ["a name that an ident service told", "frank"],
  ])("%s is no host", ([, field]) => {
    expect(bench.recognise([second(field as string), second(field as string)]).format).toBe("ncsa-combined");
  });

  test("an address of the server in front of the client is the host", async () => {
    const lines = [`192.0.2.80 ${combined({ ip: "198.51.100.7" })}`, `192.0.2.80 ${combined()}`];
    const format = bench.recognise(lines);
    expect(format.format).toBe("apache-vhost");
    expect((await bench.events(lines, format)).get(1)).toMatchObject({
      source_ip: "198.51.100.7",
      url_domain: "192.0.2.80",
    });
  });
});

describe("headers that HAProxy captured", () => {
  const line = (captures: string) =>
    `192.0.2.7:33317 [17/May/2026:10:05:03.655] fe be/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 ${captures} "GET / HTTP/1.1"`;
  /** As HAProxy writes a captured header. */
  const escaped = (text: string) =>
    [...Buffer.from(text)]
      .map((byte) =>
        byte < 0x20 || byte > 0x7e || '"#{|}'.includes(String.fromCharCode(byte))
          ? `#${byte.toString(16).toUpperCase().padStart(2, "0")}`
          : String.fromCharCode(byte),
      )
      .join("");
  const known = {
    url_domain: fc.constantFrom("www.example", "api.example:8443", "a.b-c.example", "localhost"),
    user_agent_original: fc
      .tuple(
        fc.constantFrom("Mozilla/5.0", "curl/8.5.0", "My App/v2", "python-requests/2.32.3"),
        fc.string({ maxLength: 20 }),
      )
      .map(([name, rest]) => `${name} ${rest}`),
    http_request_referrer: fc.constantFrom("https://www.example/a?b=c", "http://other.example/"),
    forwarded_for: fc.constantFrom("198.51.100.4", "198.51.100.4, 10.0.0.9", "2001:db8::7"),
  };

  test("are told by their shape, in whatever order they were captured", async () => {
    const sent = fc.sample(
      fc.record(known).chain((values) =>
        fc.record({
          values: fc.constant(values),
          order: fc.shuffledSubarray(Object.keys(known) as (keyof typeof known)[], { minLength: 2 }),
          response: fc.constantFrom("", " {}", " {nginx/1.25|www.other.example}"),
        }),
      ),
      { numRuns: 200, seed: 20_261_129 },
    );
    const lines = sent.map(({ values, order, response }) =>
      line(`{${order.map((column) => escaped(values[column])).join("|")}}${response}`),
    );
    const format = bench.recognise(lines);
    expect(format.format).toBe("haproxy-http-captures");
    const events = await bench.events(lines, format);
    const wrong = sent.flatMap(({ values, order }, index) =>
      (Object.keys(known) as (keyof typeof known)[])
        .filter(
          (column) => events.get(index + 1)?.[column] !== (order.includes(column) ? values[column] : ""),
        )
        .map((column) => `${column} of ${lines[index]}: ${events.get(index + 1)?.[column]}`),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test("neither media types nor encodings nor protocols pass for an agent", async () => {
    const lines = [line("{text/html|gzip, deflate|HTTP/1.1|*/*}"), line("{curl/8.5.0|x}")];
    const events = await bench.events(lines, bench.recognise(lines));
    expect(events.get(1)).toMatchObject({ user_agent_original: "", url_domain: "", forwarded_for: "" });
  });
});
