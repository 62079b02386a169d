/** Programs on Linux, and administrators, that ask about hosts for good reasons. */
import { benign, does, type Host, machine, run, type Step } from "./host.ts";

const root = { user: "root" };
const linux = (name: string, behaviour: string, steps: readonly Step[], user = "root") =>
  benign("auditd", name, user, "host-product", behaviour, steps);

export const linuxAndOthers: readonly Host[] = [
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
