/** On which reasonable analysts differ. */
import * as agents from "../agents.ts";
import { at } from "../times.ts";
import { entra, okta, open, type Subject } from "./event.ts";

export const openSubjects: readonly Subject[] = [
  open(
    "192.0.2.160",
    "signin-tool",
    "one program of Teams tries one password at fourteen accounts",
    "an attack on passwords; whether it also learns what is let in",
    Array.from({ length: 14 }, (_, turn) =>
      entra(
        at("1 05:00:00") + turn * 61_000,
        [
          `u${500 + turn}`,
          "192.0.2.160",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/1.3.00.30866 Chrome/80.0.3987.165 Electron/8.5.1 Safari/537.36",
        ],
        "Microsoft Teams",
        { error: 50126, country: "VN", protocol: "ropc" },
      ),
    ),
  ),
  open(
    "adm.soto",
    "signin-person",
    "an administrator lists all devices by Graph's command line late at night from home",
    "whether there was work that night",
    [
      entra("0 23:20:00", ["adm.soto", "203.0.113.177", agents.pwsh], "Microsoft Graph Command Line Tools", {
        country: "CL",
        managed: true,
      }),
      entra("0 23:22:10", ["adm.soto", "203.0.113.177", agents.pwsh], "Microsoft Graph Command Line Tools", {
        country: "CL",
        managed: true,
        resource: "Microsoft Intune API",
      }),
    ],
  ),
  open(
    "adm.hunter",
    "audit-export",
    "a hunter of the own security exports a list of devices and of versions of Okta Verify in the evening",
    "whether the hunt is on record",
    [
      okta(
        "1 20:00:00",
        ["adm.hunter", "203.0.113.178", agents.chromeLinux],
        "user.session.access_admin_app",
        { app: "Okta Admin Console" },
      ),
      okta(
        "1 20:05:00",
        ["adm.hunter", "203.0.113.178", agents.chromeLinux],
        "analytics.reports.export.download",
        { app: "Okta Admin Console", uri: "/api/v1/reports/export?report=Devices" },
      ),
    ],
  ),
];
