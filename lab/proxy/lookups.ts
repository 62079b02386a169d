/** Self-look-ups: those of programs that collect, and, with those of `usual-lookups.ts`, all of them. */
import { chrome, found, type Lookup } from "./lookup.ts";
import { powershell } from "./scripts.ts";
import { usualLookups } from "./usual-lookups.ts";

export const lookups: readonly Lookup[] = [
  found(
    "10.20.6.11",
    "curl asks three address echoes every hour for a day",
    "curl",
    ["https://ifconfig.me/ip", "https://api.ipify.org", "http://ip-api.com/json"],
    { times: 8, everyMin: 20 },
  ),
  found(
    "10.20.6.12",
    "Python requests asks for its address, agent and headers, six times in an hour",
    "python",
    [
      "https://httpbin.org/ip",
      "https://httpbin.org/user-agent",
      "https://httpbin.org/headers",
      "http://ip-api.com/json/?fields=query,country,isp,proxy,hosting",
    ],
    { times: 3, everyMin: 5 },
  ),
  found(
    "10.20.6.13",
    "PowerShell asks for its address at three services",
    "curl",
    ["https://checkip.amazonaws.com/", "https://ipinfo.io/json", "https://api.ipify.org/?format=json"],
    { agent: powershell, times: 2, everyMin: 30 },
  ),
  found(
    "10.20.6.14",
    "bare 'Mozilla/5.0' asks for its address every ten minutes",
    "curl",
    ["https://icanhazip.com/"],
    { agent: "Mozilla/5.0", times: 18, everyMin: 10 },
  ),
  found(
    "10.20.6.15",
    "Java asks the address services that a loader tries one after the other",
    "curl",
    [
      "http://checkip.dyndns.org/",
      "http://icanhazip.com/",
      "http://ident.me/",
      "http://ipecho.net/plain",
      "https://wtfismyip.com/json",
    ],
    { agent: "Java/1.8.0_431", times: 2, everyMin: 90 },
  ),
  found(
    "10.20.6.16",
    "a script under Chrome's agent asks ipinfo.io every ten minutes, without referrer or assets",
    "curl",
    ["https://ipinfo.io/json"],
    { agent: chrome, times: 20, everyMin: 10 },
  ),
  found(
    "10.20.6.17",
    "no agent at all; asks for address and country",
    "curl",
    ["http://ip-api.com/line/?fields=query,countryCode,timezone", "https://api.myip.com/"],
    { agent: "", times: 4, everyMin: 45 },
  ),
  found(
    "10.20.6.18",
    "Go client asks for its address every six hours: slow",
    "curl",
    ["https://api.ipify.org/?format=json", "https://v4.ident.me/"],
    { agent: "Go-http-client/1.1", times: 7, everyMin: 360 },
  ),
  found(
    "10.20.6.19",
    "headless Chromium under its own agent visits fingerprint tests in a row, three times",
    "browser",
    [
      "https://amiunique.org/fingerprint",
      "https://browserleaks.com/canvas",
      "https://bot.sannysoft.com/",
      "https://abrahamjuliot.github.io/creepjs/",
    ],
    { times: 3, everyMin: 120 },
  ),
  found(
    "10.20.6.20",
    "Python fetches a proxy configuration off site under the name that look-ups search",
    "python",
    ["http://wpad.larkhill.example/wpad.dat", "http://wpad.larkhill.example/proxy.pac"],
    { times: 5, everyMin: 60 },
  ),
  found(
    "10.20.6.21",
    "wget asks for its address twice a day and its headers once",
    "wget",
    ["http://ifconfig.co/json", "http://ipecho.net/plain", "https://httpbin.org/headers"],
    { times: 6, everyMin: 700 },
  ),
  found(
    "10.30.6.11",
    "asks address echoes again and again; this log has no agents",
    "curl",
    ["http://ip-api.com/json", "http://icanhazip.com/"],
    { times: 20, everyMin: 30 },
  ),
  found(
    "10.40.6.11",
    "curl asks an address echo every hour, seen by the sensor alone",
    "curl",
    ["http://ifconfig.me/all.json", "http://ip-api.com/json"],
    { times: 10, everyMin: 60 },
  ),
  found(
    "10.40.6.12",
    "Python's own client asks for address and agent",
    "curl",
    ["http://httpbin.org/user-agent", "http://checkip.dyndns.org/"],
    { agent: "Python-urllib/3.12", times: 6, everyMin: 40 },
  ),

  ...usualLookups,
];
