/** People out of the ordinary that gather nothing. */
import * as agents from "../agents.ts";
import { at } from "../times.ts";
import { audit, benign, entra, office, okta, type Subject } from "./event.ts";

const exchange = "Office 365 Exchange Online";
const outlookPhone = "Outlook-iOS/5.2545.0";
const azureCli = "python/3.13.9 (Windows-11-10.0.26200-SP0) AZURECLI/2.79.0 (MSI)";
const file = (name: string) => ({
  EventSource: "SharePoint",
  ItemType: "File",
  SiteUrl: "https://talvera.sharepoint.com/sites/it/",
  SourceFileName: name,
  ObjectId: `https://talvera.sharepoint.com/sites/it/Shared Documents/${name}`,
});
const person = (user: string, behaviour: string, events: Subject["events"]) =>
  benign(user, "signin-person", behaviour, events);

export const plainPeople: readonly Subject[] = [
  benign(office, "signin-office", "the way out of the offices: all people, all programs", []),
  person("dev.haas", "a developer with the command lines of Azure and of GitHub, at the office", [
    ...["0 08:40:10", "0 14:12:00", "1 09:02:33"].map((time) =>
      entra(time, ["dev.haas", office, azureCli], "Microsoft Azure CLI", {
        resource: "Windows Azure Service Management API",
        managed: true,
      }),
    ),
    okta("0 08:42:11", ["dev.haas", office, agents.firefox], "user.authentication.sso", { app: "GitHub" }),
  ]),
  person(
    "adm.pichler",
    "an administrator at the office, on a managed PC, in the portals and in Exchange's shell",
    [
      ...(
        [
          "Azure Portal",
          "Microsoft Intune portal extension",
          "Microsoft 365 Security and Compliance Center",
        ] as const
      ).map((app, turn) =>
        entra(at("0 08:30:00") + turn * 1_400_000, ["adm.pichler", office, agents.edge], app, {
          managed: true,
          resource: "Microsoft Intune",
        }),
      ),
      entra(
        "1 10:20:02",
        ["adm.pichler", office, agents.powershell],
        "Microsoft Exchange REST API Based Powershell",
        { resource: exchange, managed: true },
      ),
      okta("1 10:41:20", ["adm.pichler", office, agents.edge], "user.session.access_admin_app", {
        app: "Okta Admin Console",
      }),
      audit(
        "1 10:50:00",
        ["adm.pichler", office, agents.edge],
        "FileModified",
        "SharePoint",
        6,
        file("laptop-inventory-2026.xlsx"),
      ),
    ],
  ),
  person("p.vidal", "somebody on a journey: phone by three networks, laptop in a hotel and at the airport", [
    entra("0 05:10:00", ["p.vidal", "198.51.100.20", outlookPhone], "Outlook Mobile", { country: "CL" }),
    entra("0 13:31:00", ["p.vidal", "203.0.113.52", agents.edge], "OfficeHome", {
      country: "PA",
      managed: true,
    }),
    entra("0 22:02:00", ["p.vidal", "192.0.2.39", agents.edge], "OfficeHome", {
      country: "ES",
      managed: true,
    }),
    entra("1 06:20:00", ["p.vidal", "198.51.100.88", outlookPhone], "Outlook Mobile", { country: "AT" }),
  ]),
  person(
    "l.munoz",
    "a new telephone: enrolled with the company's portal, mail set up, the old one signs out",
    [
      entra("0 12:02:00", ["l.munoz", "198.51.100.44", outlookPhone], "Outlook Mobile", { country: "CL" }),
      entra("0 12:40:00", ["l.munoz", "198.51.100.44", agents.android], "Microsoft Intune Company Portal", {
        resource: "Microsoft Intune Enrollment",
        country: "CL",
      }),
      entra(
        "0 12:43:00",
        ["l.munoz", "198.51.100.44", "Dalvik/2.1.0 (Linux; U; Android 16; SM-A566B)"],
        "Microsoft Authentication Broker",
        { resource: "Device Registration Service", country: "CL" },
      ),
      okta("0 12:50:11", ["l.munoz", "198.51.100.44", agents.android], "device.enrollment.create"),
    ],
  ),
  person(
    "test.portal",
    "the testers' account in five browsers, as each week",
    [agents.chrome, agents.firefox, agents.safari, agents.edge, agents.android].map((agent, turn) =>
      okta(at("0 06:00:00") + turn * 200_000, ["test.portal", office, agent], "user.session.start"),
    ),
  ),
  person("o.gagnon", "somebody forgot the new password: five errors, then the help desk sets another", [
    ...[0, 1, 2, 3, 4].map((turn) =>
      okta(at("1 12:30:00") + turn * 21_000, ["o.gagnon", office, agents.chrome], "user.session.start", {
        result: "FAILURE",
        reason: "INVALID_CREDENTIALS",
      }),
    ),
    okta("1 12:41:00", ["tel.desk", office, agents.edge], "user.account.reset_password"),
    okta("1 12:43:30", ["o.gagnon", office, agents.chrome], "user.session.start"),
  ]),
  person("w.roy", "somebody works with Teams on a Linux and with a Mac at home", [
    entra("0 12:11:00", ["w.roy", office, agents.chromeLinux], "Microsoft Teams", {}),
    entra("0 19:20:00", ["w.roy", "203.0.113.80", agents.safari], "OfficeHome", { country: "CA" }),
    okta("0 19:21:00", ["w.roy", "203.0.113.80", agents.safari], "user.authentication.sso", { app: "LIMS" }),
  ]),
  person(
    "f.gruber",
    "an old telephone that is to be changed is refused by the policy for a day",
    [0, 1, 2, 3].map((turn) =>
      entra(
        at("0 07:00:00") + turn * 7_300_000,
        ["f.gruber", "198.51.100.61", "Outlook-iOS/4.2210.0"],
        "Outlook Mobile",
        { error: 53000 },
      ),
    ),
  ),
  person("x.fuentes", "somebody on the road uses the VPN: the address changes within minutes", [
    entra("1 08:00:10", ["x.fuentes", "192.0.2.90", agents.edge], "OfficeHome", {
      country: "CL",
      managed: true,
    }),
    entra("1 08:04:50", ["x.fuentes", office, agents.edge], "Microsoft Teams", { managed: true }),
  ]),
  person("t.araya", "a person looks for the guide to the VPN in the intranet and reads it", [
    audit("0 14:40:00", ["t.araya", office, agents.edge], "SearchQueryPerformed", "SharePoint", 4, {
      SearchQueryText: "vpn anleitung",
      ObjectId: "https://talvera.sharepoint.com/",
    }),
    audit(
      "0 14:40:40",
      ["t.araya", office, agents.edge],
      "FileAccessed",
      "SharePoint",
      6,
      file("guides/vpn-en-casa.pdf"),
    ),
  ]),
  person(
    "tel.desk",
    "the man of the help desk reads guides and the list of laptops in working hours",
    [
      "guides/printer.docx",
      "laptop-inventory-2026.xlsx",
      "guides/win11-upgrade.docx",
      "guides/outlook-new.docx",
    ].map((name, turn) =>
      audit(
        at("0 09:10:00") + turn * 3_100_000,
        ["tel.desk", office, agents.edge],
        "FileAccessed",
        "SharePoint",
        6,
        file(name),
      ),
    ),
  ),
  person(
    "c.controller",
    "an accountant downloads thirty invoices in a row for the auditors",
    Array.from({ length: 30 }, (_, turn) =>
      audit(
        at("1 13:00:00") + turn * 6000,
        ["c.controller", office, agents.edge],
        "FileDownloaded",
        "SharePoint",
        6,
        { ...file(`inv-${4000 + turn}.pdf`), SiteUrl: "https://talvera.sharepoint.com/sites/finance/" },
      ),
    ),
  ),
  person(
    "m.zielinska",
    "a person syncs the files of the team to a new PC",
    Array.from({ length: 25 }, (_, turn) =>
      audit(
        at("0 10:00:00") + turn * 1500,
        ["m.zielinska", office, "Microsoft SkyDriveSync 25.216.1104.0002 ship; Windows NT 10.0 (26100)"],
        "FileSyncDownloadedFull",
        "OneDrive",
        6,
        file(`panel-${turn}.xlsx`),
      ),
    ),
  ),
  person(
    "adm.legal",
    "the lawyers' administrator, by name and at the office, searches mailboxes for a contract",
    [
      audit(
        "1 09:40:00",
        ["adm.legal", office, agents.edge],
        "SearchCreated",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "contract-feedmaker", Query: "feedmaker AND contract" },
      ),
      audit(
        "1 11:00:00",
        ["adm.legal", office, agents.edge],
        "SearchExported",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "contract-feedmaker_Export" },
      ),
    ],
  ),
  person("a.novak", "a person lets a calendar program read the own calendar", [
    audit(
      "0 15:20:00",
      ["a.novak", office, agents.chrome],
      "Consent to application.",
      "AzureActiveDirectory",
      8,
      {
        ObjectId: "0b1c2d3e-0000-4000-8000-00aa11bb22cc",
        ModifiedProperties: [
          {
            Name: "ConsentAction.Permissions",
            NewValue: "[] => [[ConsentType: Principal, Scope: Calendars.Read User.Read offline_access]];",
            OldValue: "",
          },
          { Name: "TargetId.DisplayName", NewValue: "Calendly", OldValue: "" },
        ],
        Target: [{ ID: "Calendly", Type: 1 }],
      },
    ),
  ]),
  person("adm.novak2", "an administrator lets the known manager of Macs read devices, as the change says", [
    audit(
      "0 10:10:00",
      ["adm.novak2", office, agents.edge],
      "Consent to application.",
      "AzureActiveDirectory",
      8,
      {
        ObjectId: "1f0e2d3c-0000-4000-8000-19aa00bb1100",
        ModifiedProperties: [
          {
            Name: "ConsentAction.Permissions",
            NewValue: "[] => [[ConsentType: AllPrincipals, Scope: User.Read GroupMember.Read.All]];",
            OldValue: "",
          },
          { Name: "TargetId.DisplayName", NewValue: "Jamf Connect", OldValue: "" },
        ],
        Target: [{ ID: "Jamf Connect", Type: 1 }],
      },
    ),
  ]),
];
