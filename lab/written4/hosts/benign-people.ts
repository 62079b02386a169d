/** People, administrators and programs on Linux that ask about the host for good reasons; and open questions. */
import { benign, does, type Host, machine, open, run, type Step } from "./host.ts";

const root = { user: "root" };
const person = (form: Host["form"], name: string, user: string, behaviour: string, steps: readonly Step[]) =>
  benign(form, name, user, "host-person", behaviour, steps);
const linux = (name: string, behaviour: string, steps: readonly Step[], user = "root") =>
  benign("auditd", name, user, "host-product", behaviour, steps);

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
  linux(
    "tal-lx-app1",
    "the company's Ansible gathers its facts before it sets things",
    run(
      "05:00:10",
      "/usr/bin/python3.12",
      [
        "/usr/bin/uname | uname -a",
        "/usr/bin/lsb_release | lsb_release -a",
        "/usr/bin/dpkg-query | dpkg-query -l",
        "/usr/sbin/ip | ip -6 addr show",
        "/usr/sbin/dmidecode | dmidecode -s system-product-name",
        "/usr/bin/lscpu | lscpu",
      ],
      root,
    ),
  ),
  linux(
    "tal-lx-app2",
    "Puppet's facter looks at the machine each half hour",
    ["06:00:00", "06:30:00", "07:00:00", "07:30:00"].flatMap((time) =>
      run(
        time,
        "/opt/puppetlabs/puppet/bin/ruby",
        [
          "/usr/sbin/dmidecode | dmidecode",
          "/usr/bin/lsblk | lsblk -dn -o NAME",
          "/usr/bin/cat | cat /etc/os-release",
          "/usr/sbin/ip | ip route show",
        ],
        root,
      ),
    ),
  ),
  linux(
    "tal-lx-app3",
    "the agent of host protection looks at packages, ports and settings",
    run(
      "07:11:11",
      "/var/ossec/bin/wazuh-modulesd",
      [
        "/usr/bin/dpkg-query | dpkg-query --show",
        "/usr/bin/netstat | netstat -tulpn",
        "/usr/bin/last | last -n 20",
        "/usr/bin/df | df -P",
        "/usr/bin/cat | cat /etc/ssh/sshd_config",
      ],
      root,
    ),
  ),
  linux(
    "tal-lx-app4",
    "an administrator makes a report for the distributor's support",
    run(
      "10:20:00",
      "/usr/bin/bash",
      [
        "/usr/bin/sos | sos report --batch --case-id 04412",
        "/usr/bin/dmidecode | dmidecode",
        "/usr/bin/rpm | rpm -qa",
        "/usr/bin/lspci | lspci -nnvv",
        "/usr/sbin/ip | ip -d addr",
      ],
      root,
    ),
  ),
  linux(
    "tal-lx-app5",
    "the distributor's own job counts for its notes on the day which updates are open",
    run(
      "06:45:00",
      "/usr/lib/ubuntu-release-upgrader/check-new-release",
      [
        "/usr/bin/lsb_release | lsb_release -sd",
        "/usr/bin/uname | uname -r",
        "/usr/bin/dpkg | dpkg --print-architecture",
      ],
      root,
    ),
  ),
  linux(
    "tal-lx-db1",
    "the monitoring's agent asks for load, disks and services",
    ["09:00:00", "09:05:00", "09:10:00", "09:15:00"].flatMap((time) =>
      run(
        time,
        "/usr/sbin/zabbix_agent2",
        [
          "/usr/bin/uptime | uptime",
          "/usr/bin/df | df -k",
          "/usr/bin/ps | ps -ef",
          "/usr/bin/systemctl | systemctl is-active postgresql",
        ],
        { user: "zabbix" },
      ),
    ),
    "zabbix",
  ),
  linux(
    "tal-lx-ws7",
    "a person sets a new Linux up and looks whether the graphics are there",
    run(
      "11:01:00",
      "/usr/bin/bash",
      [
        "/usr/bin/lspci | lspci -k",
        "/usr/bin/nvidia-smi | nvidia-smi",
        "/usr/bin/lsb_release | lsb_release -a",
        "/usr/bin/inxi | inxi -Fz",
      ],
      { gaps: [30, 20] },
    ),
    "vhaas",
  ),
  linux(
    "tal-lx-ws8",
    "a backup of a home, profiles of browsers among it, by the company's program",
    run(
      "21:00:00",
      "/usr/lib/systemd/systemd",
      [
        "/usr/bin/restic | restic backup /home/roy --exclude-caches",
        "/usr/bin/find | find /home/roy -newer /var/lib/restic/stamp",
      ],
      root,
    ),
  ),
  benign(
    "sysmon",
    "TAL-SRV-DC1",
    "TALVERA\\adm.pichler",
    "host-person",
    "an administrator asks all servers in working hours, by name, for their patches",
    [
      does("10:30:10", "pwsh", {
        script:
          "Get-ADComputer -Filter 'OperatingSystem -like \"*Server*\"' | ForEach-Object { Get-HotFix -ComputerName $_.Name | Select PSComputerName,HotFixID,InstalledOn } | Export-Csv \\\\tal-srv-fs1\\it\\patches-2026-11.csv",
      }),
      ...run("10:30:09", "explorer", ['pwsh | "pwsh.exe" -File C:\\Admin\\patch-report.ps1']),
    ],
  ),
  benign(
    "sysmon",
    "TAL-MTL-0526",
    "smazur",
    "host-product",
    "the script at sign-in maps drives, and paints name and version on the desktop",
    run("07:45:40", "userinit", [
      "cmd | cmd.exe /c \\\\talvera.example\\netlogon\\logon.cmd",
      "net | net use S: \\\\tal-srv-fs1\\lab",
      "C:\\Program Files\\BGInfo\\Bginfo64.exe | Bginfo64.exe \\\\talvera.example\\netlogon\\tal.bgi /timer:0 /silent",
    ]),
  ),
  benign(
    "sysmon",
    "TAL-MTL-0527",
    "vhaas",
    "host-product",
    "a browser's, an editor's and a player's updates look at system and version",
    [
      ...run(
        "08:20:00",
        "C:\\Program Files (x86)\\Google\\GoogleUpdater\\158.0.7780.0\\updater.exe",
        [
          "C:\\Program Files (x86)\\Google\\GoogleUpdater\\158.0.7780.0\\updater.exe | updater.exe --crash-handler --system",
        ],
        { user: machine },
      ),
      ...run("08:30:00", "C:\\Users\\vhaas\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe", [
        'cmd | cmd.exe /d /s /c "wmic process get ProcessId,ParentProcessId,CommandLine"',
        'powershell | powershell.exe -NoProfile -Command "[System.Environment]::OSVersion.Version"',
      ]),
    ],
  ),
];

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
