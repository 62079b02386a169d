/** The same at Okta and in the audit log of Microsoft 365. */
import * as agents from "../agents.ts";
import { at } from "../times.ts";
import { audit, collector, type entra, okta, type Subject } from "./event.ts";

const kinds = [
  agents.chrome,
  agents.safari,
  agents.iphone,
  agents.android,
  agents.firefoxLinux,
  "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.14977",
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

export const otherCollectors: readonly Subject[] = [
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
