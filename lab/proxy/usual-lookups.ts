/** Self-look-ups of people, routers, systems and build servers, and those that depend on the company. */
import { chrome, either, type Lookup, plain } from "./lookup.ts";

export const usualLookups: readonly Lookup[] = [
  plain("10.20.7.11", "a person looks up the own address once", "browser", [
    "https://whatismyipaddress.com/",
  ]),
  plain("10.20.7.12", "a person checks the browser for the help desk", "browser", [
    "https://www.whatismybrowser.com/",
    "https://www.whatismybrowser.com/detect/is-javascript-enabled",
  ]),
  plain("10.20.7.13", "a person is curious about tracking, once", "browser", [
    "https://coveryourtracks.eff.org/",
    "https://amiunique.org/fingerprint",
  ]),
  plain("10.20.7.14", "a person measures the line's speed", "browser", ["https://www.speedtest.net/"]),
  plain(
    "10.20.7.15",
    "ddclient keeps a dynamic name, every five minutes for hours",
    "curl",
    ["http://checkip.dyndns.org/"],
    { agent: "ddclient/3.10.0", times: 40, everyMin: 5 },
  ),
  plain(
    "10.20.7.16",
    "the router's own client keeps a dynamic name",
    "curl",
    [
      "http://checkip.dyndns.com/",
      "https://members.dyndns.org/nic/update?hostname=office.dyn.example&myip=192.0.2.1",
    ],
    { agent: "inadyn/2.12.0", times: 12, everyMin: 30 },
  ),
  plain(
    "10.20.7.17",
    "Windows asks whether it is online",
    "curl",
    ["http://www.msftconnecttest.com/connecttest.txt"],
    { agent: "Microsoft NCSI", times: 24, everyMin: 60 },
  ),
  plain(
    "10.20.7.18",
    "Firefox asks whether there is a portal",
    "curl",
    ["http://detectportal.firefox.com/canonical.html", "http://detectportal.firefox.com/success.txt?ipv4"],
    {
      agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:160.0) Gecko/20100101 Firefox/160.0",
      times: 8,
      everyMin: 120,
    },
  ),
  plain(
    "10.20.7.19",
    "Android asks whether it is online",
    "curl",
    ["http://connectivitycheck.gstatic.com/generate_204"],
    { agent: "Dalvik/2.1.0 (Linux; U; Android 16; Pixel 9 Build/BP3A.250905.014)", times: 10, everyMin: 90 },
  ),
  plain(
    "10.20.7.20",
    "Windows fetches the company's own WPAD file",
    "curl",
    ["http://wpad.corp.example/wpad.dat"],
    { agent: "WinHttp-Autoproxy-Service/5.1", times: 24, everyMin: 60 },
  ),
  plain(
    "10.20.7.21",
    "Chrome's own fetch of the company's PAC file",
    "curl",
    ["http://proxy.corp.example/proxy.pac"],
    { agent: chrome, times: 6, everyMin: 240 },
  ),
  plain(
    "10.20.7.22",
    "a shop's page finds its visitor's country (browser, with referrer), twice",
    "curl",
    ["https://ipinfo.io/json?token=1f2e3d"],
    { agent: chrome, referrer: "https://www.larkfield-shop.example/", times: 2, everyMin: 300 },
  ),
  plain(
    "10.20.7.23",
    "the build server tests an HTTP library against httpbin: methods, status codes, redirects",
    "python",
    [
      "https://httpbin.org/get",
      "https://httpbin.org/status/404",
      "https://httpbin.org/redirect/2",
      "https://httpbin.org/delay/1",
      "https://httpbin.org/basic-auth/u/p",
      "https://httpbin.org/gzip",
    ],
    { times: 2, everyMin: 600 },
  ),
  plain(
    "10.20.7.24",
    "an administrator types one curl to learn the public address",
    "curl",
    ["https://ifconfig.me"],
    {},
  ),
  plain("10.30.7.11", "a person's single look-up; this log has no agents", "browser", [
    "http://www.whatismyip.example/",
  ]),
  plain(
    "10.40.7.11",
    "Windows asks whether it is online, seen by the sensor",
    "curl",
    ["http://www.msftconnecttest.com/connecttest.txt"],
    { agent: "Microsoft NCSI", times: 20, everyMin: 60 },
  ),

  either(
    "whether the build server may ask for its address on each job is the company's business",
    "10.20.8.11",
    "the build server asks for its address at the start of each job",
    "curl",
    ["https://checkip.amazonaws.com/"],
    { times: 12, everyMin: 180 },
  ),
  either(
    "a personal VPN client; allowed or not is a matter of policy",
    "10.20.8.12",
    "a VPN client asks where it comes out",
    "curl",
    ["https://am.i.mullvad.net/json"],
    { agent: "mullvad-app/2026.4", times: 8, everyMin: 120 },
  ),
  either(
    "a monitor if registered",
    "10.20.8.13",
    "a black box exporter asks an echo service every minute",
    "curl",
    ["https://ifconfig.co/"],
    { agent: "Blackbox Exporter/0.27.0", times: 60, everyMin: 1 },
  ),
  either(
    "the cloud proxy's PAC file is off site by design; whether that cloud is the company's is not in the log",
    "10.20.8.14",
    "Windows fetches a PAC file from a cloud proxy",
    "curl",
    ["http://pac.zscloud.net/corp.example/proxy.pac"],
    { agent: "WinHttp-Autoproxy-Service/5.1", times: 12, everyMin: 120 },
  ),
];
