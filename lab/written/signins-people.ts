/** Sign-ins of single people and services. */
import { type Actor, spread } from "./signins-actor.ts";
import { officeAgents, phoneAgents } from "./signins-agents.ts";
import { exchange, ownUser, picked, web } from "./signins-usual.ts";

export const single: readonly Actor[] = [
  {
    subject: {
      type: "user",
      value: ownUser("breakglass-admin"),
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
        user: ownUser("breakglass-admin"),
        address: "198.51.100.226",
        agent: picked(officeAgents, 1),
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: ownUser("finn.dahl"),
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
        user: ownUser("finn.dahl"),
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
      type: "user",
      value: ownUser("svc-backup"),
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
        user: ownUser("svc-backup"),
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
      value: ownUser("kira.costa"),
      behaviour: "changes the telephone: old and new one, some refused confirmations",
    },
    log: "graph",
    events: spread("Tue 17:00:00", 260, [0, 0, 3, 3, 3, 2, 2, 3, 3], (agent, index) => ({
      ...web,
      application: "Outlook Mobile",
      resource: "Office 365 Exchange Online",
      client: "Mobile Apps and Desktop clients",
      user: ownUser("kira.costa"),
      address: "203.0.113.229",
      agent: picked(phoneAgents, agent),
      code: index === 2 || index === 3 ? 500121 : index === 4 ? 50074 : 0,
    })),
  },
  {
    subject: {
      type: "user",
      value: ownUser("ben.costa"),
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
        user: ownUser("ben.costa"),
        address: "198.51.100.228",
        agent,
        code: 0,
      }),
    ),
  },
  {
    subject: {
      type: "user",
      value: ownUser("synthetic-monitor"),
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
        user: ownUser("synthetic-monitor"),
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
      value: ownUser("scan-to-mail"),
      behaviour: "a printer sends by SMTP with a password, without any agent",
    },
    log: "graph",
    events: spread(
      "Mon 08:15:00",
      14000,
      Array.from({ length: 25 }, (_, index) => index),
      () => ({
        ...exchange,
        user: ownUser("scan-to-mail"),
        address: "198.51.100.224",
        agent: "",
        client: "Authenticated SMTP",
        protocol: "none",
        code: 0,
      }),
    ),
  },
];
