/** Linux and macOS hosts where programs ask about the host because that is their work. */
import { type Host, run } from "./step.ts";

const label = "benign";
const bash = "/usr/bin/bash";
const python = "/usr/bin/python3.12";

export const plainUnix: readonly Host[] = [
  {
    name: "nvk-ws-lin2",
    form: "auditd",
    user: "dnovak",
    label,
    class: "host-person",
    behaviour: "a person looks what the new PC is",
    steps: run("09:21:10", [8, 15, 30], bash, [
      ["/usr/bin/fastfetch", "fastfetch"],
      ["/usr/bin/uname", "uname -a"],
      ["/usr/bin/lsb_release", "lsb_release -a"],
      ["/usr/bin/lscpu", "lscpu"],
    ]),
  },
  {
    name: "nvk-srv-web3",
    form: "auditd",
    user: "ansible",
    label,
    class: "host-product",
    behaviour: "the company's Ansible gathers its facts before it sets things",
    steps: run(
      "06:00:14",
      [1, 1, 0, 1, 1],
      python,
      [
        [
          python,
          "/usr/bin/python3.12 /home/ansible/.ansible/tmp/ansible-tmp-1795500013.2-9211-7710/AnsiballZ_setup.py",
        ],
        ["/usr/bin/uname", "uname -a"],
        ["/usr/sbin/dmidecode", "/usr/sbin/dmidecode -s system-product-name"],
        ["/usr/bin/lsblk", "/usr/bin/lsblk --list --noheadings --paths --output NAME,UUID --exclude 2"],
        ["/usr/bin/dpkg-query", "dpkg-query -W --no-pager"],
        ["/usr/sbin/ip", "/usr/sbin/ip -4 route get 192.0.2.1"],
      ],
      { user: "root" },
    ),
  },
  {
    name: "nvk-ws-lin3",
    form: "auditd",
    user: "root",
    label,
    class: "host-product",
    behaviour: "an administrator makes a report for the distributor's support, after the nightly updates",
    steps: [
      ...run("06:22:31", [3, 9], "/usr/bin/unattended-upgrade", [
        ["/usr/bin/dpkg", "/usr/bin/dpkg --print-foreign-architectures"],
        ["/usr/bin/lsb_release", "lsb_release -c -s"],
        ["/usr/sbin/needrestart", "/usr/sbin/needrestart -b"],
      ]),
      ...run("10:12:01", [4, 2, 3, 2], bash, [
        ["/usr/bin/sos", "sos report --case-id 00412288 --batch"],
        ["/usr/bin/uname", "uname -a"],
        ["/usr/bin/dpkg", "dpkg -l"],
        ["/usr/bin/lsmod", "lsmod"],
        ["/usr/bin/ps", "ps auxwwwm"],
      ]),
    ],
  },
  {
    name: "nvk-mac-03",
    form: "osquery",
    user: "ostrom",
    label,
    class: "host-product",
    behaviour:
      "a Mac whose programs are listed by the company's own schedule of queries, and whose user asks Homebrew",
    steps: run("10:01:12", [20, 31], "/bin/zsh", [
      ["/opt/homebrew/bin/brew", "brew config"],
      ["/usr/bin/sw_vers", "sw_vers"],
      ["/opt/homebrew/bin/brew", "brew outdated --verbose"],
    ]),
  },
  {
    name: "nvk-mac-04",
    form: "osquery",
    user: "root",
    label,
    class: "host-product",
    behaviour: "Jamf takes its inventory",
    steps: run("11:30:00", [1, 2, 3, 4], "/usr/local/jamf/bin/jamf", [
      ["/usr/local/jamf/bin/jamf", "/usr/local/jamf/bin/jamf recon -randomDelaySeconds 300"],
      [
        "/usr/sbin/system_profiler",
        "/usr/sbin/system_profiler -xml SPHardwareDataType SPApplicationsDataType",
      ],
      ["/usr/sbin/softwareupdate", "/usr/sbin/softwareupdate -l"],
      ["/usr/bin/profiles", "/usr/bin/profiles status -type enrollment"],
      ["/usr/bin/csrutil", "/usr/bin/csrutil status"],
    ]),
  },
];
