/** People and builders that ask about the host for good reasons. */
import { benign, type Host, run, type Step } from "./host.ts";

const person = (form: Host["form"], name: string, user: string, behaviour: string, steps: readonly Step[]) =>
  benign(form, name, user, "host-person", behaviour, steps);

export const people: readonly Host[] = [
  person(
    "sysmon",
    "TAL-MTL-0521",
    "qlis",
    "a person saves one report of the system for the help desk, by the ticket's own program",
    run(
      "13:40:10",
      "explorer",
      [
        'msinfo32 | "C:\\Windows\\System32\\msinfo32.exe"',
        'notepad | "notepad.exe" C:\\Users\\qlis\\Documents\\INC-20418.txt',
      ],
      { gaps: [95] },
    ),
  ),
  person(
    "sysmon",
    "TAL-MTL-0522",
    "hgagnon",
    "a person without network looks at the address and asks for a new one",
    run(
      "08:02:11",
      "cmd",
      [
        "ipconfig | ipconfig",
        "ipconfig | ipconfig /release",
        "ipconfig | ipconfig /renew",
        "ping | ping 172.20.0.1",
      ],
      { gaps: [15, 8, 30] },
    ),
  ),
  person(
    "sysmon",
    "TAL-MTL-0523",
    "adm.pichler",
    "an administrator at his own desk looks into policies, versions and the state of the domain",
    run(
      "09:15:40",
      "pwsh",
      [
        "gpresult | gpresult /h C:\\Temp\\gp.html",
        "systeminfo | systeminfo",
        "dsregcmd | dsregcmd /status",
        "w32tm | w32tm /query /status",
        "net | net user lmunoz /domain",
      ],
      { gaps: [70, 120, 44] },
    ),
  ),
  person(
    "sysmon",
    "TAL-MTL-0524",
    "fhaas",
    "a person whose pictures stutter saves a report of the graphics for the maker's support",
    run(
      "16:01:01",
      "explorer",
      [
        'dxdiag | "C:\\Windows\\System32\\dxdiag.exe" /t C:\\Users\\fhaas\\Desktop\\dx.txt',
        'winver | "winver.exe"',
      ],
      { gaps: [60] },
    ),
  ),
  person(
    "sysmon",
    "TAL-MTL-0525",
    "ahofer",
    "a person looks which version of Windows this is",
    run("10:10:50", "explorer", ["winver | winver.exe", 'control | "control.exe" system'], { gaps: [20] }),
  ),
  person(
    "falcon",
    "TAL-NB-1211",
    "lmunoz",
    "a developer collects versions for a report of an error",
    run(
      "17:10:30",
      "powershell",
      [
        "C:\\Program Files\\nodejs\\node.exe | node --version",
        "C:\\Program Files\\Git\\cmd\\git.exe | git --version",
        "C:\\Program Files\\dotnet\\dotnet.exe | dotnet --info",
        "cmd | cmd /c ver",
      ],
      { gaps: [8, 13] },
    ),
  ),
  person(
    "falcon",
    "TAL-NB-1212",
    "kbouchard",
    "a person with weak wireless looks at channel and strength",
    run(
      "08:50:01",
      "cmd",
      [
        "netsh | netsh wlan show interfaces",
        "netsh | netsh wlan show networks mode=bssid",
        "ping | ping -n 20 192.168.1.1",
      ],
      { gaps: [20, 35] },
    ),
  ),
  person(
    "falcon",
    "tal-mac-23",
    "slavoie",
    "a developer's package manager looks at the Mac and a doctor is asked",
    run(
      "10:05:00",
      "/bin/zsh",
      [
        "/opt/homebrew/bin/brew | brew doctor",
        "/usr/bin/sw_vers | sw_vers -productVersion",
        "/usr/bin/xcode-select | xcode-select --print-path",
        "/usr/sbin/sysctl | sysctl -n hw.optional.arm64",
      ],
      { gaps: [1] },
    ),
  ),
  person(
    "elastic",
    "TAL-NB-1225",
    "tel.desk",
    "the man of the help desk, sitting there with a ticket, looks at system, network and policy",
    run(
      "14:20:20",
      "cmd",
      [
        "whoami | whoami",
        "hostname | hostname",
        "ipconfig | ipconfig /all",
        "gpresult | gpresult /r",
        "msinfo32 | msinfo32 /report C:\\Temp\\INC-20455.txt",
      ],
      { gaps: [30, 55, 80] },
    ),
  ),
  person(
    "elastic",
    "tal-lx-dev4",
    "egger",
    "a developer looks at the own machine: kernel, memory, disks",
    run(
      "09:30:02",
      "/usr/bin/bash",
      [
        "/usr/bin/uname | uname -r",
        "/usr/bin/free | free -h",
        "/usr/bin/df | df -h",
        "/usr/bin/lsb_release | lsb_release -a",
      ],
      { gaps: [12, 40] },
    ),
  ),
  benign(
    "elastic",
    "tal-lx-run1",
    "gitlab-runner",
    "host-product",
    "a builder prints what it builds with at the head of each run",
    ["08:10:00", "11:40:00", "15:20:00"].flatMap((time) =>
      run(
        time,
        "/usr/bin/bash",
        [
          "/usr/bin/uname | uname -a",
          "/usr/bin/node | node --version",
          "/usr/bin/env | env",
          "/usr/bin/cat | cat /etc/os-release",
          "/usr/bin/git | git rev-parse HEAD",
        ],
        { gaps: [1] },
      ),
    ),
  ),
  benign(
    "elastic",
    "tal-lx-k8s2",
    "root",
    "host-product",
    "the agent of the cluster looks at its node",
    run("00:30:00", "/usr/bin/kubelet", [
      "/usr/sbin/iptables | iptables -w 5 -S",
      "/usr/bin/lscpu | lscpu",
      "/usr/bin/df | df -P /var/lib/kubelet",
      "/usr/sbin/sysctl | sysctl -n vm.overcommit_memory",
    ]),
  ),
];
