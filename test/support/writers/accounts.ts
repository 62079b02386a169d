/** Sign-ins and audit records of directories: as JSON, and as the portals export them. */
import { csv, dotnetJson, json } from "./escapes.ts";
import { type Expected, iso, type Truth, type Writer, wholeSecond } from "./truth.ts";

const signin = (one: Truth) => ({
  createdDateTime: iso(one.ms),
  userPrincipalName: `u${one.user}`,
  appDisplayName: `x${one.line}`,
  clientAppUsed: "Browser",
  authenticationProtocol: "deviceCode",
  ipAddress: one.client,
  userAgent: one.agent,
  resourceDisplayName: "Exchange",
  status: { errorCode: 50126, failureReason: `f${one.text}` },
  deviceDetail: { displayName: one.host },
});
const signinExpected = (one: Truth): Expected => ({
  event_class: "signin",
  time_ms: one.ms,
  source_ip: one.client,
  user_name: `u${one.user}`,
  application_name: `x${one.line}`,
  authentication_protocol: "deviceCode",
  user_agent_original: one.agent,
  event_code: "50126",
  event_outcome: "failure",
  message: `f${one.text}`,
});

const audit = (one: Truth) => ({
  CreationTime: iso(one.ms).slice(0, 19),
  Operation: "UserLoggedIn",
  RecordType: 15,
  Workload: "AzureActiveDirectory",
  ClientIP: one.client.includes(":") ? `[${one.client}]:${one.port}` : `${one.client}:${one.port}`,
  UserId: `u${one.user}`,
  ObjectId: one.text,
  ExtendedProperties: [
    { Name: "UserAgent", Value: one.agent },
    { Name: "RequestType", Value: "OAuth2:Token" },
  ],
  DeviceProperties: [
    { Name: "OS", Value: "Windows10" },
    { Name: "DisplayName", Value: one.line },
  ],
});
const auditExpected = (one: Truth): Expected => ({
  event_class: "signin",
  time_ms: wholeSecond(one),
  source_ip: one.client,
  user_name: `u${one.user}`,
  url_original: one.text,
  user_agent_original: one.agent,
  host_name: one.line,
});

export const accountWriters: readonly Writer[] = [
  {
    format: "entra-signin",
    name: "JSON",
    write: (one) => dotnetJson(signin(one)),
    expected: (one) => ({ ...signinExpected(one), host_name: one.host }),
  },
  {
    format: "entra-signin",
    name: "CSV",
    head: [
      '"Date (UTC)","Request ID","User agent","User","Username","Application","Resource","IP address","Status","Sign-in error code","Failure reason","Client app"',
    ],
    write: (one) =>
      [
        iso(one.ms),
        "r1",
        one.agent,
        "Ann Lee",
        `u${one.user}`,
        `x${one.line}`,
        "Exchange",
        one.client,
        "Failure",
        "50126",
        `f${one.text}`,
        "Browser",
      ]
        .map(csv)
        .join(","),
    expected: (one) => ({ ...signinExpected(one), authentication_protocol: "" }),
  },
  {
    format: "m365-unified-audit",
    name: "JSON",
    write: (one) => dotnetJson(audit(one)),
    expected: auditExpected,
  },
  {
    format: "m365-audit-csv+m365-unified-audit",
    name: "CSV",
    head: ["RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits"],
    write: (one) =>
      ["1", iso(one.ms), "15", "UserLoggedIn", `u${one.user}`, json(audit(one)), ""].map(csv).join(","),
    expected: auditExpected,
  },
];
