import { asks, hour, minute, probes, second, sends } from "../second/making.ts";
import { innocent, inside, type Member, repeated } from "./making.ts";

const packages: readonly [string, readonly string[], string, number, boolean][] = [
  [
    "Debian APT-HTTP/1.3 (3.0.3)",
    ["/debian/dists/stable/InRelease", "/debian/dists/stable/main/binary-amd64/Packages.xz"],
    "apt on a server",
    24 * hour,
    true,
  ],
  [
    'pip/25.3 {"ci":null,"cpu":"x86_64","implementation":{"name":"CPython","version":"3.13.5"},"python":"3.13.5"}',
    ["/simple/tides/"],
    "pip",
    20 * hour,
    false,
  ],
  [
    "npm/11.6.2 node/v24.11.1 linux x64 workspaces/false ci/github-actions",
    ["/npm/tides"],
    "npm in a build",
    19 * hour,
    false,
  ],
  [
    "Apache-Maven/3.9.11 (Java 21.0.9; Linux 6.12.0)",
    ["/maven/example/tides/maven-metadata.xml", "/maven/example/tides/maven-metadata.xml.sha1"],
    "Maven",
    22 * hour,
    false,
  ],
  ["Helm/3.19.2", ["/charts/index.yaml"], "Helm", 23 * hour, true],
  [
    "F-Droid 1.23.2",
    ["/fdroid/repo/index-v2.json", "/fdroid/repo/entry.jar"],
    "F-Droid on a telephone",
    21 * hour,
    false,
  ],
  [
    "Composer/2.9.2 (Linux; 6.12.0; PHP 8.4.15; cURL 8.14.1)",
    ["/packages.json", "/packages.json"],
    "Composer",
    25 * hour,
    false,
  ],
  [
    "docker/29.0.4 go/go1.25.4 git-commit/3247a5a kernel/6.12.0 os/linux arch/amd64 UpstreamClient(Docker-Client/29.0.4 \\(linux\\))",
    ["/v2/", "/v2/tides/manifests/1.2"],
    "Docker",
    26 * hour,
    true,
  ],
];

const managers = packages.map(([agent, targets, what, every, own], at) =>
  innocent(
    "packages",
    `${what} looks for packages`,
    [1, 2, 3].map((turn) => ({
      ...probes(
        turn === 1 ? `1 0${at}:44:00` : `${turn} 1${at}:44:00`,
        "files",
        agent,
        targets,
        turn * second + (every % 7),
      ),
    })),
    { inside: own },
  ),
);

const git = "/git/tides.git";

const repositories: readonly Member[] = [
  innocent(
    "repository",
    "git clones and fetches over HTTP",
    ["1 10:02:00", "3 16:44:00"].map((at) =>
      sends(
        at,
        [
          asks("files", "git/2.51.2", [
            `${git}/info/refs?service=git-upload-pack`,
            { target: `${git}/git-upload-pack`, method: "POST", body: "0000" },
            `${git}/HEAD`,
            `${git}/objects/info/packs`,
          ]),
        ],
        second,
      ),
    ),
  ),
  innocent(
    "repository",
    "a build server asks whether there is something new",
    [
      sends(
        "1 00:40:00",
        [asks("files", "JGit/7.4.0", repeated(40, `${git}/info/refs?service=git-upload-pack`))],
        2 * hour + 5 * minute,
      ),
    ],
    inside,
  ),
  innocent("repository", "Go's module proxy asks where a module lives", [
    probes(
      "4 08:08:00",
      "files",
      "Go-http-client/1.1",
      ["/git/tides?go-get=1", `${git}/info/refs?service=git-upload-pack`],
      2 * second,
    ),
  ]),
];

const handsets: readonly [string, string, string][] = [
  ["Yealink SIP-T46U 108.86.0.90 80:5e:c0:a1:b2:c3", "805ec0a1b2c3", "a Yealink"],
  ["Yealink SIP-T54W 96.86.0.100 80:5e:c0:a1:b2:d4", "805ec0a1b2d4", "another Yealink"],
  [
    "FileTransport PolycomVVX-VVX_411-UA/6.4.7.4477 (SN:64167f0c1d2e) Type/Application",
    "64167f0c1d2e",
    "a Polycom",
  ],
  ["Mozilla/4.0 (compatible; snomD785-SIP 10.1.198.19 000413A7B8C9)", "000413a7b8c9", "a Snom"],
  ["Grandstream Model HW GXP2170 SW 1.0.11.84 DevId c0741a5566aa", "c0741a5566aa", "a Grandstream"],
];

const telephones = handsets.map(([agent, mac, what], at) =>
  innocent(
    "desk-telephone",
    `${what} fetches its own configuration and looks for firmware, from inside`,
    [1, 2, 3, 4].map((day) =>
      probes(
        `${day} 04:0${at}:00`,
        "files",
        agent,
        ["/provisioning/common.cfg", `/provisioning/${mac}.cfg`, "/provisioning/firmware.txt"],
        2 * second,
      ),
    ),
    inside,
  ),
);

export const downloads: readonly Member[] = [...managers, ...repositories, ...telephones];
