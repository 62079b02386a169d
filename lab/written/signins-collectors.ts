/** Sign-ins of those who look for accounts, tenants and client configuration. */
import { type Actor, at, spread } from "./signins-actor.ts";
import { people, shuffled, switchedAgents } from "./signins-agents.ts";

const other = (name: string) => `${name}@tessel.example`;
const guessed = [
  "admin",
  "info",
  "support",
  "it",
  "hr",
  "scanner",
  "backup",
  "test",
  "sales",
  "vpn",
  "helpdesk",
  "conference",
].map(other);

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

export const collectors: readonly Actor[] = [
  {
    subject: {
      type: "ip",
      value: "192.0.2.226",
      behaviour: "tries 38 accounts within half an hour with python-requests",
    },
    log: "graph",
    events: spread(
      "Tue 03:10:00",
      48,
      shuffled([...people.slice(0, 30), ...guessed.slice(0, 8)], 1),
      (user, index) => ({
        ...spray,
        user,
        address: "192.0.2.226",
        agent: "python-requests/2.32.3",
        code: user.startsWith("scanner") || guessed.includes(user) ? 50034 : index % 9 === 8 ? 50053 : 50126,
        country: "NL",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "198.51.100.231",
      behaviour: "AADInternals asks for accounts and for tenants that do not exist",
    },
    log: "graph",
    events: spread(
      "Wed 01:20:00",
      7,
      [...guessed, ...people.slice(20, 34), "admin@tessel-group.example", "info@tessel-marine.example"],
      (user) => ({
        ...spray,
        user,
        address: "198.51.100.231",
        agent: "AADInternals",
        code: user.includes("tessel-") ? 90002 : guessed.includes(user) ? 50034 : 50126,
        country: "RO",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.231",
      behaviour: "slow: one account after the other every ninety minutes over three days, BAV2ROPC",
    },
    log: "graph",
    events: spread("Mon 06:00:00", 5400, shuffled(people, 3).slice(0, 45), (user) => ({
      ...mail,
      user,
      address: "203.0.113.231",
      agent: "BAV2ROPC",
      client: "Other clients",
      code: 50126,
      country: "US",
    })),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.238",
      behaviour: "30 accounts with Go-http-client, one of them with success",
    },
    log: "analytics",
    events: spread("Thu 22:05:00", 31, shuffled(people, 4).slice(0, 30), (user, index) => ({
      ...spray,
      application: "Microsoft Azure CLI",
      user,
      address: "203.0.113.238",
      agent: "Go-http-client/2.0",
      code: index === 22 ? 0 : index % 7 === 3 ? 50076 : 50126,
      country: "BR",
    })),
  },
  {
    subject: {
      type: "ip",
      value: "192.0.2.235",
      behaviour: "a relaying phishing site signs in as six users under axios",
    },
    log: "graph",
    events: spread(
      "Fri 08:15:00",
      1300,
      ["anna.costa", "dirk.costa", "ida.dahl", "leo.abel", "mona.brunner", "nils.dahl"].map(other),
      (user) => ({
        application: "OfficeHome",
        resource: "OfficeHome",
        client: "Browser",
        protocol: "oAuth2",
        user,
        address: "192.0.2.235",
        agent: "axios/1.7.9",
        code: 0,
        country: "US",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "198.51.100.238",
      behaviour: "device codes for nine users from one address, three of them confirmed",
    },
    log: "graph",
    events: spread("Wed 13:00:00", 700, shuffled(people, 6).slice(0, 9), (user, index) => ({
      application: "Microsoft Authentication Broker",
      resource: "Device Registration Service",
      client: "Mobile Apps and Desktop clients",
      protocol: "deviceCode",
      user,
      address: "198.51.100.238",
      agent: "python-requests/2.31.0",
      code: index % 3 === 2 ? 0 : 50199,
      country: "DE",
    })),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.244",
      behaviour: "fourteen accounts, another browser's agent with each try, most of them long dead",
    },
    log: "graph",
    events: spread("Tue 19:40:00", 140, shuffled(people, 7).slice(0, 28).slice(0, 14), (user, index) => ({
      application: "Azure Portal",
      resource: "Windows Azure Service Management API",
      client: "Browser",
      protocol: "none",
      user,
      address: "203.0.113.244",
      agent: switchedAgents[index % switchedAgents.length] ?? "",
      code: 50126,
      country: "VN",
    })),
  },
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
