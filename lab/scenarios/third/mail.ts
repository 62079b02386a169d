/** Mail clients and drives of employees, most of them with a name. */
import { Chance } from "../../random.ts";
import { asks, hour, minute, probes, second, sends } from "../second/making.ts";
import { basic, innocent, inside, type Member, moment, repeated } from "./making.ts";

const outlook = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.19328; Pro)";

const mail: readonly Member[] = [
  innocent(
    "mailbox",
    "Outlook of an employee finds its mailbox: refused first, then with anna's name",
    [1, 2, 3, 4].map((day) =>
      sends(
        `${day} 07:5${day}:00`,
        [
          asks("www", outlook, [{ target: "/autodiscover/autodiscover.xml", method: "POST", body: "<a/>" }]),
          asks(
            "www",
            outlook,
            repeated(2, { target: "/autodiscover/autodiscover.xml", method: "POST", body: "<a/>" }),
            basic("anna"),
          ),
        ],
        second,
      ),
    ),
  ),
  innocent(
    "mailbox",
    "a telephone synchronises mail, signed in as anna",
    [
      sends(
        "1 06:30:00",
        [
          asks(
            "www",
            "Apple-iPhone16C2/2307.83",
            repeated(30, {
              target:
                "/Microsoft-Server-ActiveSync?User=anna&DeviceId=AQ1B2C3D4E5F&DeviceType=iPhone&Cmd=Ping",
              method: "POST",
              body: "x",
            }),
            basic("anna"),
          ),
        ],
        2 * hour + 40 * minute,
      ),
    ],
    { v6: true },
  ),
  innocent("mailbox", "Outlook on Android: OPTIONS, then folders and mail, signed in as morgan", [
    sends(
      "2 08:02:00",
      [
        asks(
          "www",
          "Outlook-Android/2.0",
          [
            { target: "/Microsoft-Server-ActiveSync", method: "OPTIONS" },
            ...["FolderSync", "Sync", "Sync", "Ping"].map((command) => ({
              target: `/Microsoft-Server-ActiveSync?Cmd=${command}&User=morgan&DeviceId=8f21&DeviceType=Outlook`,
              method: "POST",
              body: "x",
            })),
          ],
          basic("morgan"),
        ),
      ],
      15 * second,
    ),
  ]),
  innocent(
    "mailbox",
    "Apple Mail reads by way of Exchange's web services, as anna",
    [
      sends(
        "3 09:00:00",
        [
          asks(
            "www",
            "Mac OS X/26.1 (25B78); ExchangeWebServices/1002",
            repeated(12, { target: "/EWS/Exchange.asmx", method: "POST", body: "<s/>" }),
            basic("anna"),
          ),
        ],
        25 * minute,
      ),
    ],
    inside,
  ),
  innocent("new-account", "Thunderbird looks for the settings of a new account in both usual places", [
    probes(
      "1 14:22:00",
      "www",
      "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Thunderbird/145.0",
      [
        "/mail/config-v1.1.xml?emailaddress=ole%40larkfield.example",
        "/.well-known/autoconfig/mail/config-v1.1.xml",
      ],
      second,
    ),
  ]),
  innocent("new-account", "a telephone's mail application looks for the settings of a new account", [
    probes(
      "4 11:50:00",
      "www",
      "K-9 Mail/11.0 (Android)",
      [
        "/mail/config-v1.1.xml?emailaddress=ines%40larkfield.example",
        "/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ines%40larkfield.example",
      ],
      second,
    ),
  ]),
  innocent(
    "new-account",
    "macOS looks for calendar and contacts of an employee",
    [
      sends(
        "2 10:33:00",
        [
          asks(
            "files",
            "macOS/26.1 (25B78) accountsd/113",
            ["/.well-known/caldav", "/.well-known/carddav", "/principals/"].map((target) => ({
              target,
              method: "PROPFIND",
            })),
            basic("anna"),
          ),
        ],
        second,
      ),
    ],
    inside,
  ),
];

const dav = "/remote.php/dav/files/anna/";

const drives: readonly [string, string, boolean][] = [
  ["WebDAVFS/3.0.0 (03008000) Darwin/25.1.0 (arm64)", "a Mac's Finder", true],
  ["gvfs/1.58.0", "a Linux desktop", true],
  ["davfs2/1.7.1 neon/0.34.2", "a mounted folder", false],
  ["Cyberduck/9.3.0.44021 (Windows/10.0) (amd64)", "Cyberduck", false],
  [
    "Mozilla/5.0 (Windows) mirall/4.0.1 (Nextcloud, windows-10.0.26200 ClientArchitecture: x86_64 OsArchitecture: x86_64)",
    "the desktop client",
    false,
  ],
];

const files = drives.map(([agent, what, own], at) => {
  const chance = new Chance(360_000 + at);
  return innocent(
    "drive",
    `${what} over WebDAV, refused first, then signed in as anna; opens a file called settings`,
    [
      sends(
        moment(chance, 7, 19),
        [
          ...(at === 4 ? [asks("files", agent, ["/status.php", "/ocs/v2.php/cloud/capabilities"])] : []),
          asks("files", agent, [{ target: dav, method: "OPTIONS" }]),
          asks(
            "files",
            agent,
            [
              { target: dav, method: "OPTIONS" },
              { target: dav, method: "PROPFIND", headers: { depth: "1" } },
              { target: `${dav}Documents/`, method: "PROPFIND", headers: { depth: "1" } },
              { target: `${dav}Documents/settings-backup.txt` },
              { target: `${dav}.DS_Store`, method: at === 0 ? "PROPFIND" : "HEAD" },
            ],
            basic("anna"),
          ),
        ],
        chance.between(1, 4) * second,
      ),
    ],
    { inside: own },
  );
});

export const mailAndFiles: readonly Member[] = [...mail, ...files];
