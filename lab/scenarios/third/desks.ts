import { asks, hour, minute, probes, second, sends } from "../second/making.ts";
import { innocent, inside, type Member, repeated } from "./making.ts";

export const desks: readonly Member[] = [
  ...["1 07:31:00", "2 07:48:00", "3 08:02:00"].map((at) =>
    innocent(
      "proxy-lookup",
      "a Windows machine inside asks for wpad.dat when it starts",
      [probes(at, "www", "WinHttp-Autoproxy-Service/5.1", ["/wpad.dat", "/wpad.dat"], 40 * second)],
      inside,
    ),
  ),
  innocent(
    "printer",
    "a printer looks for its catalogue",
    [
      sends(
        "1 03:33:00",
        [asks("files", "HP-ChaiSOE/1.0", repeated(8, "/printers/catalogue.xml"))],
        11 * hour,
      ),
    ],
    inside,
  ),
  innocent(
    "printer",
    "CUPS of a desk asks for the attributes of a printer that has moved",
    [
      sends(
        "2 09:20:00",
        [
          asks(
            "files",
            "CUPS/2.4.14 (Linux 6.12.0; x86_64) IPP/2.0",
            repeated(5, { target: "/ipp/print", method: "POST", body: "x" }),
          ),
        ],
        5 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "system-update",
    "Windows fetches an update from inside, in pieces",
    [
      sends(
        "3 12:15:00",
        [
          asks(
            "files",
            "Microsoft-Delivery-Optimization/10.1",
            ["bytes=0-4095", "bytes=4096-8191", "bytes=8192-"].map((range) => ({
              target: "/updates/2026-11/kb-5031.cab",
              headers: { range },
            })),
          ),
        ],
        2 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "system-update",
    "Windows Update's agent looks for its own newest version, BITS fetches",
    [
      probes(
        "1 11:40:00",
        "files",
        "Windows-Update-Agent/1023.1020.2172.0 Client-Protocol/2.71",
        ["/selfupdate/wuident.cab", "/ClientWebService/client.asmx"],
        second,
        "HEAD",
      ),
      probes(
        "1 11:42:00",
        "files",
        "Microsoft BITS/7.8",
        ["/selfupdate/wuident.cab", "/updates/2026-11/kb-5031.cab"],
        3 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "management",
    "a new laptop asks where devices enrol",
    [
      probes(
        "4 09:15:00",
        "www",
        "ENROLLClient",
        [
          "/EnrollmentServer/Discovery.svc",
          "/.well-known/com.apple.remotemanagement?user-identifier=ole@larkfield.example",
        ],
        2 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "sign-on",
    "an application inside reads the sign-on's description and keys",
    [
      sends(
        "1 00:25:00",
        [
          asks(
            "api",
            "Microsoft.IdentityModel.Protocols/8.15.0",
            repeated(12, ["/.well-known/openid-configuration", "/.well-known/jwks.json"]).flat(),
          ),
        ],
        4 * hour - 3 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "sign-on",
    "a partner's application reads the sign-on's description and keys",
    [1, 2, 3, 4].map((day) =>
      probes(
        `${day} 08:1${day}:00`,
        "api",
        "openid-client/6.8.1 (https://github.com/panva/openid-client)",
        ["/.well-known/openid-configuration", "/.well-known/jwks.json"],
        second,
      ),
    ),
  ),
];
