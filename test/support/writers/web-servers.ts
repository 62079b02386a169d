/** Access logs of servers whose lines are nearly those of Apache: Apache without zones, lighttpd, LiteSpeed. */
import { apache, lighttpd, litespeed } from "./escapes.ts";
import { combined, combinedDashed, requestOf } from "./ncsa.ts";
import { clf, type Expected, type Truth, type Writer } from "./truth.ts";

const none = (text: string) => (text === "" ? "-" : text);

/** The time stands without a zone and is taken as UTC. */
const withoutZone = (one: Truth) => clf(one.ms).replace(/ \S+$/, "");

/** Methods that lighttpd has a name for; it does not answer others (src/http_kv.c). */
const known = ({ method }: Truth) => method !== "M-SEARCH";

/** Of HTTP/2 the minor version is left out. */
const litespeedRequest = (one: Truth) => requestOf(one).replace(/ HTTP\/2\.0$/, " HTTP/2");
const litespeedLine = (one: Truth) =>
  `${one.client} - ${litespeed(none(one.user))} [${clf(one.ms, 120)}] "${litespeed(litespeedRequest(one))}" ${one.status} ${one.bytes} "${litespeed(none(one.referrer))}" "${litespeed(none(one.agent))}"`;
const litespeedExpected = (one: Truth): Expected => ({
  ...combinedDashed(one),
  http_version: one.version === "2.0" ? "2" : one.version,
});

export const webServerWriters: readonly Writer[] = [
  {
    format: "apache-local-time",
    write: (one) =>
      `${one.client} - ${one.user === "" ? '""' : apache(one.user)} [${withoutZone(one)}] "${apache(requestOf(one))}" ${one.status} ${one.bytes} "${apache(one.referrer)}" "${apache(one.agent)}"`,
    expected: combined,
  },
  {
    // Nothing is a dash, and so are no bytes (src/mod_accesslog.c).
    format: "lighttpd",
    possible: known,
    write: (one) =>
      `${one.client} ${one.host} ${lighttpd(none(one.user))} [${clf(one.ms, -210)}] "${lighttpd(requestOf(one))}" ${one.status} ${one.bytes === 0 ? "-" : one.bytes} "${lighttpd(none(one.referrer))}" "${lighttpd(none(one.agent))}"`,
    expected: (one) => ({ ...combinedDashed(one), url_domain: one.host }),
  },
  { format: "litespeed", write: (one) => `"${litespeedLine(one)}"`, expected: litespeedExpected },
  {
    format: "litespeed-vhost",
    write: (one) => `"${one.host} ${litespeedLine(one)}"`,
    expected: (one) => ({ ...litespeedExpected(one), url_domain: one.host }),
  },
];
