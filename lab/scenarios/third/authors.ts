import { agents } from "../../agents.ts";
import type { Visit } from "../../client.ts";
import { Chance } from "../../random.ts";
import type { Request } from "../../replaying.ts";
import { originOf } from "../../site.ts";
import { after, asks, edgeNow, minute, second, sends } from "../second/making.ts";
import {
  androidNow,
  firefoxNow,
  innocent,
  inside,
  type Member,
  macNow,
  reads,
  repeated,
  scattered,
} from "./making.ts";

const cookie = { cookie: "lab=owner" };

const blog = originOf("blog");

/** Signs in at the blog, works in its administration, and keeps a page open whose script reports every minute or two. */
function author(
  agent: string,
  at: string,
  rooms: readonly (string | Request)[],
  beats: number,
  seed: number,
  mistakes = 0,
): Visit[] {
  const chance = new Chance(seed);
  const post: Request = {
    target: "/wp-login.php",
    method: "POST",
    body: "log=ines&pwd=x",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
  const from = { referer: `${blog}/wp-admin/` };
  return [
    sends(at, [asks("blog", agent, ["/wp-admin/", "/wp-login.php?redirect_to=%2Fwp-admin%2F"])]),
    sends(
      after(at, 20 * second),
      [asks("blog", agent, repeated(mistakes, post), { referer: `${blog}/wp-login.php` })],
      15 * second,
    ),
    sends(after(at, minute), [
      asks("blog", agent, [post], { ...cookie, referer: `${blog}/wp-login.php` }),
      asks("blog", agent, ["/wp-admin/"], { ...cookie, referer: `${blog}/wp-login.php` }),
    ]),
    ...scattered(
      after(at, 2 * minute),
      asks("blog", agent, rooms, { ...cookie, ...from }),
      10 * second,
      70 * second,
      chance,
    ),
    sends(
      after(at, 6 * minute),
      [
        asks(
          "blog",
          agent,
          repeated(beats, { target: "/wp-admin/admin-ajax.php", method: "POST", body: "action=heartbeat" }),
          { ...cookie, ...from },
        ),
      ],
      90 * second,
    ),
  ];
}

const editor = [
  "/wp-admin/post.php?post=118&action=edit",
  "/wp-json/wp/v2/types",
  "/wp-json/wp/v2/settings",
  "/wp-json/wp/v2/posts?per_page=10",
  "/wp-admin/upload.php",
];

const authors: readonly Member[] = [
  innocent(
    "signed-in-author",
    "the blog's administrator: settings, plugins, updates, the state of the site",
    author(
      firefoxNow,
      "1 09:04:00",
      [
        "/wp-admin/options-general.php",
        "/wp-admin/options-permalink.php",
        "/wp-admin/plugins.php",
        "/wp-admin/update-core.php",
        "/wp-admin/site-health.php",
        { target: "/wp-admin/options-general.php", method: "POST", body: "x=1" },
      ],
      14,
      340_001,
    ),
    inside,
  ),
  innocent(
    "signed-in-author",
    "an author writes at home; the editor reads settings and types",
    author(macNow, "2 20:15:00", editor, 22, 340_002),
  ),
  innocent(
    "signed-in-author",
    "an author with a telephone, who mistypes the password twice",
    author(
      agents.safariPhone,
      "3 12:48:00",
      ["/wp-admin/edit.php", "/wp-admin/post.php?post=120&action=edit", "/wp-json/wp/v2/settings"],
      5,
      340_003,
      2,
    ),
  ),
  innocent(
    "signed-in-author",
    "an author in the office, updates and profile",
    author(
      edgeNow,
      "4 14:02:00",
      ["/wp-admin/profile.php", "/wp-admin/update-core.php", "/wp-admin/edit.php"],
      9,
      340_004,
    ),
    inside,
  ),
  innocent("signed-in-author", "the telephone application of the content management system", [
    ...["2 07:40:00", "3 22:11:00"].map((at) =>
      sends(
        at,
        [
          asks(
            "blog",
            "wp-iphone/26.4 (iOS 26.6; iPhone16,2)",
            [
              "/wp-json/",
              "/wp-json/wp/v2/settings",
              "/wp-json/wp/v2/posts?per_page=20",
              "/wp-json/wp/v2/types",
            ],
            cookie,
          ),
        ],
        2 * second,
      ),
    ),
  ]),
];

const forgetful = innocent(
  "forgotten-password",
  "an author who cannot get in, asks for a new password and gives up",
  [
    ...reads("blog", androidNow, "1 19:20:00", 2, new Chance(340_005)),
    ...scattered(
      "1 19:24:00",
      asks(
        "blog",
        androidNow,
        [
          "/wp-login.php",
          ...repeated(4, { target: "/wp-login.php", method: "POST", body: "log=ole" }),
          "/wp-login.php?action=lostpassword",
        ],
        { referer: `${blog}/wp-login.php` },
      ),
      12 * second,
      40 * second,
      new Chance(340_006),
    ),
  ],
);

export const blogAuthors: readonly Member[] = [...authors, forgetful];
