/** Block lists that a reader has: what their lines mean, and that what is told of them is what a count of the raw lines gives. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { VedetteError } from "../src/errors.ts";
import { checkList } from "../src/respond/check.ts";
import { readBlockList } from "../src/respond/lists.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { samples } from "./support/places.ts";
import { open } from "./support/triage.ts";

const read = (...lines: string[]) => readBlockList("list", lines.join("\n"));
const networks = (...lines: string[]) => read(...lines).entries.map(({ network }) => network);
const agents = (...lines: string[]) => read(...lines).entries.map(({ agent }) => agent);

describe("lines with addresses", () => {
  test.each([
    ["a plain list", "192.0.2.7", ["192.0.2.7/32"]],
    ["a network", "192.0.2.0/24", ["192.0.2.0/24"]],
    ["IPv6", "2001:db8::7", ["2001:db8::7/128"]],
    ["IPv6 network", "2001:db8::/48", ["2001:db8::/48"]],
    ["Spamhaus DROP", "192.0.2.0/24 ; SBL1 at 198.51.100.1", ["192.0.2.0/24"]],
    ["a comment behind it", "192.0.2.7 # seen from 198.51.100.1", ["192.0.2.7/32"]],
    ["CSV", '"192.0.2.7","scan","2026-11-29 10:05:03"', ["192.0.2.7/32"]],
    ["a port", "192.0.2.7:443", ["192.0.2.7/32"]],
    ["a range", "192.0.2.0-192.0.2.9", ["192.0.2.0/29", "192.0.2.8/31"]],
    ["the whole of IPv4", "0.0.0.0-255.255.255.255", ["0.0.0.0/0"]],
    ["nginx", "deny 192.0.2.7;", ["192.0.2.7/32"]],
    ["nginx geo", "192.0.2.0/24 1;", ["192.0.2.0/24"]],
    ["Apache 2.4", "Require not ip 192.0.2.7 198.51.100.0/24", ["192.0.2.7/32", "198.51.100.0/24"]],
    ["Apache 2.2", "Deny from 192.0.2.7", ["192.0.2.7/32"]],
    ["HAProxy", "acl bad src 192.0.2.7 198.51.100.0/24", ["192.0.2.7/32", "198.51.100.0/24"]],
    ["iptables", "-A INPUT -s 192.0.2.7/32 -p tcp --dport 80 -j DROP", ["192.0.2.7/32"]],
    ["ipset", "add bad 192.0.2.7 timeout 3600", ["192.0.2.7/32"]],
    ["nftables", "elements = { 192.0.2.7 timeout 1h, 198.51.100.0/24 }", ["192.0.2.7/32", "198.51.100.0/24"]],
    ["hosts.deny", "sshd: 192.0.2.7", ["192.0.2.7/32"]],
    ["fail2ban", "fail2ban-client set nginx banip 192.0.2.7", ["192.0.2.7/32"]],
  ])("%s", (_, line, expected) => {
    expect(networks(line)).toEqual(expected);
  });

  test("a version and a time are no addresses", () => {
    // A list of nothing but such lines is taken as one of agents.
    expect(networks("1.2.3", "10:05:03")).toEqual([undefined, undefined]);
  });
});

describe("lines with agents", () => {
  const matches = (pattern: string | undefined, text: string) => {
    const folds = pattern?.startsWith("(?i)") === true;
    return new RegExp(pattern?.replace("(?i)", "") ?? "", folds ? "i" : "").test(text);
  };
  test.each([
    ["nginx map", '"~*Foo(?:Bot|Spider)" 1;', "a fooBOT/1", "a foo/1"],
    ["nginx map, capitals count", "~FooBot 1;", "FooBot", "foobot"],
    ["nginx if", 'if ($http_user_agent ~* "(foo|bar)") { return 403; }', "BAR/2", "baz"],
    ["nginx if, whole", 'if ($http_user_agent = "foo.1") { return 403; }', "foo.1", "foo.12"],
    ["Apache SetEnvIf", 'SetEnvIfNoCase User-Agent "^foo" bad', "FOO/1", "a foo"],
    ["Apache BrowserMatch", "BrowserMatch ^foo bad", "foo/1", "Foo/1"],
    ["Apache RewriteCond", "RewriteCond %{HTTP_USER_AGENT} ^foo\\ bar [NC,OR]", "Foo bar", "foobar"],
    ["HAProxy sub", "acl bad hdr_sub(user-agent) -i foo bar", "a FOO", "a baz"],
    ["HAProxy reg", "acl bad hdr_reg(user-agent) -i ^foo[0-9]", "Foo1", "a foo1"],
    ["Squid", "acl bad browser -i ^foo", "Foo", "a foo"],
    ["a plain list", "foo+bar (x)", "a Foo+Bar (X) b", "foobar x"],
  ])("%s", (_, line, yes, no) => {
    const [first] = agents(line);
    expect(matches(first, yes)).toBe(true);
    expect(matches(first, no)).toBe(false);
  });
});

test("lines that block nobody are told with their reason", () => {
  const { entries, leftOut } = read(
    "# comment 192.0.2.1",
    "deny 192.0.2.7;",
    "allow 10.0.0.0/8;",
    "Require ip 10.0.0.0/8",
    "-A INPUT -s 10.0.0.0/8 -j ACCEPT",
    "10.0.0.0/8 0;",
    "deny all;",
    "hello",
  );
  expect(entries.map(({ line }) => line)).toEqual([2]);
  expect(leftOut.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8]);
});

test("a map of nginx is read by what it is over, and by its values", () => {
  const { entries, leftOut } = read(
    "map $http_user_agent $bad {",
    "default 0;",
    '"~*googlebot" 0;',
    '"~*foo" 1;',
    '"Bad.Bot" 1;',
    '"" 1;',
    "}",
    "map $time_iso8601 $live {",
    '"~^2026" 1;',
    "}",
    'map "$request_uri $http_user_agent" $pair {',
    '"~^/x -?$" 1;',
    "}",
    "map $remote_addr $from {",
    "192.0.2.7 1;",
    "192.0.2.8 0;",
    "}",
  );
  expect(entries.map(({ line, agent, network, joined }) => [line, agent ?? network ?? joined])).toEqual([
    [4, "(?i)foo"],
    [5, "(?i)^Bad\\.Bot$"],
    [6, "^-?$"],
    [12, { parts: ["path", { between: " " }, "agent"], pattern: "^/x -?$" }],
    [15, "192.0.2.7/32"],
  ]);
  expect(leftOut.map(({ line, because }) => [line, because])).toEqual([
    [3, "its value is none that blocks"],
    [9, "it is of a map over $time_iso8601, which is not checked"],
    [16, "its value is none that blocks"],
  ]);
});

describe("conditions of one rule of Apache", () => {
  const told = (...lines: string[]) => {
    const { entries, leftOut } = read("deny 198.51.100.1;", ...lines);
    return {
      entries: entries.slice(1).map(({ text: _, ...one }) => one),
      leftOut: leftOut.map(({ line, because }) => [line, because]),
    };
  };

  test("must all hold", () => {
    expect(
      told(
        "RewriteCond %{HTTP_USER_AGENT} foo [NC]",
        "RewriteCond %{REQUEST_URI} ^/shop",
        "RewriteCond %{REMOTE_ADDR} =192.0.2.7",
        "RewriteRule ^ - [F]",
      ),
    ).toEqual({
      entries: [{ line: 2, agent: "(?i)foo", path: "^/shop", network: "192.0.2.7/32" }],
      leftOut: [],
    });
  });

  test("that [OR] joins are alternatives, each with the rest", () => {
    expect(
      told(
        "RewriteCond %{HTTP_USER_AGENT} foo [OR]",
        "RewriteCond %{HTTP_USER_AGENT} bar [NC,OR]",
        "RewriteCond %{HTTP_USER_AGENT} =baz",
        "RewriteCond %{HTTP_USER_AGENT} !good [NC]",
        "RewriteCond %{REQUEST_URI} !^/robots",
        "RewriteRule .* - [L,F]",
      ).entries.map(({ line, agent, further }) => [line, agent, further]),
    ).toEqual(
      ["foo", "(?i)bar", "^baz$"].map((agent, n) => [
        2 + n,
        agent,
        [
          { part: "agent", pattern: "(?i)good", not: true },
          { part: "path", pattern: "^/robots", not: true },
        ],
      ]),
    );
  });

  test("stop nobody where the last word on the engine in their section is off", () => {
    const rules = (agent: string) => [`RewriteCond %{HTTP_USER_AGENT} ${agent}`, "RewriteRule ^ - [F]"];
    const { entries, leftOut } = told(
      "RewriteEngine On",
      ...rules("outside"),
      "<VirtualHost *:80>",
      "RewriteEngine On",
      ...rules("off"),
      "<IfModule mod_rewrite.c>",
      "RewriteEngine Off",
      "</IfModule>",
      "</VirtualHost>",
      "<VirtualHost *:443>",
      "RewriteEngine Off",
      "RewriteEngine On",
      ...rules("on"),
      "</VirtualHost>",
    );
    expect(entries.map(({ agent }) => agent)).toEqual(["outside", "on"]);
    expect(leftOut).toEqual([[7, "line 10 switches the engine of its rules off"]]);
  });

  test("two over the agent hold both; a second rule begins anew", () => {
    expect(
      told(
        "RewriteCond %{HTTP_USER_AGENT} foo",
        "RewriteCond %{HTTP_USER_AGENT} bar",
        "RewriteRule ^ - [F]",
        "RewriteCond %{HTTP_USER_AGENT} baz",
        "RewriteRule ^ - [G]",
      ).entries,
    ).toEqual([
      { line: 2, agent: "foo", further: [{ part: "agent", pattern: "bar", not: false }] },
      { line: 5, agent: "baz" },
    ]);
  });

  test.each([
    [
      "a condition that is not known",
      ["RewriteCond %{HTTP_REFERER} ^$", "RewriteRule ^ - [F]"],
      /line 3, .*not understood/,
    ],
    [
      "a rule that refuses nobody",
      ["RewriteRule ^ /index.php [L]"],
      /rule on line 3 is none that is known to refuse/,
    ],
    ["a rule for some paths", ["RewriteRule ^shop - [F]"], /rule on line 3 is for some paths only/],
  ])("%s: none of its lines is read", (_, more, because) => {
    const { entries, leftOut } = told("RewriteCond %{HTTP_USER_AGENT} foo", ...more);
    expect(entries).toEqual([]);
    expect(leftOut[0]).toEqual([2, expect.stringMatching(because)]);
    expect(leftOut.length).toBe(more.length);
  });

  test("an alternative of all but some is not read", () => {
    expect(
      told(
        "RewriteCond %{HTTP_USER_AGENT} foo [OR]",
        "RewriteCond %{HTTP_USER_AGENT} !bar",
        "RewriteRule ^ - [F]",
      ),
    ).toEqual({
      entries: [],
      leftOut: [2, 3].map((line) => [
        line,
        "an alternative of its rule names whom it does not stop, and is not read",
      ]),
    });
  });
});

describe("HAProxy's files of values", () => {
  const files: Record<string, string> = {
    "agents.lst": "# bots\n  Foo.Bot\n\nbar baz\n",
    "nets.lst": "192.0.2.0/24\n198.51.100.7\n",
  };
  const told = (...lines: string[]) => {
    const { entries, leftOut } = readBlockList(
      "list",
      ["deny 203.0.113.1;", ...lines].join("\n"),
      (name) => files[name],
    );
    return [
      ...entries.slice(1).map(({ line, text: _, ...one }) => [line, one]),
      ...leftOut.map(({ line, because }) => [line, because]),
    ];
  };
  test.each([
    ["parts", "acl bad hdr_sub(User-Agent) -i -f /etc/haproxy/agents.lst", ["(?i)Foo\\.Bot", "(?i)bar baz"]],
    ["whole", "acl bad req.fhdr(user-agent) -f agents.lst", ["^Foo\\.Bot$", "^bar baz$"]],
    ["a method of its own", "acl bad hdr(user-agent) -m beg -f agents.lst", ["^Foo\\.Bot", "^bar baz"]],
    [
      "patterns",
      "http-request deny if { req.hdr(user-agent) -m reg -i -f agents.lst }",
      ["(?i)Foo.Bot", "(?i)bar baz"],
    ],
  ])("of agents: %s", (_, line, expected) => {
    expect(told(line)).toEqual(expected.map((agent) => [2, { agent }]));
  });
  test("of addresses, with one beside them", () => {
    expect(told("acl bad src -f /x/nets.lst 203.0.113.9")).toEqual(
      ["192.0.2.0/24", "198.51.100.7/32", "203.0.113.9/32"].map((network) => [2, { network }]),
    );
  });
  test.each([
    [
      "a file that is not there",
      "acl bad src -f /etc/gone.lst",
      /values are in \/etc\/gone.lst, and no file of that name/,
    ],
    ["what is not known", "acl bad var(txn.x) -m reg -f agents.lst", /var\(txn.x\) is of is not checked/],
    ["several conditions", "http-request deny if { src -f nets.lst } { path /x }", /several conditions/],
    [
      "the opposite",
      "http-request deny unless { src -f nets.lst }",
      /several conditions at once, or their opposite/,
    ],
    [
      "who is let in",
      "http-request allow if { src -f nets.lst }",
      /lets somebody in|no rule that is known to refuse/,
    ],
    ["another comparison", "acl bad path -m len -f agents.lst", /compares by len/],
  ])("%s is said", (_, line, because) => {
    expect(told(line)).toEqual([[2, expect.stringMatching(because)]]);
  });
  test("an access list that lets in takes its file along", () => {
    expect(told("acl ok src -f nets.lst", "http-request allow if ok")).toEqual([[2, "it lets somebody in"]]);
  });
});

describe("a column with a verdict", () => {
  test("by its name", () => {
    const { entries, leftOut } = read(
      "ip,verdict,seen",
      "192.0.2.1,block,2026-11-29",
      "192.0.2.2,Allow,2026-11-29",
      '"192.0.2.3","review","allow"',
      "192.0.2.4,,",
      "192.0.2.5,DENIED,allow",
    );
    expect(entries.map(({ network }) => network)).toEqual(["192.0.2.1/32", "192.0.2.5/32"]);
    expect(leftOut.map(({ line, because }) => [line, because])).toEqual([
      [3, 'its verdict is "Allow", which lets it in'],
      [4, 'its verdict, "review", is none that is known to stop anybody'],
      [5, "it has no verdict"],
    ]);
  });
  test("without names, and with other signs between", () => {
    expect(
      networks("192.0.2.1;block", "192.0.2.2;allow", "192.0.2.3\twhitelist", "192.0.2.4,scan,allow,drop"),
    ).toEqual(["192.0.2.1/32", "192.0.2.4/32"]);
  });
  test("of a document", () => {
    const list = read(
      '[{"ip":"192.0.2.1","action":"deny"},{"ip":"192.0.2.2","action":"allow"},{"ip":"192.0.2.3","type":"whitelist"}]',
    );
    expect(list.entries.map(({ network }) => network)).toEqual(["192.0.2.1/32"]);
    expect(list.leftOut.map(({ because }) => because)).toEqual([
      'its action is "allow", which lets it in',
      'its type is "whitelist", which lets it in',
    ]);
  });
});

test("maps of nginx over agent and path in one text", () => {
  const { entries, leftOut } = read(
    'map "$http_user_agent:$uri" $bad {',
    '"~*^evil.*:/x" 1;',
    '"Foo (1):/a" 1;',
    "}",
    'map "$host:$http_user_agent" $other {',
    '"~x" 1;',
    "}",
  );
  const parts = ["agent", { between: ":" }, "path"];
  expect(entries.map(({ joined }) => joined)).toEqual([
    { parts, pattern: "(?i)^evil.*:/x" },
    { parts, pattern: "(?i)^Foo \\(1\\):/a$" },
  ]);
  expect(leftOut.map(({ line, because }) => [line, because])).toEqual([
    [6, expect.stringMatching(/^it is of a map over \$host:\$http_user_agent, which is not checked/)],
  ]);
});

test("Squid's patterns of agents are words, and -i counts for those behind it", () => {
  expect(agents("acl bad browser ^Foo$ -i bar +i Baz")).toEqual(["^Foo$", "(?i)bar", "Baz"]);
});

test("what holds a set of nftables together is no entry and lets nobody in", () => {
  const { entries, leftOut } = read(
    "table inet bad {",
    "set v4 {",
    "elements = { 192.0.2.7 timeout 1h }",
    "}",
    "chain early {",
    "type filter hook prerouting priority -190; policy accept;",
    "ip saddr @v4 counter drop",
    "}",
    "}",
  );
  expect(entries.map(({ network }) => network)).toEqual(["192.0.2.7/32"]);
  expect(leftOut).toEqual([]);
});

describe("lines that name somebody and do not stop them", () => {
  // Each beside one that blocks: what is left out must not make the list another kind of list.
  test.each([
    ["nginx, from whom a header is taken", "set_real_ip_from 192.0.2.0/24;"],
    ["nginx, where it listens", "listen 192.0.2.1:80;"],
    ["nginx, a server behind it", "proxy_pass http://192.0.2.7;"],
    ["nginx, a proxy of geo", "proxy 192.0.2.1;"],
    ["nginx, all but some", 'if ($http_user_agent !~* "Mozilla") { return 403; }'],
    ["Apache, all but one", "RewriteCond %{REMOTE_ADDR} !=192.0.2.5"],
    ["iptables, all but some", "-A INPUT ! -s 192.0.2.0/24 -j DROP"],
    ["iptables, what goes there", "-A OUTPUT -d 192.0.2.9 -j DROP"],
    ["iptables, a log", "-A INPUT -s 192.0.2.9 -j LOG"],
    ["nftables, all but some", "ip saddr != 192.0.2.0/24 drop"],
    ["nftables, what goes there", "ip daddr 192.0.2.0/24 drop"],
    ["ipset, an exception", "add bad 192.0.2.9 nomatch"],
    ["fail2ban, never banned", "ignoreip = 127.0.0.1/8 192.0.2.5"],
    ["Caddy, all but some", "@ok not remote_ip 192.0.2.0/24"],
  ])("%s", (_, line) => {
    const { entries, leftOut } = read("deny 198.51.100.1;", line);
    expect(entries.map(({ network }) => network)).toEqual(["198.51.100.1/32"]);
    expect(leftOut.map((one) => one.line)).toEqual([2]);
  });

  test("access lists that only let in", () => {
    expect(
      networks(
        "acl office src 192.0.2.0/24",
        "acl bad src 198.51.100.1",
        "acl known src 203.0.113.0/24",
        "http_access allow office",
        "http_access deny bad",
        "http_access deny !known",
      ),
    ).toEqual(["198.51.100.1/32"]);
  });

  test("maps of nginx: what is mapped, and to what", () => {
    const lines = (of: string) => [
      `map ${of} $bad {`,
      "    default 0;",
      '    "~*goodbot" 0;',
      "    ~*foo 1;",
      '    "Bar (x)" 1;',
      "}",
      "deny 198.51.100.1;",
    ];
    expect(agents(...lines("$http_user_agent"))).toEqual(["(?i)foo", "(?i)^Bar \\(x\\)$", undefined]);
    for (const other of ["$request_uri", "$http_referer", '"$host$uri"'])
      expect(agents(...lines(other))).toEqual([undefined]);
  });

  test("members of a document that let in", () => {
    expect(networks('{"deny":["192.0.2.5"],"allow":["198.51.100.1"],"whitelist":["203.0.113.1"]}')).toEqual([
      "192.0.2.5/32",
    ]);
  });

  test("a directive that is not understood is no text of an agent", () => {
    expect(() => read("RewriteCond %{REMOTE_ADDR} ^192\\.0\\.2\\.5$")).toThrow(VedetteError);
  });
});

test("addresses as servers write them", () => {
  expect(networks("deny ::ffff:192.0.2.5;", "deny ::1;", "Deny from 192.0.2", "deny 2001:db8::;")).toEqual([
    "192.0.2.5/32",
    "::1/128",
    "192.0.2.0/24",
    "2001:db8::/128",
  ]);
});

test("documents: decisions of CrowdSec, and the block that contain recommends", () => {
  expect(
    networks(
      JSON.stringify([
        { scenario: "from 198.51.100.1", decisions: [{ scope: "Ip", value: "192.0.2.7", type: "ban" }] },
      ]),
    ),
  ).toEqual(["192.0.2.7/32"]);
  const own = read(
    JSON.stringify({
      containment: [
        { match: "x", matcher: { network: "192.0.2.7/32" }, recommended: false },
        { match: "y", matcher: { agent: "a.b", path: "/c" }, recommended: true },
      ],
    }),
  ).entries;
  expect(own.map(({ network, agent, path }) => ({ network, agent, path }))).toEqual([
    { network: undefined, agent: "^a\\.b$", path: "^/c$" },
  ]);
});

test("any text gives entries or an error that says what to do", () => {
  const parts = fc.constantFrom(
    "deny ",
    "~*",
    '"',
    "{",
    "[",
    "192.0.2.7",
    "/99",
    "::",
    "-",
    ";",
    "\\",
    "\n",
    "\0",
    "acl a browser ",
    "(",
    "all",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.string({ unit: "binary" })), { maxLength: 12 }), (texts) => {
      try {
        const { entries } = readBlockList("list", texts.join(""));
        expect(entries.length).toBeGreaterThan(0);
        for (const { network, agent, path, joined } of entries)
          expect([network, agent, path, joined].some((one) => one !== undefined)).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(VedetteError);
        expect((thrown as VedetteError).hint).not.toBe("");
      }
    }),
    { numRuns: 2000 },
  );
});

describe("on a recorded log", () => {
  const log = join(samples, "lab2", "apache-combined.log.gz");
  const records = gunzipSync(readFileSync(log))
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ ip: line.split(" ")[0] ?? "", agent: line.split('"').at(-2) ?? "" }));

  test("each entry stops what a count of its lines gives, and the sums of the list are those of its lines", async () => {
    const run = await open([log], { events: true });
    try {
      const checked = await checkList(
        run,
        read("deny 198.51.100.0/25;", "~*python 1;", "~*curl|wget 1;", "~Nuclei 1;", "203.0.113.240 1;"),
        true,
      );
      const mine = [
        ({ ip }: { ip: string }) => /^198\.51\.100\.(?:\d{1,2}|1[01]\d|12[0-7])$/.test(ip),
        ({ agent }: { agent: string }) => /python/i.test(agent),
        ({ agent }: { agent: string }) => /curl|wget/i.test(agent),
        ({ agent }: { agent: string }) => agent.includes("Nuclei"),
        ({ ip }: { ip: string }) => ip === "203.0.113.240",
      ];
      const sum = ({ escalated, watched, others }: (typeof checked)["whole"]) =>
        escalated.requests + watched.requests + others.requests;
      expect(checked.entries.map(({ weight }) => sum(weight))).toEqual(
        mine.map((stops) => records.filter(stops).length),
      );
      expect(checked.requests).toBe(records.length);
      expect(sum(checked.whole)).toBe(records.filter((record) => mine.some((stops) => stops(record))).length);
      expect(checked.whole.others.requests).toBe(
        checked.bystanders.reduce((all, { requests }) => all + requests, 0),
      );
      expect(checked.missed.every(({ source }) => !checked.whole.escalated.clients.has(source))).toBe(true);
      // None of the entries is a list of directories' agent.
      expect(checked.missed.find(({ agent }) => agent.startsWith("gobuster"))?.requests).toBe(
        records.filter(({ agent }) => agent.startsWith("gobuster")).length,
      );
    } finally {
      await run.close();
    }
  }, 60_000);
});

describe("the command", () => {
  const folder = temporaryFolder();
  const log = write(folder, "access.log", [
    ...Array.from({ length: 40 }, (_, n) =>
      combined({ ip: `192.0.2.${n + 1}`, request: "GET /shop HTTP/1.1" }),
    ),
    combined({ ip: "198.18.0.9", request: "GET /.env HTTP/1.1", agent: "sqlmap/1.8", status: 404 }),
    combined({ ip: "198.18.0.9", request: "GET /config.json HTTP/1.1", agent: "sqlmap/1.8", status: 404 }),
    combined({ ip: "198.18.0.9", request: "GET /phpinfo.php HTTP/1.1", agent: "sqlmap/1.8", status: 404 }),
  ]);

  test("tells whom an entry would stop besides, and what should not be blocked", async () => {
    const list = write(folder, "list.conf", [
      "deny 192.0.2.0/30;",
      '"~*SQLMAP" 1;',
      "\u001b[31m 203.0.113.1",
    ]);
    const { status, stdout } = await vedette(["contain", "--check", list, "--allow-reserved", "-q", log]);
    expect(status).toBe(0);
    expect(stdout).toContain("3 of 3 requests of what is escalated (100 %), of 1 client");
    expect(stdout).toContain("3 requests of 3 clients against whom nothing speaks");
    expect(stdout).toContain(
      "line 1, deny 192.0.2.0/30;: 3 requests of 3 clients, and 0 of what is escalated",
    );
    expect(stdout).not.toContain("\u001b");
    const json = await vedette(["contain", "--check", list, "--json", "-q", log]);
    const document = JSON.parse(json.stdout);
    expect(document.stops.escalated).toEqual({ requests: 3, clients: 1 });
    expect(document.entries[0].never).toContain("TEST-NET-1");
  }, 60_000);

  test("a rule against an empty agent stops those without one", async () => {
    const without = write(folder, "without.log", [
      ...Array.from({ length: 5 }, (_, n) =>
        combined({ ip: `192.0.2.${n + 1}`, request: "GET /shop HTTP/1.1", agent: "-" }),
      ),
      combined({ ip: "192.0.2.9", request: "GET /shop HTTP/1.1", agent: "a-b" }),
    ]);
    for (const rule of ['if ($http_user_agent = "") { return 403; }', "RewriteCond %{HTTP_USER_AGENT} ^$"]) {
      const list = write(folder, "empty-agent.conf", [rule]);
      const { stdout } = await vedette(["contain", "--check", list, "--json", "-q", without]);
      expect(JSON.parse(stdout).stops.others).toEqual({ requests: 5, clients: 5 });
    }
  }, 60_000);

  test("conditions that must all hold, a text of agent and path, and a file beside the list are weighed as what they are", async () => {
    const visits = write(folder, "both.log", [
      combined({ ip: "192.0.2.1", request: "GET /shop HTTP/1.1", agent: "foo 1" }),
      combined({ ip: "192.0.2.2", request: "GET /shop HTTP/1.1", agent: "foo good" }),
      combined({ ip: "192.0.2.3", request: "GET /other?x=1 HTTP/1.1", agent: "foo 1" }),
      combined({ ip: "192.0.2.4", request: "GET /shop HTTP/1.1", agent: "bar 1" }),
      combined({ ip: "192.0.2.5", request: "GET /other HTTP/1.1", agent: "-" }),
    ]);
    write(folder, "values.lst", ["bar"]);
    const stopped = async (...lines: string[]) => {
      const list = write(folder, "several.conf", lines);
      const { stdout } = await vedette(["contain", "--check", list, "--json", "-q", visits]);
      return JSON.parse(stdout).bystanders.map(({ source }: { source: string }) => source);
    };
    const rule = "RewriteRule ^ - [F]";
    const foo = "RewriteCond %{HTTP_USER_AGENT} foo";
    expect(await stopped(foo, "RewriteCond %{REQUEST_URI} ^/shop", rule)).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await stopped(foo, "RewriteCond %{HTTP_USER_AGENT} !good", rule)).toEqual([
      "192.0.2.1",
      "192.0.2.3",
    ]);
    expect(await stopped(foo, "RewriteCond %{REQUEST_URI} !^/shop", rule)).toEqual(["192.0.2.3"]);
    expect(await stopped(foo, "RewriteCond %{REMOTE_ADDR} =192.0.2.3", rule)).toEqual(["192.0.2.3"]);
    expect(
      await stopped(
        'map "$http_user_agent:$uri" $bad {',
        '"~^foo 1:/(?:shop|other)$" 1;',
        '":/other" 1;',
        "}",
      ),
    ).toEqual(["192.0.2.1", "192.0.2.3", "192.0.2.5"]);
    expect(await stopped("acl bad hdr_sub(user-agent) -f /etc/haproxy/values.lst")).toEqual(["192.0.2.4"]);
  }, 120_000);

  test("says what is wrong", async () => {
    const empty = write(folder, "empty.conf", ["# nothing"]);
    const none = await vedette(["contain", "--check", empty, log]);
    expect([none.status, none.stderr]).toEqual([
      2,
      expect.stringContaining("holds no entry that blocks somebody"),
    ]);
    const missing = await vedette(["contain", "--check", join(folder, "not-there"), log]);
    expect([missing.status, missing.stderr]).toEqual([
      2,
      expect.stringContaining("Name a file with a block list"),
    ]);
    const both = await vedette(["contain", "--check", empty, "--ticket", "T-1", log]);
    expect([both.status, both.stderr]).toEqual([
      2,
      expect.stringContaining("--ticket belongs to the block of a case"),
    ]);
    const nothing = await vedette(["contain"]);
    expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringContaining("No case was named")]);
  }, 60_000);
});
