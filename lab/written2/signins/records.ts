/** A sign-in as Graph lists it, and as the unified audit log has it, with the files that follow. */
import { type SignIn, uuid } from "./actor.ts";

const reasons: Readonly<Record<number, string>> = {
  0: "Other.",
  50034: "The user account does not exist in the directory.",
  50053:
    "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  50055: "The password is expired.",
  50059:
    "No tenant-identifying information found in either the request or implied by any provided credentials.",
  50072: "User needs to enroll for second factor authentication.",
  50074: "Strong Authentication is required.",
  50076:
    "Due to a configuration change made by your administrator, you must use multi-factor authentication.",
  50126: "Error validating credentials due to invalid username or password.",
  50140: "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.",
  50158: "External security challenge was not satisfied.",
  50199: "For security reasons, user confirmation is required for this request.",
  53000: "Device is not in required device state.",
  53003: "Access has been blocked by Conditional Access policies.",
  90002: "Tenant not found. Check to make sure you have the correct tenant identifier.",
};

const known: Readonly<Record<string, string>> = {
  OfficeHome: "4765445b-32c6-49b0-83e6-1d93765276ca",
  "Azure Active Directory PowerShell": "1b730954-1685-4b74-9bfd-dac224a7b894",
  "Microsoft Azure CLI": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "Microsoft Authentication Broker": "29d9ed98-a469-4536-ade2-f981bc1d605e",
  "Azure Portal": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
};

function systemOf(agent: string): string {
  if (/Windows NT/.test(agent)) return "Windows10";
  if (/iPhone/.test(agent)) return "Ios 18.7";
  if (/Android/.test(agent)) return "Android";
  if (/Macintosh/.test(agent)) return "MacOs";
  return /Linux/.test(agent) ? "Linux" : "";
}

function browserOf(agent: string): string {
  const [, name, version] = /(Edg|Firefox|Chrome|Version)\/([\d.]+)/.exec(agent) ?? [];
  if (name === undefined) return "";
  const names: Readonly<Record<string, string>> = { Edg: "Edge", Version: "Safari" };
  return `${names[name] ?? name} ${version}`;
}

const displayName = (user: string) =>
  (user.split("@")[0] ?? "")
    .split(/[.-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(" ");

export function entraOf({ actor, at, user, agent, result, app, id }: SignIn): Record<string, unknown> {
  const isUnknown = result === 50034 || result === 90002 || result === 50059;
  const isManaged = actor.managed === true && systemOf(agent) === "Windows10";
  const device = isManaged ? user : "";
  const isBlocked = result === 53003 || result === 53000;
  return {
    id: uuid(id),
    createdDateTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    userDisplayName: isUnknown ? user : displayName(user),
    userPrincipalName: user,
    userId: isUnknown ? "00000000-0000-0000-0000-000000000000" : uuid(user),
    appId: known[app] ?? uuid(app),
    appDisplayName: app,
    ipAddress: actor.ip,
    clientAppUsed: actor.client ?? "Browser",
    userAgent: agent,
    correlationId: uuid(`c ${id}`),
    conditionalAccessStatus: isBlocked ? "failure" : result === 0 ? "success" : "notApplied",
    isInteractive: true,
    authenticationProtocol:
      actor.protocol ?? (actor.client === "IMAP4" || agent === "BAV2ROPC" ? "ropc" : "none"),
    authenticationRequirement:
      result === 50074 || result === 50076 ? "multiFactorAuthentication" : "singleFactorAuthentication",
    riskState: "none",
    riskLevelDuringSignIn: "none",
    resourceDisplayName: app === "Azure Active Directory PowerShell" ? "Windows Azure Active Directory" : app,
    status: {
      errorCode: result,
      failureReason: reasons[result] ?? "Other.",
      additionalDetails: result === 0 ? "MFA requirement satisfied by claim in the token" : null,
    },
    deviceDetail: {
      deviceId: device === "" ? "" : uuid(`device ${device}`),
      displayName: device === "" ? "" : `MRV-${uuid(device).slice(0, 4).toUpperCase()}`,
      operatingSystem: systemOf(agent),
      browser: browserOf(agent),
      isCompliant: isManaged,
      isManaged,
    },
    location: { city: "", state: "", countryOrRegion: actor.country ?? "AT" },
  };
}

const organisation = uuid("organisation");

/** One sign-in of the audit log, and after its last success what was searched and fetched. */
export function auditOf(one: SignIn): { at: number; record: Record<string, unknown> }[] {
  const { actor, at, user, agent, result, app, id } = one;
  const base = (time: number, what: string) => ({
    CreationTime: new Date(time).toISOString().slice(0, 19),
    Id: uuid(`${what} ${id}`),
    OrganizationId: organisation,
    UserType: 0,
    Version: 1,
    UserId: user,
    ClientIP: actor.ip,
  });
  const signIn = {
    ...base(at, "sign-in"),
    Operation: result === 0 ? "UserLoggedIn" : "UserLoginFailed",
    RecordType: 15,
    ResultStatus: result === 0 ? "Success" : "Failed",
    UserKey: uuid(user),
    Workload: "AzureActiveDirectory",
    ObjectId: known[app] ?? uuid(app),
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: "ResultStatusDetail", Value: result === 0 ? "Success" : "UserError" },
      { Name: "UserAgent", Value: agent },
      { Name: "RequestType", Value: result === 0 ? "OAuth2:Authorize" : "Login:login" },
    ],
    ModifiedProperties: [],
    Actor: [
      { ID: uuid(user), Type: 0 },
      { ID: user, Type: 5 },
    ],
    ActorIpAddress: actor.ip,
    ApplicationId: known[app] ?? uuid(app),
    DeviceProperties: [
      { Name: "OS", Value: systemOf(agent) },
      { Name: "BrowserType", Value: browserOf(agent).split(" ")[0] || "Other" },
    ],
    ...(result === 0 ? {} : { ErrorNumber: String(result), LogonError: "InvalidUserNameOrPassword" }),
  };
  const list = [{ at, record: signIn as Record<string, unknown> }];
  if (result !== 0) return list;
  const clients = typeof actor.agents === "object" ? actor.agents : [agent];
  const fetching = clients.at(-1) ?? agent;
  let time = at + 40_000;
  for (const query of actor.searches ?? []) {
    time += 35_000;
    list.push({
      at: time,
      record: {
        ...base(time, `search ${query}`),
        Operation: "SearchQueryPerformed",
        RecordType: 6,
        Workload: "SharePoint",
        EventSource: "SharePoint",
        ItemType: "Web",
        UserAgent: fetching,
        SearchQueryText: query,
        ObjectId: "https://morven.sharepoint.example/search",
      },
    });
  }
  const isWatching = /^Mozilla/.test(fetching);
  for (const file of actor.files ?? []) {
    time += isWatching ? 95_000 : 4000;
    const path = file.split("/");
    list.push({
      at: time,
      record: {
        ...base(time, file),
        Operation: isWatching
          ? "FileAccessed"
          : /SkyDriveSync/.test(fetching)
            ? "FileSyncDownloadedFull"
            : "FileDownloaded",
        RecordType: 6,
        Workload: "SharePoint",
        EventSource: "SharePoint",
        ItemType: "File",
        UserAgent: fetching,
        SiteUrl: `https://morven.sharepoint.example/sites/${path[0]}/`,
        SourceRelativeUrl: `Shared Documents/${path.slice(1, -1).join("/")}`,
        SourceFileName: path.at(-1),
        SourceFileExtension: file.split(".").at(-1),
        ObjectId: `https://morven.sharepoint.example/sites/${path[0]}/Shared Documents/${path.slice(1).join("/")}`,
      },
    });
  }
  return list;
}
