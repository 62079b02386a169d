/** Alerts that are no scan: policy, information, malware; and scan alerts that mean nothing. */
import { type Actor, type Alert, alerts, range, sweep } from "./event.ts";
import { office } from "./places.ts";

const policy = "Potential Corporate Privacy Violation";
const information = "Misc activity";

const actor = (
  address: string,
  label: Actor["label"],
  behaviour: string,
  events: Actor["events"],
  why?: string,
): Actor => ({
  address,
  sensor: "eve",
  label,
  class: "nids-alert",
  behaviour,
  events,
  ...(why ? { why } : {}),
});

function rule(
  source: string,
  number: number,
  text: string,
  category: string,
  severity: Alert["severity"],
  port = 443,
): Omit<Alert, "kind" | "timeMs" | "target"> {
  return { source, port, transport: "tcp", rule: number, text, category, severity };
}

const outside = (from: number, count: number) => range("203.0.113", from, from + count - 1);

export const notices: readonly Actor[] = [
  actor("10.50.10.30", "benign", "policy alerts: curl leaves the house, Dropbox is used", [
    ...alerts(
      rule("10.50.10.30", 1000101, "LOCAL POLICY curl agent outbound", policy, 3, 80),
      outside(20, 4),
      "1 09:12",
      900,
    ),
    ...alerts(
      rule("10.50.10.30", 1000102, "LOCAL POLICY Dropbox client seen", policy, 3),
      outside(30, 6),
      "2 09:12",
      1800,
    ),
  ]),
  actor(
    "10.50.10.31",
    "benign",
    "policy alerts: remote control program of the help desk",
    alerts(
      rule("10.50.10.31", 1000103, "LOCAL POLICY TeamViewer keep-alive", policy, 3, 5938),
      outside(40, 8),
      "1 10:00",
      1200,
    ),
  ),
  actor(
    "10.50.10.32",
    "benign",
    "information alerts: questions for rare top-level domains",
    alerts(
      {
        ...rule("10.50.10.32", 1000201, "LOCAL INFO DNS question for a .cloud name", information, 3, 53),
        transport: "udp",
      },
      Array.from({ length: 15 }, () => "10.50.0.11"),
      "2 08:00",
      700,
    ),
  ),
  actor(
    "10.50.10.33",
    "benign",
    "information alerts: an address look-up by a browser, a QUIC session, an old TLS version",
    [
      ...alerts(
        rule(
          "10.50.10.33",
          1000202,
          "LOCAL INFO external address look-up in TLS server name",
          information,
          3,
        ),
        outside(60, 1),
        "2 11:00",
        60,
      ),
      ...alerts(
        rule("10.50.10.33", 1000203, "LOCAL INFO TLS 1.0 session", information, 3),
        outside(61, 3),
        "2 11:10",
        600,
      ),
    ],
  ),
  actor(
    "10.50.10.34",
    "judgement",
    "malware alerts: check-in of a loader",
    alerts(
      rule("10.50.10.34", 1000301, "LOCAL MALWARE loader check-in", "A Network Trojan was detected", 1),
      outside(70, 3),
      "3 15:00",
      600,
    ),
    "grave, but no collection of client configuration by itself; which playbook takes it is the company's business",
  ),
  actor(
    "10.50.10.35",
    "benign",
    "policy alerts: a package manager's agents (apt, pip) outbound",
    alerts(
      rule("10.50.10.35", 1000104, "LOCAL POLICY package manager agent outbound", policy, 3, 80),
      outside(80, 9),
      "1 12:00",
      300,
    ),
  ),
  actor(
    "10.50.0.61",
    "benign",
    "the second monitoring server sets off a scan alert about SNMP's public community, at switches",
    [
      ...alerts(
        {
          ...rule(
            "10.50.0.61",
            1000015,
            "LOCAL SCAN SNMP request with community public",
            "Attempted Information Leak",
            2,
            161,
          ),
          transport: "udp",
        },
        range("10.50.40", 1, 8),
        "1 06:00",
        3600,
      ),
      ...sweep({
        source: "10.50.0.61",
        targets: range("10.50.40", 1, 8),
        ports: [161],
        transport: "udp",
        start: "1 06:00",
        everySec: 300,
        answered: 1,
        up: 90,
        down: 300,
        seed: 4000,
      }),
    ],
  ),
  actor(
    "10.50.0.21",
    "benign",
    "a file server as the source of an alert about its own answer to a scan",
    alerts(
      rule(
        "10.50.0.21",
        1000016,
        "LOCAL SCAN answer to a null session (from server)",
        information,
        3,
        50_112,
      ),
      office.slice(0, 1),
      "2 10:42",
      5,
    ),
  ),
  actor(
    "10.50.10.36",
    "benign",
    "stream and protocol oddities that Suricata tells of any busy client",
    alerts(
      rule(
        "10.50.10.36",
        2210_044,
        "SURICATA STREAM Packet with invalid timestamp",
        "Generic Protocol Command Decode",
        3,
      ),
      outside(90, 12),
      "1 08:00",
      2400,
    ),
  ),
];
