/** Who gathers what clients are, or which clients are let in, at Entra. */
import * as agents from "../agents.ts";
import { at } from "../times.ts";
import { type audit, collector, entra, type okta, type Subject } from "./event.ts";

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

export const entraCollectors: readonly Subject[] = [
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
];
