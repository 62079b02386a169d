/** Sign-ins from addresses that many people or devices share. */
import { type Actor, spread } from "./signins-actor.ts";
import { officeAgents, people, phoneAgents, shuffled } from "./signins-agents.ts";
import { days, exchange, ownUser, picked, web } from "./signins-usual.ts";

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

export const offices: readonly Actor[] = [
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
        value: ownUser("mona.dahl"),
        behaviour: "one user's old mail program, BAV2ROPC, every hour",
      },
    ],
    log: "graph",
    events: spread(
      "Mon 06:20:00",
      3700,
      Array.from({ length: 60 }, () => ownUser("mona.dahl")),
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
      type: "ip",
      value: "203.0.113.227",
      behaviour: "an administrator tests conditional access with five test accounts, most are blocked",
    },
    log: "graph",
    events: spread("Thu 10:00:00", 45, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2], (number, index) => ({
      ...web,
      user: ownUser(`ca-test${number}`),
      address: "203.0.113.227",
      agent: picked(officeAgents, index % 4),
      code: index % 3 === 0 ? 0 : 53003,
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
        user: ownUser(`room-${room}`),
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
    events: spread("Tue 09:00:00", 300, [ownUser("ida.abel")], (user) => ({
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
