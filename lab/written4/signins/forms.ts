/** How Entra (diagnostic settings), Okta and Microsoft 365 write events down. */
import { createHash } from "node:crypto";
import type { AuditEvent, EntraEvent, OktaEvent } from "./event.ts";

export function digits(text: string): string {
  const all = createHash("md5").update(text).digest("hex");
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-a${all.slice(17, 20)}-${all.slice(20)}`;
}

const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50076:
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
  50126: "Error validating credentials due to invalid username or password.",
  50158: "External security challenge was not satisfied.",
  53000:
    "Device is not in required device state: compliant. Conditional Access policy requires a compliant device.",
  53003:
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
};

function systemOf(agent: string): string {
  if (/iPhone|iOS/.test(agent)) return "Ios 18.7";
  if (agent.includes("Android")) return "Android 10";
  if (/Macintosh|Mac OS X/.test(agent)) return "MacOs";
  if (agent.includes("Windows")) return "Windows10";
  return agent.includes("Linux") ? "Linux" : "";
}

function browserOf(agent: string): string {
  const [, name = "", version = ""] =
    /(Edg|Firefox|Chrome|Version)\/(\d+)[\d.]*(?: (?:Mobile )?Safari\/[\d.]+)?(?: Mobile\/\w+ Safari\/[\d.]+)?$/.exec(
      agent,
    ) ?? [];
  return name === "" ? "" : `${{ Edg: "Edge", Version: "Safari" }[name] ?? name} ${version}.0`;
}

export function entraLine(one: EntraEvent, turn: number): string {
  const time = new Date(one.timeMs).toISOString();
  const id = digits(`${one.user} ${one.timeMs} ${turn}`);
  return JSON.stringify({
    time,
    resourceId: `/tenants/${digits("talvera.example")}/providers/Microsoft.aadiam`,
    operationName: "Sign-in activity",
    operationVersion: "1.0",
    category: one.protocol === "none" ? "SignInLogs" : "NonInteractiveUserSignInLogs",
    tenantId: digits("talvera.example"),
    resultType: String(one.error),
    resultDescription: one.error === 0 ? undefined : reasons[one.error],
    callerIpAddress: one.address,
    correlationId: digits(`${one.user} ${one.address}`),
    identity: one.user.split("@")[0],
    Level: 4,
    location: one.country,
    properties: {
      id,
      createdDateTime: time,
      userDisplayName: one.user.split("@")[0],
      userPrincipalName: one.user,
      userId: digits(one.user),
      appId: digits(one.app),
      appDisplayName: one.app,
      ipAddress: one.address,
      status: {
        errorCode: one.error,
        failureReason: reasons[one.error] ?? "Other.",
        additionalDetails: null,
      },
      clientAppUsed: one.client,
      userAgent: one.agent,
      deviceDetail: {
        deviceId: one.managed ? digits(`pc ${one.user}`) : "",
        displayName: one.managed ? `TAL-NB-${(one.user.length * 71) % 1000}` : "",
        operatingSystem: systemOf(one.agent),
        browser: browserOf(one.agent),
        isCompliant: one.managed,
        isManaged: one.managed,
        trustType: one.managed ? "Azure AD joined" : "",
      },
      location: { city: "", state: "", countryOrRegion: one.country },
      authenticationProtocol: one.protocol,
      conditionalAccessStatus: one.error === 53003 || one.error === 53000 ? "failure" : "success",
      isInteractive: one.protocol === "none",
      resourceDisplayName: one.resource,
      resourceId: digits(one.resource),
      riskLevelDuringSignIn: "none",
    },
  });
}

export function oktaLine(one: OktaEvent, turn: number): string {
  return JSON.stringify({
    actor: {
      id: `00u${digits(one.user).replaceAll("-", "").slice(0, 17)}`,
      type: "User",
      alternateId: one.user,
      displayName: one.user.split("@")[0],
      detailEntry: null,
    },
    client: {
      userAgent: {
        rawUserAgent: one.agent,
        os: systemOf(one.agent) || "Unknown",
        browser: (browserOf(one.agent).split(" ")[0] || "UNKNOWN").toUpperCase(),
      },
      zone: one.address.startsWith("203.0.113.4") ? "office" : "null",
      device: /Mobile|iPhone|Android/.test(one.agent) ? "Mobile" : "Computer",
      id: null,
      ipAddress: one.address,
      geographicalContext: null,
    },
    authenticationContext: {
      authenticationStep: 0,
      externalSessionId: `1${digits(`${one.user} ${one.address}`).slice(0, 12)}`,
    },
    displayMessage: one.message,
    eventType: one.type,
    outcome: { result: one.result, reason: one.reason ?? null },
    published: new Date(one.timeMs).toISOString(),
    securityContext: { isProxy: false },
    severity: one.result === "FAILURE" || one.result === "DENY" ? "WARN" : "INFO",
    debugContext: {
      debugData: {
        requestUri: one.uri,
        url: `${one.uri}?`,
        ...(one.scopes === undefined ? {} : { grantedScopes: one.scopes, grantType: "authorization_code" }),
      },
    },
    legacyEventType: one.type.replace("user.", "core.user."),
    transaction: { type: "WEB", id: digits(`${one.timeMs} ${turn}`).slice(0, 20), detail: {} },
    uuid: digits(`okta ${one.user} ${one.timeMs} ${turn}`),
    version: "0",
    request: { ipChain: [{ ip: one.address, version: "V4", source: null }] },
    target:
      one.app === undefined
        ? null
        : [
            {
              id: `0oa${digits(one.app).replaceAll("-", "").slice(0, 17)}`,
              type: "AppInstance",
              alternateId: one.app,
              displayName: one.app,
            },
          ],
  });
}

export function auditLine(one: AuditEvent, turn: number): string {
  return JSON.stringify({
    CreationTime: new Date(one.timeMs).toISOString().slice(0, 19),
    Id: digits(`audit ${one.user} ${one.timeMs} ${turn}`),
    Operation: one.operation,
    OrganizationId: digits("talvera.example"),
    RecordType: one.record,
    UserKey: digits(one.user),
    UserType: one.user.startsWith("adm.") ? 2 : 0,
    Version: 1,
    Workload: one.workload,
    ClientIP: one.address,
    UserId: one.user,
    ...(one.workload === "AzureActiveDirectory"
      ? {
          ExtendedProperties: [{ Name: "UserAgent", Value: one.agent }],
          ActorIpAddress: one.address,
          ResultStatus: "Success",
        }
      : { UserAgent: one.agent }),
    ...one.more,
  });
}
