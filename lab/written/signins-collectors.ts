/** Sign-ins of those who try accounts, most of them by script. */
import { type Actor, spread } from "./signins-actor.ts";
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
];
