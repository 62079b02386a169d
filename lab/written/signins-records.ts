/** Records of sign-ins: as Graph gives them, as Log Analytics keeps them, and as the unified audit log has them. */
import { hashed, hex } from "./mail-people.ts";

/** One sign-in, or one thing done in Microsoft 365, before it is written down. */
export interface SignIn {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly user: string;
  readonly address: string;
  readonly agent: string;
  /** Name of the application, see `applications`. */
  readonly application: string;
  readonly resource: string;
  /** `Browser`, `Mobile Apps and Desktop clients`, `Exchange ActiveSync`, `Other clients`, … */
  readonly client: string;
  readonly protocol: string;
  /** Error code of Entra; 0 is success. */
  readonly code: number;
  readonly device: string;
  readonly country: string;
}

export const applications: Readonly<Record<string, string>> = {
  "Office 365 Exchange Online": "00000002-0000-0ff1-ce00-000000000000",
  OfficeHome: "4765445b-32c6-49b0-83e6-1d93765276ca",
  "Microsoft Teams": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
  "Azure Portal": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
  "Azure Active Directory PowerShell": "1b730954-1685-4b74-9bfd-dac224a7b894",
  "Microsoft Azure CLI": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "Microsoft Authentication Broker": "29d9ed98-a469-4536-ade2-f981bc1d605e",
  "Microsoft Office": "d3590ed6-52b3-4102-aeff-aad2292ab01c",
  "Outlook Mobile": "27922004-5251-4030-b22d-91ecd9a37ea4",
  "Apple Internet Accounts": "f8d98a96-0999-43f5-8af3-69971c7bb423",
};

/** Public texts of the error codes, in short. */
const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50034: "The user account does not exist in the directory.",
  50053:
    "Sign-in was blocked because it came from an IP address with malicious activity, or the account is locked.",
  50055: "The password is expired.",
  50059:
    "No tenant-identifying information found in either the request or implied by any provided credentials.",
  50074: "Strong Authentication is required.",
  50076:
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication.",
  50126: "Error validating credentials due to invalid username or password.",
  50199: "For security reasons, user confirmation is required for this request.",
  53003: "Access has been blocked by Conditional Access policies.",
  500121: "Authentication failed during strong authentication request.",
  700016: "Application was not found in the directory.",
  90002: "The tenant was not found.",
};

const guid = (text: string) =>
  `${hex(text, 8)}-${hex(`${text}1`, 4)}-4${hex(`${text}2`, 3)}-a${hex(`${text}3`, 3)}-${hex(`${text}4`, 12)}`;
const tenant = guid("tessel tenant");
const displayName = (user: string) =>
  (user.split("@")[0] ?? user)
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

function system(agent: string): string {
  const table: readonly (readonly [RegExp, string])[] = [
    [/Windows NT/, "Windows10"],
    [/iPhone|iOS/, "Ios 18.3"],
    [/Android/, "Android 15"],
    [/Mac OS X|Macintosh/, "MacOs"],
    [/Linux/, "Linux"],
  ];
  return table.find(([shape]) => shape.test(agent))?.[1] ?? "";
}

function browser(agent: string): string {
  const edge = /Edg\/([\d.]+)/.exec(agent)?.[1];
  if (edge !== undefined) return `Edge ${edge}`;
  const chrome = /Chrome\/([\d.]+)/.exec(agent)?.[1];
  if (chrome !== undefined) return `Chrome ${chrome}`;
  const firefox = /Firefox\/([\d.]+)/.exec(agent)?.[1];
  if (firefox !== undefined) return `Firefox ${firefox}`;
  return /Safari/.test(agent) ? "Mobile Safari" : "";
}

/** A signIn of Graph (beta, which has the agent). */
export function graphRecord(one: SignIn): string {
  const id = guid(`${one.time} ${one.user} ${one.address}`);
  return JSON.stringify({
    id,
    createdDateTime: new Date(one.time).toISOString().replace(/\.\d+Z/, "Z"),
    userDisplayName: displayName(one.user),
    userPrincipalName: one.user,
    userId: one.code === 50034 ? "00000000-0000-0000-0000-000000000000" : guid(one.user),
    appId: applications[one.application] ?? guid(one.application),
    appDisplayName: one.application,
    ipAddress: one.address,
    clientAppUsed: one.client,
    userAgent: one.agent,
    correlationId: guid(`c ${id}`),
    conditionalAccessStatus: one.code === 53003 ? "failure" : one.code === 0 ? "success" : "notApplied",
    isInteractive: true,
    authenticationProtocol: one.protocol,
    riskState: "none",
    riskLevelDuringSignIn: "none",
    resourceDisplayName: one.resource,
    status: {
      errorCode: one.code,
      failureReason: reasons[one.code] ?? "Other.",
      additionalDetails: one.code === 0 ? "MFA requirement satisfied by claim in the token" : null,
    },
    deviceDetail: {
      deviceId: one.device === "" ? "" : guid(one.device),
      displayName: one.device,
      operatingSystem: system(one.agent),
      browser: browser(one.agent),
      isCompliant: one.device !== "",
      isManaged: one.device !== "",
    },
    location: { city: "", state: "", countryOrRegion: one.country },
  });
}

/** A row of SigninLogs or AADNonInteractiveUserSignInLogs. */
export function analyticsRecord(one: SignIn): string {
  return JSON.stringify({
    TimeGenerated: new Date(one.time).toISOString(),
    OperationName: "Sign-in activity",
    Category: "NonInteractiveUserSignInLogs",
    ResultType: String(one.code),
    ResultDescription: one.code === 0 ? "" : (reasons[one.code] ?? ""),
    CorrelationId: guid(`l ${one.time} ${one.user}`),
    UserPrincipalName: one.user,
    UserDisplayName: displayName(one.user),
    AppDisplayName: one.application,
    AppId: applications[one.application] ?? guid(one.application),
    IPAddress: one.address,
    ClientAppUsed: one.client,
    UserAgent: one.agent,
    AuthenticationProtocol: one.protocol,
    ResourceDisplayName: one.resource,
    IsInteractive: false,
    Location: one.country,
    AADTenantId: tenant,
  });
}

/** A sign-in in the unified audit log. */
export function auditSignIn(one: SignIn): string {
  const failed = one.code !== 0;
  return JSON.stringify({
    CreationTime: new Date(one.time).toISOString().slice(0, 19),
    Id: guid(`u ${one.time} ${one.user} ${one.address}`),
    Operation: failed ? "UserLoginFailed" : "UserLoggedIn",
    OrganizationId: tenant,
    RecordType: 15,
    ResultStatus: failed ? "Failed" : "Success",
    UserKey: guid(one.user),
    UserType: 0,
    Version: 1,
    Workload: "AzureActiveDirectory",
    ClientIP: one.address,
    ObjectId: applications[one.resource] ?? "00000003-0000-0000-c000-000000000000",
    UserId: one.user,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: "ResultStatusDetail", Value: failed ? "UserError" : "Success" },
      { Name: "UserAgent", Value: one.agent },
      {
        Name: "RequestType",
        Value:
          one.protocol === "ropc"
            ? "OAuth2:Token"
            : one.protocol === "wsTrust"
              ? "OrgIdWsTrust2:process"
              : "OAuth2:Authorize",
      },
    ],
    ActorIpAddress: one.address,
    ApplicationId: applications[one.application] ?? guid(one.application),
    DeviceProperties: [
      { Name: "OS", Value: system(one.agent) || "Other" },
      { Name: "BrowserType", Value: browser(one.agent).split(" ")[0] || "Other" },
    ],
    ...(failed
      ? {
          ErrorNumber: String(one.code),
          LogonError:
            one.code === 50126
              ? "InvalidUserNameOrPassword"
              : one.code === 50034
                ? "UserAccountNotFound"
                : "BlockedByConditionalAccess",
        }
      : {}),
  });
}

/** A file that was opened or fetched in SharePoint or OneDrive. */
export function auditFile(one: SignIn, path: string, operation: string): string {
  return JSON.stringify({
    CreationTime: new Date(one.time).toISOString().slice(0, 19),
    Id: guid(`f ${one.time} ${one.user} ${path}`),
    Operation: operation,
    OrganizationId: tenant,
    RecordType: 6,
    UserType: 0,
    Version: 1,
    Workload: path.includes("/personal/") ? "OneDrive" : "SharePoint",
    ClientIP: one.address,
    UserId: one.user,
    EventSource: "SharePoint",
    ItemType: "File",
    UserAgent: one.agent,
    ObjectId: path,
    SourceFileName: path.split("/").pop() ?? "",
    CorrelationId: guid(`k ${one.time}`),
    ListItemUniqueId: guid(path),
    Site: guid(`site ${hashed(path) % 7}`),
  });
}
