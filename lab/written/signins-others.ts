/** Sign-ins of ordinary people, services and devices, and those that are a matter of judgement. */
import { type Actor, spread } from "./signins-actor.ts";
import { officeAgents, people, phoneAgents, shuffled } from "./signins-agents.ts";

const other = (name: string) => `${name}@tessel.example`;
const picked = (items: readonly string[], index: number) => items[index % items.length] ?? "";
const web = {
  application: "OfficeHome",
  resource: "OfficeHome",
  client: "Browser",
  protocol: "oAuth2",
  country: "DE",
} as const;
const exchange = {
  application: "Office 365 Exchange Online",
  resource: "Office 365 Exchange Online",
  country: "DE",
} as const;
const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];

function office(
  address: string,
  users: readonly string[],
  start: string,
  log: Actor["log"],
): Pick<Actor, "log" | "events"> {
  const events = days.flatMap((day, dayAt) =>
    spread(`${day} ${start}`, 95, shuffled(users, dayAt + 10), (user, index) => ({
      ...web,
      ...(index % 3 === 0 ? { application: "Microsoft Teams", resource: "Microsoft Teams Services" } : {}),
      user,
      address,
      agent: picked(officeAgents, people.indexOf(user) + (index % 5 === 0 ? 3 : 0)),
      code: index % 17 === 5 ? 50126 : index % 23 === 7 ? 50074 : 0,
      device: `TS-${1000 + people.indexOf(user)}`,
    })),
  );
  return { log, events };
}

export const others: readonly Actor[] = [
  {
    subject: {
      type: "ip",
      value: "198.51.100.224",
      behaviour: "head office behind one address: forty users, ten agents, some wrong passwords",
    },
    ...office("198.51.100.224", people.slice(0, 40), "07:05:00", "graph"),
  },
  {
    subject: { type: "ip", value: "192.0.2.230", behaviour: "branch office, twelve users" },
    ...office("192.0.2.230", people.slice(40, 52), "07:45:00", "audit"),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.225",
      behaviour: "one household with an old mail program that signs in by password",
    },
    also: [
      {
        type: "user",
        value: other("mona.dahl"),
        behaviour: "one user's old mail program, BAV2ROPC, every hour",
      },
    ],
    log: "graph",
    events: spread(
      "Mon 06:20:00",
      3700,
      Array.from({ length: 60 }, () => other("mona.dahl")),
      (user, index) => ({
        ...exchange,
        user,
        address: "203.0.113.225",
        agent: "BAV2ROPC",
        client: "Exchange ActiveSync",
        protocol: "ropc",
        code: index % 19 === 4 ? 50126 : 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: other("breakglass-admin"),
      behaviour: "the emergency account is tested once, from the office of IT",
    },
    also: [{ type: "ip", value: "198.51.100.226", behaviour: "the address of that test" }],
    log: "graph",
    events: spread(
      "Wed 09:00:00",
      120,
      ["Azure Portal", "Azure Portal", "Microsoft Office"],
      (application) => ({
        ...web,
        application,
        resource: "Windows Azure Service Management API",
        user: other("breakglass-admin"),
        address: "198.51.100.226",
        agent: picked(officeAgents, 1),
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: other("finn.dahl"),
      behaviour: "a traveller: five addresses and four countries in a week, telephone and laptop",
    },
    log: "graph",
    events: spread(
      "Mon 05:30:00",
      17000,
      ["DE", "DE", "AE", "AE", "SG", "SG", "SG", "JP", "JP", "JP", "JP", "SG", "DE", "DE"],
      (country, index) => ({
        ...web,
        country,
        user: other("finn.dahl"),
        address:
          (
            {
              AE: "203.0.113.226",
              SG: "203.0.113.228",
              JP: index > 9 ? "192.0.2.228" : "192.0.2.227",
            } as Readonly<Record<string, string>>
          )[country] ?? "198.51.100.227",
        agent: index % 2 === 0 ? picked(phoneAgents, 0) : picked(officeAgents, 5),
        code: index % 5 === 2 ? 50074 : 0,
        device: index % 2 === 0 ? "" : "TS-1049",
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.227",
      behaviour: "an administrator tests conditional access with five test accounts, most are blocked",
    },
    log: "graph",
    events: spread("Thu 10:00:00", 45, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2], (number, index) => ({
      ...web,
      user: other(`ca-test${number}`),
      address: "203.0.113.227",
      agent: picked(officeAgents, index % 4),
      code: index % 3 === 0 ? 0 : 53003,
    })),
  },
  {
    subject: {
      type: "user",
      value: other("svc-backup"),
      behaviour: "the backup service reads mailboxes with a script's agent, one account, every three hours",
    },
    also: [{ type: "ip", value: "192.0.2.232", behaviour: "the address of the backup service" }],
    log: "analytics",
    events: spread(
      "Mon 01:00:00",
      10800,
      Array.from({ length: 34 }, (_, index) => index),
      () => ({
        ...exchange,
        application: "Tessel Mailbox Backup",
        user: other("svc-backup"),
        address: "192.0.2.232",
        agent: "python-requests/2.31.0",
        client: "Mobile Apps and Desktop clients",
        protocol: "oAuth2",
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: other("kira.costa"),
      behaviour: "changes the telephone: old and new one, some refused confirmations",
    },
    log: "graph",
    events: spread("Tue 17:00:00", 260, [0, 0, 3, 3, 3, 2, 2, 3, 3], (agent, index) => ({
      ...web,
      application: "Outlook Mobile",
      resource: "Office 365 Exchange Online",
      client: "Mobile Apps and Desktop clients",
      user: other("kira.costa"),
      address: "203.0.113.229",
      agent: picked(phoneAgents, agent),
      code: index === 2 || index === 3 ? 500121 : index === 4 ? 50074 : 0,
    })),
  },
  {
    subject: {
      type: "ip",
      value: "198.51.100.225",
      behaviour: "eighteen passwords expire on one morning: many failures of many users from one office",
    },
    log: "graph",
    events: spread("Mon 07:30:00", 60, [...people.slice(30, 48), ...people.slice(30, 48)], (user, index) => ({
      ...web,
      user,
      address: "198.51.100.225",
      agent: picked(officeAgents, people.indexOf(user) % 4),
      code: index < 18 ? 50055 : index % 6 === 1 ? 50126 : 0,
      device: `TS-${1000 + people.indexOf(user)}`,
    })),
  },
  {
    subject: {
      type: "user",
      value: other("ben.costa"),
      behaviour: "a developer with Azure CLI, Terraform and PowerShell at home",
    },
    also: [{ type: "ip", value: "198.51.100.228", behaviour: "his line at home" }],
    log: "analytics",
    events: spread(
      "Tue 18:10:00",
      900,
      [
        "python/3.12.7 (Windows-11-10.0.26100-SP0) AZURECLI/2.79.0",
        "HashiCorp Terraform/1.13.3 (+https://www.terraform.io) azurerm/4.50.0",
        "Go-http-client/2.0",
        "AzurePowershell/Az.Accounts5.3.0",
        "python-requests/2.32.3",
        picked(officeAgents, 9),
      ],
      (agent) => ({
        application: "Microsoft Azure CLI",
        resource: "Windows Azure Service Management API",
        client: "Mobile Apps and Desktop clients",
        protocol: "oAuth2",
        country: "DE",
        user: other("ben.costa"),
        address: "198.51.100.228",
        agent,
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: other("synthetic-monitor"),
      behaviour: "a synthetic monitor signs in every half hour with a headless browser",
    },
    also: [{ type: "ip", value: "203.0.113.230", behaviour: "the address of the monitor" }],
    log: "graph",
    events: spread(
      "Wed 00:00:00",
      1800,
      Array.from({ length: 48 }, (_, index) => index),
      (index) => ({
        ...web,
        user: other("synthetic-monitor"),
        address: "203.0.113.230",
        agent:
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/146.0.0.0 Safari/537.36",
        code: index % 29 === 13 ? 50126 : 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: other("scan-to-mail"),
      behaviour: "a printer sends by SMTP with a password, without any agent",
    },
    log: "graph",
    events: spread(
      "Mon 08:15:00",
      14000,
      Array.from({ length: 25 }, (_, index) => index),
      () => ({
        ...exchange,
        user: other("scan-to-mail"),
        address: "198.51.100.224",
        agent: "",
        client: "Authenticated SMTP",
        protocol: "none",
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.233",
      behaviour: "a mobile carrier's shared address: nine users with mail programs of telephones",
    },
    log: "graph",
    events: days.flatMap((day) =>
      spread(`${day} 06:30:00`, 1500, shuffled(people, 21).slice(0, 9), (user, index) => ({
        ...exchange,
        application: index % 2 === 0 ? "Outlook Mobile" : "Apple Internet Accounts",
        user,
        address: "203.0.113.233",
        agent: picked(phoneAgents, index),
        client: "Mobile Apps and Desktop clients",
        protocol: "oAuth2",
        code: index === 8 ? 50076 : 0,
      })),
    ),
  },
  {
    subject: { type: "ip", value: "192.0.2.233", behaviour: "six meeting room devices" },
    log: "audit",
    events: days.flatMap((day) =>
      spread(`${day} 05:00:00`, 40, [1, 2, 3, 4, 5, 6], (room) => ({
        ...web,
        application: "Microsoft Teams",
        resource: "Microsoft Teams Services",
        client: "Mobile Apps and Desktop clients",
        user: other(`room-${room}`),
        address: "192.0.2.233",
        agent:
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) SkypeRoomSystem/5.4.216.0 Chrome/138.0.0.0",
        code: 0,
      })),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "198.51.100.229",
      behaviour: "terminal server: twenty-five users with one and the same agent within minutes",
    },
    log: "graph",
    events: days.slice(0, 3).flatMap((day, dayAt) =>
      spread(`${day} 07:58:00`, 12, shuffled(people, 30 + dayAt).slice(0, 25), (user, index) => ({
        ...web,
        user,
        address: "198.51.100.229",
        agent: picked(officeAgents, 2),
        code: index % 13 === 6 ? 50126 : 0,
        device: "TS-CTX-07",
      })),
    ),
  },
  {
    subject: {
      type: "ip",
      value: "192.0.2.229",
      behaviour: "office computers fetch VPN and Wi-Fi profiles from the IT site as they are told to",
      class: "cloud-files",
    },
    log: "audit",
    events: spread("Tue 09:00:00", 300, [other("ida.abel")], (user) => ({
      ...web,
      user,
      address: "192.0.2.229",
      agent: picked(officeAgents, 1),
      code: 0,
    })),
    files: {
      agent: picked(officeAgents, 1),
      paths: [
        "https://tessel.sharepoint.example/sites/it/Shared Documents/VPN/tessel-gw1.ovpn",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/WiFi/tessel-corp.mobileconfig",
        "https://tessel.sharepoint.example/sites/it/Shared Documents/Help/VPN-setup.pdf",
      ],
    },
  },
];

export const judged: readonly Actor[] = [
  {
    subject: {
      type: "ip",
      value: "192.0.2.236",
      behaviour: "a migration service signs in to twenty mailboxes with a tool's agent",
      why: "the firm may have ordered a migration; to the log it is one address with many accounts and a script's agent, all with success",
    },
    log: "analytics",
    events: spread("Thu 18:00:00", 50, shuffled(people, 41).slice(0, 20), (user) => ({
      ...exchange,
      application: "Mailbox Migration Tool",
      user,
      address: "192.0.2.236",
      agent: "MigrationWiz/3.0 (EWS; .NET CLR)",
      client: "Exchange Web Services",
      protocol: "oAuth2",
      code: 0,
      country: "IE",
    })),
  },
  {
    subject: {
      type: "ip",
      value: "192.0.2.246",
      behaviour: "password spray of a penetration test that was announced",
      why: "the activity is that of a collector; whether it is registered only the firm knows",
    },
    log: "graph",
    events: spread("Fri 13:00:00", 90, shuffled(people, 42).slice(0, 20), (user) => ({
      application: "Azure Portal",
      resource: "Windows Azure Service Management API",
      client: "Mobile Apps and Desktop clients",
      protocol: "ropc",
      country: "DE",
      user,
      address: "192.0.2.246",
      agent: "python-requests/2.32.3 grayfin-redteam",
      code: 50126,
    })),
  },
  {
    subject: {
      type: "ip",
      value: "203.0.113.234",
      behaviour: "three users of one family-size office confirm device codes for their meeting boards",
      why: "device codes are usual for boards and televisions, and the means of a known trick",
    },
    log: "graph",
    events: spread(
      "Mon 12:00:00",
      400,
      [other("henri.dahl"), other("ida.dahl"), other("jan.dahl")],
      (user) => ({
        application: "Microsoft Teams",
        resource: "Microsoft Teams Services",
        client: "Mobile Apps and Desktop clients",
        protocol: "deviceCode",
        country: "DE",
        user,
        address: "203.0.113.234",
        agent: "Dalvik/2.1.0 (Linux; U; Android 13; MeetingBoard Build/TKQ1)",
        code: 0,
      }),
    ),
  },
];
