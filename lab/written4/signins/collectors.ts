/** Who gathers what clients are, or which clients are let in, by accounts. */
import * as agents from "../agents.ts";
import { at } from "../times.ts";
import { audit, collector, entra, okta, type Subject } from "./event.ts";

const graph = "Microsoft Graph";
const directory = "Windows Azure Active Directory";
const kinds = [
  agents.chrome,
  agents.safari,
  agents.iphone,
  agents.android,
  agents.firefoxLinux,
  "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.14977",
];
const resources = [
  graph,
  directory,
  "Windows Azure Service Management API",
  "Office 365 Exchange Online",
  "Office 365 SharePoint Online",
  "Microsoft Intune API",
  "Microsoft Teams Services",
];
const oldApps = [
  "Azure Active Directory PowerShell",
  "Microsoft Azure CLI",
  "Microsoft Office",
  "Microsoft Teams",
  "OneDrive SyncEngine",
  "Outlook Mobile",
  "Microsoft Intune Company Portal",
];
const many = <T>(
  from: string,
  gapMs: number,
  items: readonly T[],
  make: (
    timeMs: number,
    item: T,
    turn: number,
  ) => ReturnType<typeof entra> | ReturnType<typeof okta> | ReturnType<typeof audit>,
) => items.map((item, turn) => make(at(from) + turn * gapMs, item, turn));

const roadA = "198.51.100.91";
const combo = "192.0.2.143";
const vps = "203.0.113.171";
const axios = "198.51.100.201";
const tool = "192.0.2.29";
const three = "203.0.113.214";
const kali = "192.0.2.77";
const old = "198.51.100.33";
const oauth = "192.0.2.200";
const sweep = "203.0.113.99";
const exporter = "198.51.100.177";
const doors = "192.0.2.118";

const configs = [
  "win11-base.intunewin",
  "vpn-always-on.xml",
  "globalprotect-portal.reg",
  "proxy.pac",
  "firefox-policies.json",
  "chrome-policies.reg",
  "edge-baseline.json",
  "defender-exclusions.csv",
  "wifi-eap.xml",
  "macos-baseline.mobileconfig",
  "ios-mail.mobileconfig",
  "android-work.json",
  "bitlocker-policy.xml",
  "laptop-inventory-2026.xlsx",
  "image-build-notes.docx",
  "lims-client.ini",
  "printer-map.csv",
  "office-config.xml",
  "zscaler-client.mobileconfig",
  "autopilot-profile.json",
];

export const collectors: readonly Subject[] = [
  collector(
    roadA,
    "signin-tool",
    "ROADrecon's way: a person's account by an old program at the old directory, from a script, three times",
    ["0 03:12:20", "0 03:12:44", "0 03:40:02"].map((time) =>
      entra(time, ["e.kowalska", roadA, agents.requests], "Azure Active Directory PowerShell", {
        resource: directory,
        country: "NL",
        protocol: "ropc",
      }),
    ),
  ),
  collector(
    combo,
    "signin-clients",
    "one account at seven resources by seven programs under seven kinds of client: which pair the policy forgets",
    resources.flatMap((resource, turn) =>
      [0, 3].map((shift) =>
        entra(
          at("0 22:14:00") + (turn * 2 + shift / 3) * 31_000,
          ["h.soto", combo, kinds[(turn + shift) % kinds.length] ?? ""],
          oldApps[(turn + shift) % oldApps.length] ?? "",
          {
            resource,
            country: "BR",
            error: (turn + shift) % 4 === 1 ? 0 : ([53003, 50076, 50158][(turn + shift) % 3] ?? 0),
          },
        ),
      ),
    ),
  ),
  collector(
    vps,
    "signin-tool",
    "PowerShell on a rented machine uses a person's account at Graph and at Intune",
    [
      entra("1 01:02:10", ["g.lavoie", vps, agents.powershell], "Microsoft Graph Command Line Tools", {
        country: "DE",
        protocol: "deviceCode",
      }),
      entra("1 01:04:31", ["g.lavoie", vps, agents.powershell], "Microsoft Graph Command Line Tools", {
        country: "DE",
        resource: "Microsoft Intune API",
      }),
      entra("1 01:20:55", ["g.lavoie", vps, agents.powershell], "Microsoft Graph Command Line Tools", {
        country: "DE",
        resource: "WindowsDefenderATP",
      }),
    ],
  ),
  collector(
    axios,
    "signin-tool",
    "a relayed session, driven by a library, goes to the pages where a person sees devices and security",
    [
      entra("1 10:13:02", ["i.nowak", axios, "axios/1.13.2"], "OfficeHome", { country: "US" }),
      entra("1 10:13:30", ["i.nowak", axios, "axios/1.13.2"], "My Signins", {
        country: "US",
        resource: "Microsoft Graph",
      }),
      entra("1 10:14:02", ["i.nowak", axios, "axios/1.13.2"], "Microsoft Intune Web Company Portal", {
        country: "US",
        resource: "Microsoft Intune",
      }),
      entra("1 10:16:41", ["i.nowak", axios, "axios/1.13.2"], "My Profile", {
        country: "US",
        resource: "Device Registration Service",
      }),
    ],
  ),
  collector(
    tool,
    "signin-tool",
    "AADInternals under its own name asks what may be had with an account of the laboratory",
    ["Microsoft Azure CLI", "Microsoft Office", "Azure Active Directory PowerShell"].map((app, turn) =>
      entra(at("0 05:40:11") + turn * 44_000, ["labor.graz", tool, "AADInternals"], app, {
        resource: turn === 2 ? directory : graph,
        country: "FR",
        protocol: "ropc",
      }),
    ),
  ),
  collector(
    three,
    "signin-tool",
    "three persons' accounts from one address by the directory's old shell within the hour",
    ["a.hofer", "n.roy", "d.rojas"].flatMap((user, turn) => [
      entra(
        at("1 04:10:00") + turn * 900_000,
        [user, three, "Swagger-Codegen/1.4.0.0/csharp"],
        "Azure Active Directory PowerShell",
        { resource: directory, country: "TR" },
      ),
      entra(
        at("1 04:10:40") + turn * 900_000,
        [user, three, "Swagger-Codegen/1.4.0.0/csharp"],
        "Azure Active Directory PowerShell",
        { resource: "Microsoft Intune API", country: "TR" },
      ),
    ]),
  ),
  collector(
    kali,
    "signin-tool",
    "an accountant's account on a Kali by the command line, at Graph and at Intune",
    ["0 20:31:10", "0 20:33:02", "0 21:01:44"].map((time, turn) =>
      entra(
        time,
        [
          "c.tremblay",
          kali,
          "python/3.13.7 (Linux-6.16.8+kali-amd64-x86_64-with-glibc2.42) AZURECLI/2.79.0 (DEB)",
        ],
        "Microsoft Azure CLI",
        {
          resource:
            turn === 0 ? "Windows Azure Service Management API" : turn === 1 ? graph : "Microsoft Intune API",
          country: "RO",
        },
      ),
    ),
  ),
  collector(
    old,
    "signin-clients",
    "Autodiscover for a dozen accounts from one address by a script, whose sign-ins mostly fail",
    many(
      "0 13:00:10",
      22_000,
      [
        "aa.berger",
        "b.wieser",
        "cc.lemay",
        "dd.castro",
        "ee.wrona",
        "ff.auer",
        "gg.roy",
        "hh.pinto",
        "ii.zajac",
        "jj.kern",
        "kk.dube",
        "ll.rivas",
      ],
      (timeMs, user, turn) =>
        entra(timeMs, [user, old, "ExchangeServicesClient/15.00.0913.015"], "Office 365 Exchange Online", {
          client: "Autodiscover",
          resource: "Office 365 Exchange Online",
          error: turn === 7 ? 0 : 50126,
          country: "SG",
          protocol: "ropc",
        }),
    ),
  ),
  collector(
    oauth,
    "okta-tool",
    "a token for devices, policies and applications is had with a person's account by a script",
    [
      okta("0 23:50:01", ["r.pichler", oauth, agents.requests], "user.session.start"),
      ...[
        "okta.devices.read",
        "okta.policies.read okta.apps.read",
        "okta.deviceAssurance.read okta.networkZones.read",
      ].map((scopes, turn) =>
        okta(
          at("0 23:50:20") + turn * 41_000,
          ["r.pichler", oauth, agents.requests],
          "app.oauth2.token.grant.access_token",
          { scopes, app: "Okta Admin Console" },
        ),
      ),
    ],
  ),
  collector(
    sweep,
    "okta-clients",
    "one account under seven kinds of client in eight minutes until the policy lets one in",
    many("1 19:30:00", 71_000, kinds, (timeMs, agent, turn) =>
      okta(timeMs, ["u.mazur", sweep, agent], "policy.evaluate_sign_on", {
        result: turn === 5 ? "ALLOW" : "DENY",
        reason:
          turn === 5
            ? "Sign-on policy evaluation resulted in ALLOW"
            : "Device is not registered or not managed",
        app: "LIMS",
      }),
    ),
  ),
  collector(
    exporter,
    "okta-export",
    "an administrator's account from a hidden network takes away the reports of devices and of who uses which program",
    [
      okta("1 02:44:10", ["adm.novak", exporter, agents.firefox], "user.session.access_admin_app", {
        app: "Okta Admin Console",
      }),
      ...["Devices", "Okta Verify versions", "Application usage", "MFA enrollment by client"].map(
        (report, turn) =>
          okta(
            at("1 02:46:00") + turn * 65_000,
            ["adm.novak", exporter, agents.firefox],
            "analytics.reports.export.download",
            { app: "Okta Admin Console", uri: `/api/v1/reports/export?report=${encodeURIComponent(report)}` },
          ),
      ),
    ],
  ),
  collector(
    doors,
    "okta-clients",
    "one account tries the doors of all programs that manage clients: Jamf, Falcon, the VPN, Zscaler, Intune",
    many(
      "0 17:55:00",
      14_000,
      [
        "Jamf Pro",
        "CrowdStrike Falcon",
        "GlobalProtect",
        "Zscaler Client Connector",
        "Microsoft Intune",
        "Tenable",
        "NinjaOne",
        "Lansweeper",
      ],
      (timeMs, app) =>
        okta(timeMs, ["q.lis", doors, agents.chromeLinux], "app.generic.unauth_app_access_attempt", {
          app,
          result: "FAILURE",
          reason: "User is not assigned to this app",
        }),
    ),
  ),
  collector(
    "s.cote",
    "audit-search",
    "an account of the laboratory searches mail for images of laptops, exclusions, the VPN's settings and lists of devices",
    many(
      "1 23:11:00",
      38_000,
      [
        "antivirus exclusion list",
        "laptop image build",
        "GlobalProtect portal address",
        "intune baseline export",
        "windows version list all pcs",
        "proxy pac",
      ],
      (timeMs, text) =>
        audit(
          timeMs,
          ["s.cote", "192.0.2.64", agents.chromeLinux],
          "SearchQueryInitiatedExchange",
          "Exchange",
          50,
          { QueryText: text, QuerySource: "OWA", LogonType: 0 },
        ),
    ),
  ),
  collector(
    "adm.wieser",
    "audit-export",
    "an administrator's account sets up a search through all mailboxes for profiles and settings of clients, and exports it",
    [
      audit(
        "0 02:20:00",
        ["adm.wieser", "198.51.100.140", agents.edge],
        "SearchCreated",
        "SecurityComplianceCenter",
        24,
        {
          ObjectId: "cfg-sweep",
          Query: 'filetype:ovpn OR filetype:rdp OR filetype:mobileconfig OR subject:"VPN profile"',
          ExchangeLocations: "All",
        },
      ),
      audit(
        "0 02:21:10",
        ["adm.wieser", "198.51.100.140", agents.edge],
        "SearchStarted",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "cfg-sweep" },
      ),
      audit(
        "0 02:58:44",
        ["adm.wieser", "198.51.100.140", agents.edge],
        "SearchExported",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "cfg-sweep_Export" },
      ),
    ],
  ),
  collector(
    "192.0.2.183",
    "audit-files",
    "from an unknown network the folder of the clients' settings is taken whole, file after file, by a copier",
    many("0 04:30:00", 4000, configs, (timeMs, file) =>
      audit(
        timeMs,
        ["k.bouchard", "192.0.2.183", "ISV|rclone.org|rclone/v1.71.2"],
        "FileDownloaded",
        "SharePoint",
        6,
        {
          EventSource: "SharePoint",
          ItemType: "File",
          SiteUrl: "https://talvera.sharepoint.com/sites/it/",
          SourceFileName: file,
          ObjectId: `https://talvera.sharepoint.com/sites/it/Shared Documents/Clients/${file}`,
        },
      ),
    ),
  ),
  collector(
    "adm.egger",
    "audit-consent",
    "at night an administrator's account gives a program nobody knows the right to read devices, their settings and their programs",
    [
      audit(
        "1 03:33:03",
        ["adm.egger", "203.0.113.133", agents.chrome],
        "Consent to application.",
        "AzureActiveDirectory",
        8,
        {
          ObjectId: "f1a0c2d4-0000-4000-8000-77aa10e0c001",
          ModifiedProperties: [
            {
              Name: "ConsentAction.Permissions",
              NewValue:
                "[] => [[ConsentType: AllPrincipals, Scope: DeviceManagementManagedDevices.Read.All DeviceManagementConfiguration.Read.All DeviceManagementApps.Read.All Device.Read.All]];",
              OldValue: "",
            },
            { Name: "TargetId.DisplayName", NewValue: "Fleet Sync Helper", OldValue: "" },
          ],
          Target: [{ ID: "Fleet Sync Helper", Type: 1 }],
        },
      ),
      audit(
        "1 03:33:40",
        ["adm.egger", "203.0.113.133", agents.chrome],
        "Add app role assignment to service principal.",
        "AzureActiveDirectory",
        8,
        { ObjectId: "f1a0c2d4-0000-4000-8000-77aa10e0c001", Target: [{ ID: "Microsoft Graph", Type: 1 }] },
      ),
    ],
  ),
];
