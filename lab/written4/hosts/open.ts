/** On which reasonable analysts differ. */
import { type Host, machine, open, run } from "./host.ts";

export const openHosts: readonly Host[] = [
  open(
    "falcon",
    "TAL-NB-1231",
    "osoto",
    "host-person",
    "a person of sales starts a program for the inner values of a notebook out of the downloads, once",
    "whether out of curiosity or at somebody's word on the telephone",
    run(
      "12:15:00",
      "explorer",
      [
        "C:\\Users\\osoto\\Downloads\\HWiNFO64.exe | HWiNFO64.exe",
        "C:\\Users\\osoto\\Downloads\\HWiNFO64.exe | HWiNFO64.exe /report",
      ],
      { gaps: [120] },
    ),
  ),
  open(
    "elastic",
    "TAL-NB-1232",
    "ltremblay",
    "host-product",
    "an agent of remote management that no other notebook has takes a full inventory",
    "whether the provider tries another product",
    run(
      "11:11:11",
      "C:\\Program Files\\TacticalAgent\\tacticalrmm.exe",
      [
        "powershell | powershell.exe -NonInteractive -NoProfile -ExecutionPolicy Bypass C:\\ProgramData\\TacticalRMM\\481.ps1",
        "wmic | wmic product get name,version",
        "systeminfo | systeminfo",
        "wmic | wmic /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayName",
      ],
      { user: machine },
    ),
  ),
  open(
    "sysmon",
    "TAL-MTL-0533",
    "bpichler",
    "host-person",
    "somebody of finance types four commands about the PC into a window late in the evening",
    "whether the person did so",
    run(
      "21:48:10",
      "cmd",
      [
        "systeminfo | systeminfo",
        "tasklist | tasklist",
        "ipconfig | ipconfig /all",
        "wmic | wmic product get name,version",
      ],
      { gaps: [40, 62, 35] },
    ),
  ),
  open(
    "auditd",
    "tal-lx-jump",
    "adm_novak",
    "host-person",
    "an administrator's account asks a dozen servers for release and packages at night, by a loop",
    "whether there was a change at night",
    run(
      "23:40:00",
      "/usr/bin/bash",
      Array.from(
        { length: 12 },
        (_, turn) => `/usr/bin/ssh | ssh tal-lx-app${turn + 1} cat /etc/os-release; dpkg -l`,
      ),
      { gaps: [3] },
    ),
  ),
];
