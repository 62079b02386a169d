/** A site with a shared address, and what to block of it. */
import { combined } from "./lines.ts";

export const fromMs = Date.parse("2026-05-18T00:00:00Z");
/** Far off, so that servers of today still hold it. */
export const expiresMs = Date.parse("2090-01-01T00:00:00Z");

export const natAddress = "203.0.113.9";
export const scanner = {
  agent: "harvest (kit 7)",
  paths: ["/.env", "/config.json", "/server-status", "/phpinfo.php", "/larch/one.jsp", "/larch/two.jsp"],
};
const time = (minute: number) =>
  `17/May/2026:${String(10 + Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:03 +0000`;
export const browsers = Array.from(
  { length: 7 },
  (_, n) => `Mozilla/5.0 (X11; Linux x86_64; rv:${128 + n}.0) Gecko/20100101 Firefox/${128 + n}.0`,
);
const page = (ip: string, minute: number, path: string, agent: string) =>
  combined({
    ip,
    time: time(minute),
    request: `GET ${path} HTTP/1.1`,
    agent,
    referrer: "http://www.corp.example/",
  });

/** Seven browsers and a scanner behind one address, and visitors from elsewhere. */
export function natLog(): string[] {
  return [
    ...browsers.flatMap((agent, n) =>
      [0, 1, 2, 3].map((m) => page(natAddress, n * 4 + m, `/page/${m}`, agent)),
    ),
    ...scanner.paths.map((path, n) =>
      combined({
        ip: natAddress,
        time: time(40 + n * n),
        request: `GET ${path} HTTP/1.1`,
        status: 404,
        agent: scanner.agent,
      }),
    ),
    ...Array.from({ length: 30 }, (_, n) =>
      page(`192.0.2.${n + 1}`, n, `/page/${n % 5}`, browsers[n % 7] ?? ""),
    ),
  ];
}
