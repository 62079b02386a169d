/** fail2ban: a jail that bans only by hand, and the commands that ban and unban. */
import {
  blockName,
  heading,
  inGroups,
  networksOf,
  secondsOf,
  type Target,
  withoutFullMask,
} from "../target.ts";

/** Addresses in one command. */
const atOnce = 100;

export const fail2ban: Target = {
  id: "fail2ban",
  title: "fail2ban",
  shapes: ["network"],
  source: "fail2ban-client(1) and jail.conf(5) of fail2ban 1.0, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const commands = (verb: string) =>
      inGroups(networksOf(order.matchers).map(withoutFullMask), atOnce).map(
        (some) => `fail2ban-client set ${name} ${verb} ${some.join(" ")}`,
      );
    const undo = `sh ${name}.unban.sh; fail2ban-client stop ${name}; remove this file from jail.d`;
    const jail = [
      ...heading(order, "fail2ban, in /etc/fail2ban/jail.d", undo),
      `[${name}]`,
      "enabled = true",
      "# It reads no log: what it bans it is told.",
      "filter =",
      "backend = polling",
      "logpath = /dev/null",
      `bantime = ${secondsOf(order)}`,
      "bantime.increment = false",
      "action = %(banaction_allports)s",
    ];
    const script = (verb: string) =>
      `${[...heading(order, "fail2ban", undo), ...commands(verb)].join("\n")}\n`;
    return {
      files: [
        { name: `${name}.jail.conf`, text: `${jail.join("\n")}\n` },
        { name: `${name}.ban.sh`, text: script("banip") },
        { name: `${name}.unban.sh`, text: script("unbanip") },
      ],
      apply: [
        `Copy \`${name}.jail.conf\` to \`${order.place ?? "/etc/fail2ban/jail.d"}\`.`,
        "fail2ban-client -t && fail2ban-client reload",
        `sh ${name}.ban.sh`,
      ],
      rollback: [
        `sh ${name}.unban.sh`,
        `fail2ban-client stop ${name}`,
        `Remove \`${name}.jail.conf\` from \`${order.place ?? "/etc/fail2ban/jail.d"}\`.`,
      ],
      expiry:
        "Each ban ends by itself, counted from when it is given, also over a restart; the empty jail stays. What `ignoreip` names is not banned.",
    };
  },
};
