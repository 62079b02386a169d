/**
 * Makes a large Zeek http.log or conn.log, tab-separated: the same seed gives the same bytes.
 *
 * Columns and their order are those of the documentation
 * (https://docs.zeek.org/en/current/log-formats.html, 2026-11-24).
 */
import { seeded } from "./make-log.ts";
import { agents, clientAddress, Draws, names, servers, target, writeLines } from "./write-lines.ts";

const start = Date.parse("2026-11-10T00:00:00Z") / 1000;
const spanSeconds = 86_400;

const fields = {
  http: "ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types",
  conn: "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents",
} as const;

/** Writes the log and returns how many lines it has. */
export function makeZeek(kind: "http" | "conn", path: string, bytes: number, seed: number): Promise<number> {
  const draws = new Draws(seeded(seed));
  const head = [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    `#path\t${kind}`,
    "#open\t2026-11-10-00-00-00",
    `#fields\t${fields[kind].replaceAll(" ", "\t")}`,
  ];
  const row = kind === "http" ? request : connection;
  return writeLines(path, bytes, head, (share) => row(draws, start + share * spanSeconds).join("\t"));
}

function ends(
  draws: Draws,
  seconds: number,
  port: number,
  source = clientAddress(draws.tail(120_000)),
): (string | number)[] {
  return [
    `${Math.floor(seconds)}.${String(draws.below(1_000_000)).padStart(6, "0")}`,
    `C${draws.word(17)}`,
    source,
    1024 + draws.below(64_000),
    draws.pick(servers),
    port,
  ];
}

function request(draws: Draws, seconds: number): (string | number)[] {
  const { path, status, method } = target(draws);
  // A third comes through one of a few proxies, which say for whom they ask.
  const client = clientAddress(draws.tail(120_000));
  const proxied = draws.chance(0.3);
  return [
    ...ends(draws, seconds, 80, proxied ? `192.0.2.${1 + draws.below(30)}` : client),
    1,
    method,
    draws.pick(names),
    // Zeek escapes what is no printable character.
    draws.chance(0.01) ? `${path}\\x09` : path,
    draws.chance(0.4) ? `http://${draws.pick(names)}/` : "-",
    "1.1",
    agents[draws.tail(agents.length)] as string,
    "-",
    0,
    draws.below(50_000),
    status,
    status === 404 ? "Not Found" : "OK",
    "-",
    "-",
    "(empty)",
    "-",
    "-",
    proxied ? `X-FORWARDED-FOR -> ${client}` : "-",
    "-",
    "-",
    "-",
    `F${draws.word(17)}`,
    "-",
    "text/html",
  ];
}

function connection(draws: Draws, seconds: number): (string | number)[] {
  return [
    ...ends(draws, seconds, 443),
    "tcp",
    draws.chance(0.7) ? "ssl" : "-",
    `${draws.below(100)}.${String(draws.below(1_000_000)).padStart(6, "0")}`,
    draws.below(20_000),
    draws.below(200_000),
    "SF",
    "F",
    "T",
    0,
    "ShADadFf",
    draws.below(50),
    draws.below(30_000),
    draws.below(50),
    draws.below(300_000),
    "-",
  ];
}
