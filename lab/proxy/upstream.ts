/**
 * The whole outside world of the proxy laboratory: one server that answers for every name, over HTTP and
 * HTTPS. Run inside the servers' namespace: upstream.js LIBRARIES KEY CERTIFICATE
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import { join } from "node:path";
import { libraries } from "./libraries.ts";
import { pageOf } from "./pages.ts";

const [folder = "", key = "", certificate = ""] = process.argv.slice(2);
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const files = new Map<string, string>(
  Object.entries(libraries).map(([name, path]) => [name, readFileSync(join(folder, path), "utf8")]),
);

/** Pictures of a size that suits their name, so that the log does not look like a list of pixels. */
function picture(path: string): Buffer {
  const size = /\.(?:jpg|jpeg|webp|avif)|tile|vt|upload/.test(path)
    ? 4000 + ((path.length * 577) % 30000)
    : 43;
  return Buffer.concat([gif, Buffer.alloc(Math.max(0, size - gif.length))]);
}

const echoHosts = /ipify|ifconfig|icanhazip|ident\.me|checkip|ipinfo|ip-api|myip|wtfismyip|ipecho/;

/** Trackers send cookies along and count anything but a permission by name as a failure. */
function allowed({ headers: { origin } }: IncomingMessage): Record<string, string> {
  if (origin === undefined) return { "access-control-allow-origin": "*" };
  return { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };
}

function answer(host: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const say = (status: number, type: string, body: string | Buffer) =>
    response.writeHead(status, { "content-type": type, ...allowed(request) }).end(body);
  const library = files.get(path.split("/").pop() ?? "");
  if (library !== undefined) return say(200, "application/javascript", library);
  if (/\.(?:dat|pac)$/.test(path))
    return say(
      200,
      "application/x-ns-proxy-autoconfig",
      'function FindProxyForURL() { return "PROXY 10.20.0.2:3128"; }\n',
    );
  if (echoHosts.test(host))
    return path.includes("json")
      ? say(200, "application/json", '{"ip":"192.0.2.1","query":"192.0.2.1","country":"GB"}\n')
      : say(200, "text/plain", "192.0.2.1\n");
  const page = pageOf(host);
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  if (page !== undefined && wantsPage) return say(200, "text/html; charset=utf-8", page);
  if (/collect$|\/ccm\/|envelope|\/rum$/.test(path)) return say(204, "text/plain", "");
  const wantsPicture =
    /image\//.test(request.headers.accept ?? "") || /\.(?:gif|png|jpg|webp|avif|svg)$/.test(path);
  if (wantsPicture) return say(200, "image/gif", picture(path));
  if (wantsPage) return say(200, "text/html; charset=utf-8", `<!doctype html><title>${host}</title>`);
  if (/\.js$/.test(path)) return say(200, "application/javascript", "/* nothing */\n");
  if (/\.xml$/.test(path)) return say(200, "text/xml", '<?xml version="1.0"?><updates/>\n');
  return say(200, "application/json", '{"status":1}\n');
}

function listener(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.once("end", () => answer((request.headers.host ?? "").replace(/:\d+$/, ""), request, response));
}

createServer(listener).listen(80, "0.0.0.0");
createSecure({ key: readFileSync(key), cert: readFileSync(certificate) }, listener).listen(443, "0.0.0.0");
