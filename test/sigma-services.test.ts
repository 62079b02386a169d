/** Rules for audit logs, honeypots, devices, hosts' messages and applications find their lines in logs as products write them. */
import { expect, test } from "vitest";
import { loadContent } from "../src/content/load.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const samplesOf = (id: string): string[] =>
  (loadContent().formats.find((one) => one.id === id)?.samples ?? [])
    .filter(({ reject }) => reject === undefined)
    .map(({ record }) => record);

const pod = (name: string, spec: object) =>
  JSON.stringify({
    kind: "Event",
    auditID: name,
    stage: "ResponseComplete",
    requestURI: "/api/v1/namespaces/shop/pods",
    verb: "create",
    user: { username: "ann" },
    objectRef: { resource: "pods", apiGroup: "" },
    requestObject: { spec },
    requestReceivedTimestamp: "2026-05-17T10:05:03Z",
  });

/** A log, a logsource with a detection, and the lines that it finds. */
const known: readonly (readonly [string, readonly string[], string, string, readonly number[]])[] = [
  [
    "a honeypot's number",
    samplesOf("opencanary"),
    "{category: application, product: opencanary}",
    "{s: {logtype: 4002}, condition: s}",
    [3],
  ],
  [
    "an action of GitHub",
    samplesOf("github-audit"),
    "{product: github, service: audit}",
    "{s: {action: [git.clone, repo.create]}, condition: s}",
    [1, 3],
  ],
  [
    "a category of Bitbucket",
    samplesOf("bitbucket-audit"),
    "{product: bitbucket, service: audit}",
    "{s: {auditType.category: Authentication, auditType.action: 'User login failed(SSH)'}, condition: s}",
    [2],
  ],
  [
    "a request in Okta's debug context",
    samplesOf("okta-system-log"),
    "{product: okta, service: okta}",
    "{s: {debugContext.debugData.requestUri|contains: /authn}, condition: s}",
    [1],
  ],
  [
    "sign-ins of another directory",
    samplesOf("okta-system-log"),
    "{product: azure, service: signinlogs}",
    "{s: {ResultType: '50126'}, condition: not s}",
    [],
  ],
  [
    "a host's folder in any volume of a pod",
    [
      pod("1", { volumes: [{ name: "a", emptyDir: {} }] }),
      pod("2", {
        volumes: [
          { name: "a", emptyDir: {} },
          { name: "b", hostPath: { path: "/" } },
        ],
      }),
      pod("3", {}),
    ],
    "{category: application, product: kubernetes, service: audit}",
    "{s: {verb: create, objectRef.resource: pods, hostPath: '*'}, condition: s}",
    [2],
  ],
  [
    "a number of an answer of Kubernetes",
    samplesOf("kubernetes-audit"),
    "{product: kubernetes, service: audit}",
    "{s: {responseStatus.code: [401, 403]}, condition: s}",
    [2, 4],
  ],
  [
    "a path of FortiGate's configuration, and not one in a message",
    [
      ...samplesOf("fortigate"),
      'date=2026-05-17 time=10:05:03 logid="1" type="event" subtype="system" eventtime=1779012303 action="Add" msg="a \\" cfgpath=system.admin b"',
    ],
    "{product: fortigate, service: event}",
    "{s: {action: Add, cfgpath: system.admin}, condition: s}",
    [1],
  ],
  [
    "a command on a router",
    samplesOf("cisco-ios"),
    "{product: cisco, service: aaa}",
    "{keywords: ['no logging'], condition: keywords}",
    [1],
  ],
  [
    "an error of BGP",
    samplesOf("cisco-ios"),
    "{product: cisco, service: bgp}",
    "{keywords: {'|all': [':179', IP-TCP-3-BADAUTH]}, condition: keywords}",
    [4],
  ],
  [
    "a message of a program",
    samplesOf("syslog-message"),
    "{product: linux, service: sshd}",
    "{keywords: ['Invalid user', 'Failed password', CMD], condition: keywords}",
    [1, 6],
  ],
  [
    "any message of a host",
    samplesOf("syslog-message"),
    "{product: linux}",
    "{keywords: [promiscuous, CMD], condition: keywords}",
    [2, 3],
  ],
  [
    "a message in the journal",
    samplesOf("journal-json"),
    "{product: linux, service: syslog}",
    "{keywords: [promiscuous], condition: keywords}",
    [2],
  ],
  [
    "a module of Huawei",
    samplesOf("syslog-message"),
    "{product: huawei, service: bgp}",
    "{keywords: [BGP_AUTH_FAILED], condition: keywords}",
    [4],
  ],
  [
    "a neighbour of a Juniper router",
    samplesOf("syslog-message"),
    "{product: juniper, service: bgp}",
    "{keywords: {'|all': [':179', 'missing MD5 digest']}, condition: keywords}",
    [5],
  ],
  [
    "a virus",
    samplesOf("clamav"),
    "{product: linux, service: clamav}",
    "{keywords: ['Webshell*FOUND'], condition: keywords}",
    [1],
  ],
  [
    "an error of vsftpd",
    samplesOf("vsftpd"),
    "{product: linux, service: vsftpd}",
    "{keywords: [FAIL], condition: keywords}",
    [3],
  ],
  [
    "a crash of Apache",
    samplesOf("apache-error"),
    "{service: apache}",
    "{keywords: [exit signal Segmentation Fault], condition: keywords}",
    [5],
  ],
  [
    "a crash of nginx",
    samplesOf("nginx-error"),
    "{service: nginx}",
    "{keywords: [exited on signal 6 (core dumped)], condition: keywords}",
    [3],
  ],
  [
    "a stack trace below its record",
    [
      "2026-05-17 10:05:02,123 INFO [main] o.e.App - up",
      "2026-05-17 10:05:03,123 ERROR [main] o.e.App - failed",
      "java.io.FileNotFoundException: /srv/../../../etc/passwd",
      "\tat a.B.c(B.java:1)",
    ],
    "{category: application, product: jvm}",
    "{keywords: {'|all': [FileNotFoundException, /../../..]}, condition: keywords}",
    [2],
  ],
];

test.each(known)("%s", async (name, lines, logsource, detection, expected) => {
  const rule = write(folder, `${name}.yml`, [
    `title: ${name}\nlogsource: ${logsource}\ndetection: ${detection}`,
  ]);
  const log = write(folder, `${name}.log`, lines);
  const { stdout, stderr } = await vedette(["sigma", rule, "--log", log, "--json", "--evidence", "100"]);
  expect(stderr).not.toMatch(/refused: /);
  const seen = stdout
    .split("\n")
    .filter((text) => text !== "")
    .flatMap((text) =>
      (JSON.parse(text) as { evidence: { line: number }[] }).evidence.map(({ line }) => line),
    );
  expect([...seen].sort((a, b) => a - b)).toEqual(expected);
});
