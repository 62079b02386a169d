/** Of whom reasonable analysts differ, or of whom only the organisation knows. */
import { Chance } from "../../random.ts";
import { asks, chromeNow, edgeNow, hour, minute, probes, second, sends } from "../second/making.ts";
import {
  androidNow,
  browses,
  firefoxNow,
  inside,
  list,
  type Member,
  reads,
  repeated,
  undecided,
} from "./making.ts";

const once = "One request for one path; a slip, a stray program or a first look";
const look = "One look of an Internet-wide survey; whether that is handed on is policy";
const register = "Scanning it is; justified only where the register says so";

export const undecidedClients: readonly Member[] = [
  undecided("one-probe", "a home's address asks for /config.json of the blog once", once, [
    probes("1 19:02:00", "blog", androidNow, ["/config.json"], second),
  ]),
  undecided(
    "one-probe",
    "a home's address asks for /.git/config of the public site once, over HTTP/2, refused",
    once,
    [sends("3 06:44:00", [browses("www", chromeNow, ["/.git/config"])])],
    { v6: true },
  ),
  undecided(
    "one-probe",
    "a reader of the blog asks once for /wp-admin/options-general.php and is sent to the password",
    once,
    [
      ...reads("blog", firefoxNow, "2 21:40:00", 3, new Chance(420_001)),
      sends("2 21:45:00", [browses("blog", firefoxNow, ["/wp-admin/options-general.php"])]),
    ],
  ),
  undecided("one-probe", "Go's client asks for /remote/login once", once, [
    probes("4 04:51:00", "www", "Go-http-client/1.1", ["/remote/login"], second),
  ]),
  undecided("survey", "Censys looks at the first page once and names itself", look, [
    probes(
      "2 12:20:00",
      "blog",
      "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
      ["/"],
      second,
    ),
  ]),
  undecided("survey", "a survey of a security firm looks at the first page and says whom to write to", look, [
    probes(
      "3 14:09:00",
      "shop",
      "Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day to identify customers' presences on the Internet. If you would like to be excluded from our scans, please send IP addresses/domains to: scaninfo@paloaltonetworks.com",
      ["/"],
      second,
    ),
  ]),
  undecided("survey", "zgrab's agent looks at the first page and the icon", look, [
    probes("1 03:18:00", "wiki", "Mozilla/5.0 zgrab/0.x", ["/", "/favicon.ico"], second),
  ]),
  undecided(
    "survey",
    "a university's measurement reads the first page, robots.txt and security.txt, and names its page",
    look,
    [
      probes(
        "4 22:12:00",
        "www",
        "Mozilla/5.0 (compatible; harbour-university-measurement/2.0; +https://measurement.university.example)",
        ["/", "/robots.txt", "/.well-known/security.txt"],
        2 * second,
      ),
    ],
  ),
  undecided("ordered-scan", "a scan that names a firm and a ticket: twenty paths of the shop", register, [
    probes(
      "3 03:00:00",
      "shop",
      "Mozilla/5.0 (compatible; Detectify) ticket-4411 larkfield",
      list(
        "/ /.env /config.json /server-status /.git/HEAD /web.config /phpinfo.php /swagger.json /actuator /version /settings.json /backup.zip /admin /robots.txt /sitemap.xml /crossdomain.xml /.DS_Store /composer.json /package.json /Dockerfile",
      ),
      600,
    ),
  ]),
  undecided(
    "ordered-scan",
    "the own network's scanner for weak spots goes over the wiki, from inside",
    register,
    [
      probes(
        "2 03:00:00",
        "wiki",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0) Nessus",
        list(
          "/ /config /server-status /server-info /icons/README /manual/ /.git/HEAD /cgi-bin/ /phpinfo.php /robots.txt /LocalSettings.php",
        ),
        500,
      ),
    ],
    inside,
  ),
  undecided(
    "unknown-monitor",
    "a monitor's agent from outside asks for /server-status every two hours and is refused",
    "A monitor without its password, or somebody who calls himself one",
    [
      sends(
        "1 00:50:00",
        [asks("www", "check_http/v2.4.12 (monitoring-plugins 2.4.0)", repeated(44, "/server-status"))],
        2 * hour,
      ),
    ],
  ),
  undecided(
    "unknown-pipeline",
    "curl from outside reads the shop's version and configuration after each deployment",
    "Only the organisation knows whether this is a pipeline of its own",
    ["1 16:48:00", "3 10:24:00"].map((at) =>
      probes(at, "shop", "curl/8.14.1", ["/version.json", "/config.json"], 2 * second),
    ),
  ),
  undecided(
    "unknown-desk",
    "a desk inside tries the API's version, build and settings with curl, without a token",
    "A developer at work, or somebody at a developer's desk",
    [
      probes(
        "2 17:02:00",
        "api",
        "curl/8.17.0",
        ["/version", "/build-info", "/api/v1/config", "/actuator/health"],
        30 * second,
      ),
    ],
    inside,
  ),
  undecided(
    "rewarded-hunter",
    "reads security.txt, whose policy rewards finds, then asks for four files",
    "Whoever rewards finds invites the search; how far is in the policy",
    [
      ...reads("www", edgeNow, "4 14:20:00", 2, new Chance(420_002)),
      sends(
        "4 14:24:00",
        [
          browses(
            "www",
            edgeNow,
            list("/.well-known/security.txt /robots.txt /config /manifest.webmanifest /.env"),
          ),
        ],
        minute,
      ),
    ],
  ),
  undecided(
    "catalogue",
    "a catalogue of technologies reads the first pages and the icons of three sites",
    "It tells its customers which products a site runs; whether that is handed on is policy",
    (["www", "shop", "blog"] as const).map((site, at) =>
      probes(
        `2 0${at + 7}:56:00`,
        site,
        "Mozilla/5.0 (compatible; builtwith/1.4; +https://builtwith.example/biup)",
        ["/", "/robots.txt", "/favicon.ico", "/ads.txt"],
        3 * second,
      ),
    ),
  ),
];
