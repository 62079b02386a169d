/** Sign-ins that are a matter of judgement. */
import { type Actor, spread } from "./signins-actor.ts";
import { people, shuffled } from "./signins-agents.ts";
import { exchange, ownUser } from "./signins-usual.ts";

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
      [ownUser("henri.dahl"), ownUser("ida.dahl"), ownUser("jan.dahl")],
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
