/** Sign-ins as Microsoft Graph gives them, and records of the unified audit log. */
import { createHash } from "node:crypto";
import type { Chance } from "../../random.ts";
import { apps, type Event, type SignIn } from "./event.ts";

function digits(text: string): string {
  const all = createHash("md5").update(text).digest("hex");
  return [
    all.slice(0, 8),
    all.slice(8, 12),
    `4${all.slice(13, 16)}`,
    `a${all.slice(17, 20)}`,
    all.slice(20),
  ].join("-");
}

const tenant = digits("norvik.example");

function fresh(chance: Chance): string {
  return digits(`${chance.next()}`);
}

/** As Entra names what it reads out of an agent. */
function systemOf(agent: string): string {
  if (agent.includes("iPhone")) return "Ios 18.7";
  if (agent.includes("Android")) return "Android 10";
  if (agent.includes("Windows Phone")) return "WindowsPhone";
  if (agent.includes("Macintosh")) return "MacOs";
  if (agent.includes("Windows")) return "Windows10";
  return agent.includes("Linux") ? "Linux" : "";
}

function browserOf(agent: string): string {
  const [, edge] = /Edg\/(\d+)/.exec(agent) ?? [];
  if (edge !== undefined) return `Edge ${edge}.0.0`;
  const [, chrome] = /(?:^|[^s])Chrome\/(\d+)/.exec(agent) ?? [];
  if (chrome !== undefined) return `${agent.includes("Mobile") ? "Chrome Mobile" : "Chrome"} ${chrome}.0.0`;
  const [, firefox] = /Firefox\/(\d+)/.exec(agent) ?? [];
  if (firefox !== undefined) return `Firefox ${firefox}.0`;
  return agent.includes("Version/27") ? `${agent.includes("Mobile") ? "Mobile Safari" : "Safari"} 27.1` : "";
}

const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50053:
    "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  50076:
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.",
  50126: "Error validating credentials due to invalid username or password.",
  53003:
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
};

export function entraLine(one: SignIn, timeMs: number, chance: Chance): string {
  const error = one.error ?? 0;
  const browser = browserOf(one.agent);
  const managed = one.managed ?? false;
  return JSON.stringify({
    id: fresh(chance),
    createdDateTime: new Date(timeMs).toISOString().replace(/\.\d+Z/, "Z"),
    userDisplayName: one.user.split("@")[0],
    userPrincipalName: one.user,
    userId: digits(one.user),
    appId: apps[one.app],
    appDisplayName: one.app,
    ipAddress: one.address,
    clientAppUsed: one.client ?? (browser === "" ? "Mobile Apps and Desktop clients" : "Browser"),
    userAgent: one.agent,
    authenticationProtocol: one.protocol ?? "none",
    correlationId: digits(`${one.user} ${one.address} ${one.time.slice(0, 4)}`),
    conditionalAccessStatus: error === 53003 ? "failure" : "success",
    isInteractive: one.protocol === undefined,
    riskLevelDuringSignIn: "none",
    resourceDisplayName: one.resource ?? "Microsoft Graph",
    status: { errorCode: error, failureReason: reasons[error] ?? "Other.", additionalDetails: null },
    deviceDetail: {
      deviceId: managed ? digits(`device ${one.user}`) : "",
      displayName: managed
        ? `NVK-LT-${createHash("md5").update(one.user).digest("hex").slice(0, 4).toUpperCase()}`
        : "",
      operatingSystem: systemOf(one.agent),
      browser,
      isCompliant: managed,
      isManaged: managed,
      trustType: managed ? "Azure AD joined" : "",
    },
    location: { city: "", state: "", countryOrRegion: one.country ?? "SE" },
  });
}

function own(one: Event, chance: Chance): Record<string, unknown> {
  switch (one.kind) {
    case "entra":
      throw new Error("not of the audit log");
    case "audit-login":
      return {
        Operation: one.error === undefined ? "UserLoggedIn" : "UserLoginFailed",
        RecordType: 15,
        ResultStatus: one.error === undefined ? "Success" : "Failed",
        Workload: "AzureActiveDirectory",
        AzureActiveDirectoryEventType: 1,
        ApplicationId: apps[one.app],
        ExtendedProperties: [
          { Name: "ResultStatusDetail", Value: "Success" },
          { Name: "UserAgent", Value: one.agent },
          { Name: "RequestType", Value: "OAuth2:Authorize" },
        ],
        DeviceProperties: [
          { Name: "OS", Value: systemOf(one.agent) || "Other" },
          { Name: "BrowserType", Value: browserOf(one.agent).split(" ")[0] || "Other" },
          { Name: "IsCompliantAndManaged", Value: one.managed ? "True" : "False" },
        ],
        ActorIpAddress: one.address,
        ObjectId: apps[one.app],
      };
    case "file":
      return {
        Operation: one.operation,
        RecordType: 6,
        Workload: "SharePoint",
        EventSource: "SharePoint",
        ItemType: "File",
        UserAgent: one.agent,
        SiteUrl: "https://norvik.sharepoint.com/sites/it/",
        SourceFileName: one.path.split("/").at(-1),
        SourceFileExtension: one.path.split(".").at(-1),
        ObjectId: `https://norvik.sharepoint.com${one.path}`,
      };
    case "search":
      return {
        Operation: "SearchQueryPerformed",
        RecordType: 4,
        Workload: "SharePoint",
        EventSource: "SharePoint",
        UserAgent: one.agent,
        SearchQueryText: one.words,
        ObjectId: "https://norvik.sharepoint.com/",
      };
    case "consent":
      return {
        Operation: "Consent to application.",
        RecordType: 8,
        ResultStatus: "Success",
        Workload: "AzureActiveDirectory",
        AzureActiveDirectoryEventType: 1,
        ObjectId: digits(one.appName),
        ExtendedProperties: [
          {
            Name: "additionalDetails",
            Value: JSON.stringify({ "User-Agent": one.agent, AppId: digits(one.appName) }),
          },
        ],
        ModifiedProperties: [
          { Name: "ConsentContext.IsAdminConsent", NewValue: one.admin ? "True" : "False", OldValue: "" },
          {
            Name: "ConsentAction.Permissions",
            NewValue: `[] => [[Id: ${fresh(chance)}, ClientId: ${digits(one.appName)}, ConsentType: ${one.admin ? "AllPrincipals" : "Principal"}, Scope: ${one.scope}, CreatedDateTime: , LastModifiedDateTime: ]];`,
            OldValue: "",
          },
          { Name: "TargetId.DisplayName", NewValue: one.appName, OldValue: "" },
        ],
        Target: [{ ID: one.appName, Type: 1 }],
        ActorIpAddress: one.address,
      };
    case "device":
      return {
        Operation: one.operation,
        RecordType: 164,
        Workload: "MicrosoftDefenderForEndpoint",
        DeviceName: one.device,
        MachineId: createHash("sha1").update(one.device).digest("hex"),
        UserAgent: one.agent,
        ObjectId: one.device,
      };
  }
}

export function auditLine(one: Event, timeMs: number, chance: Chance): string {
  return JSON.stringify({
    CreationTime: new Date(timeMs).toISOString().slice(0, 19),
    Id: fresh(chance),
    OrganizationId: tenant,
    UserType: one.user.startsWith("adm_") ? 2 : 0,
    UserKey: digits(one.user),
    Version: 1,
    ClientIP: one.address,
    UserId: one.user,
    ...own(one, chance),
  });
}
