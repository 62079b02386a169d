/** Sign-ins of groups, of those who ask for tenants and services, and of one who fetches client profiles. */
import { type Actor, at, spread } from "./signins-actor.ts";
import { people, shuffled } from "./signins-agents.ts";

const spray = {
  application: "Azure Active Directory PowerShell",
  resource: "Windows Azure Active Directory",
  client: "Mobile Apps and Desktop clients",
  protocol: "ropc",
} as const;
const mail = {
  application: "Office 365 Exchange Online",
  resource: "Office 365 Exchange Online",
  protocol: "ropc",
} as const;

export const askers: readonly Actor[] = [
  ...[0, 1, 2, 3, 4, 5].map(
    (member): Actor => ({
      subject: {
        type: "ip",
        value: `192.0.2.${240 + member}`,
        behaviour: `slice ${member + 1} of 6 of one list of accounts under one rare agent`,
      },
      log: "graph",
      events: spread(
        `Thu 0${2 + (member % 3)}:${10 + member * 7}:00`,
        260,
        people.slice(member * 10, member * 10 + 10),
        (user) => ({
          ...spray,
          application: "Azure Portal",
          user,
          address: `192.0.2.${240 + member}`,
          agent: "fasthttp",
          code: 50126,
          country: "ID",
        }),
      ),
    }),
  ),
  {
    subject: {
      type: "ip",
      value: "2001:db8:51:9::17",
      behaviour: "asks for applications and tenants under a script's agent, many names, few of them right",
    },
    log: "analytics",
    events: spread(
      "Mon 23:30:00",
      22,
      ["tessel", "tessel-group", "tesselmarine", "tessel-it", "tesselhq", "tessel-dev"].flatMap((name) => [
        `admin@${name}.example`,
        `azure@${name}.example`,
        `sync_adconnect@${name}.example`,
        `vpn@${name}.example`,
      ]),
      (user) => ({
        ...spray,
        user,
        address: "2001:db8:51:9::17",
        agent: "Python/3.11 aiohttp/3.9.5",
        code: user.endsWith("@tessel.example") ? 700016 : 90002,
        country: "RU",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "198.51.100.244",
      behaviour: "the address from which one user's token asks eleven first-party services by script",
    },
    also: [
      {
        type: "user",
        value: "olga.dahl@tessel.example",
        behaviour:
          "a token of this user asks eleven first-party services within minutes by script, from an address new to her",
      },
    ],
    log: "analytics",
    events: spread(
      "Fri 02:02:00",
      19,
      [
        "Azure Active Directory Graph",
        "Microsoft Graph",
        "Device Registration Service",
        "Microsoft Intune Enrollment",
        "Windows Azure Service Management API",
        "Office 365 Exchange Online",
        "Microsoft Teams Services",
        "SharePoint Online",
        "Microsoft Mobile Application Management",
        "Power BI Service",
        "Azure Key Vault",
      ],
      (resource) => ({
        user: "olga.dahl@tessel.example",
        address: "198.51.100.244",
        agent: "python-requests/2.31.0",
        application: "Microsoft Office",
        resource,
        client: "Mobile Apps and Desktop clients",
        protocol: "oAuth2",
        code: 0,
        country: "PL",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.249",
      behaviour: "33 accounts over WS-Trust, seen in the unified audit log alone",
    },
    log: "audit",
    events: spread("Wed 04:00:00", 75, shuffled(people, 9).slice(0, 33), (user, index) => ({
      ...mail,
      client: "Other clients",
      protocol: "wsTrust",
      user,
      address: "203.0.113.249",
      agent:
        index % 2 === 0
          ? "CBAInPROD"
          : "Microsoft Office/14.0 (Windows NT 6.1; Microsoft Outlook 14.0.7162; Pro)",
      code: index % 6 === 5 ? 50034 : 50126,
      country: "CN",
    })),
  },
  {
    subject: {
      type: "ip",
      value: "192.0.2.250",
      behaviour: "rclone fetches VPN, Wi-Fi and remote desktop profiles from SharePoint and OneDrive",
      class: "cloud-files",
    },
    log: "audit",
    events: [
      {
        ...mail,
        time: at("Thu 23:10:00"),
        user: "jan.brunner@tessel.example",
        address: "192.0.2.250",
        agent: "rclone/v1.68.2",
        client: "Browser",
        protocol: "oAuth2",
        application: "Microsoft Office",
        code: 0,
        device: "",
        country: "UA",
      },
    ],
    files: {
      agent: "rclone/v1.68.2",
      paths: [
        "https://tessel.sharepoint.example/sites/it/Shared Documents/VPN/tessel-gw1.ovpn",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/VPN/tessel-gw2.ovpn",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/WiFi/tessel-corp.mobileconfig",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/RDP/jump01.rdp",
        "https://tessel-my.sharepoint.example/personal/jan_brunner/Documents/AnyConnect/profile.xml",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/Inventory/clients-2026.xlsx",
      ],
    },
  },
];
