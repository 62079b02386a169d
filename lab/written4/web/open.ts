/** On which reasonable analysts differ. */
import * as agents from "../agents.ts";
import { type Actor, asks, open, words } from "./actor.ts";

export const openActors: readonly Actor[] = [
  open(
    "portal",
    "web-survey",
    "Censys looks at the first page and names itself",
    "a survey of the whole net: noise to some, gathering to others",
    asks(
      "0 06:06:06",
      { agent: "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)", gaps: [3] },
      ["/", "/favicon.ico", "/.well-known/security.txt"],
    ),
  ),
  open(
    "www",
    "web-survey",
    "Odin looks at the first page and the version of the server",
    "a survey of the whole net: noise to some, gathering to others",
    asks("1 00:20:41", { agent: "Mozilla/5.0 (compatible; Odin; https://docs.getodin.com/)", gaps: [2] }, [
      "/",
      "/robots.txt",
      "/version",
    ]),
  ),
  open(
    "www",
    "web-survey",
    "a firm's survey names itself in a sentence and asks for the first page",
    "a survey of the whole net: noise to some, gathering to others",
    asks(
      "0 23:59:10",
      {
        agent:
          "Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day to identify customers' presences on the Internet. If you would like to be excluded from our scans, please send IP addresses/domains to: scaninfo@paloaltonetworks.com",
      },
      ["/"],
    ),
  ),
  open(
    "www",
    "web-devices",
    "tries the holes of routers and cameras that this server is not",
    "an attack, but on devices; whether it gathers configuration is a matter of words",
    asks(
      "0 13:31:31",
      { agent: "Hello, World", gaps: [2] },
      words(
        "/cgi-bin/luci/;stok=/locale?form=country&operation=write POST /GponForm/diag_Form?images/ /HNAP1/ /setup.cgi?next_file=netgear.cfg&todo=syscmd /boaform/admin/formLogin /shell?cd+/tmp",
      ).filter((word) => word !== "POST"),
    ),
  ),
  open(
    "portal",
    "web-own-scan",
    "a scanner at the office's address goes over the portal at night: twenty paths, many of settings",
    "whether the organisation ordered it",
    asks(
      "1 02:00:00",
      { agent: "Mozilla/5.0 (compatible; Nessus SOAP v0.0.1 (Nessus.org))", gaps: [1] },
      words(
        "/ /robots.txt /.git/config /.env /server-status /actuator /actuator/env /swagger.json /v3/api-docs /jolokia /manager/html /phpinfo.php /trace.axd /elmah.axd /crossdomain.xml /clientaccesspolicy.xml /.svn/entries /.DS_Store /config.json /api/v2/version",
      ),
    ),
    "203.0.113.9",
  ),
  open(
    "www",
    "web-one-probe",
    "a home's address reads two pages and asks once for /server-status",
    "one try, refused; curiosity or a beginning",
    asks("1 18:44:02", { agent: agents.firefox, gaps: [30, 40] }, ["/", "/about", "/server-status"]),
  ),
  open(
    "www",
    "web-rewarded",
    "reads security.txt, then asks for three files and says in the agent who it is",
    "whether a finder keeps within the policy that was just read",
    asks(
      "0 12:01:10",
      {
        agent: "Mozilla/5.0 (X11; Linux x86_64) bugbounty/h1-marlowe contact marlowe@wearehunters.example",
        gaps: [5],
      },
      words("/.well-known/security.txt /robots.txt /.git/HEAD /.env /server-status"),
    ),
  ),
];
