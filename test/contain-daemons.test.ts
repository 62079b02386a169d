/** Blocks in daemons that hold lists of addresses: fail2ban and CrowdSec are started, told, asked and told back. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { findProgram, must, run, start, stop } from "../lab/process.ts";
import { targets } from "../src/respond/targets.ts";
import { fromMs } from "./support/containment.ts";
import { temporaryFolder } from "./support/files.ts";
import { freePort } from "./support/raw-client.ts";

const folder = temporaryFolder();
/** CrowdSec's package starts its service when it is installed, so it may only be unpacked. */
const unpacked = "/opt/crowdsec";
const crowdsecProgram = (name: string) =>
  [join(unpacked, "usr/bin", name)].find(existsSync) ?? findProgram(name);
const missing = {
  fail2ban: findProgram("fail2ban-client") === undefined,
  crowdsec: crowdsecProgram("crowdsec") === undefined || crowdsecProgram("cscli") === undefined,
};
if (process.env.CI === "true")
  for (const [name, absent] of Object.entries(missing)) if (absent) throw new Error(`${name} not installed`);

const day = 86_400;
const networks = ["203.0.113.9/32", "198.51.100.0/24", "2001:db8:5::/64", "2001:db8:9::1/128"];
function rendered(id: string, at: string) {
  const target = targets.find((one) => one.id === id);
  if (target === undefined) throw new Error(`no ${id}`);
  const made = target.render({
    caseId: "C-0123456789",
    ticket: "INC-7",
    reason: "a test",
    fromMs,
    expiresMs: fromMs + 30 * day * 1000,
    place: undefined,
    matchers: networks.map((network) => ({ network })),
  });
  mkdirSync(at, { recursive: true });
  for (const { name, text } of made.files) writeFileSync(join(at, name), text);
  return made;
}
/** Steps that are commands, and not sentences. */
const commandsOf = (steps: readonly string[]) => steps.filter((step) => !/^[A-Z]/.test(step));

test.skipIf(missing.fail2ban)(
  "fail2ban bans in a jail of its own for as long as was asked, and unbans",
  async () => {
    const at = join(folder, "fail2ban");
    const block = rendered("fail2ban", at);
    const config = join(at, "conf");
    cpSync("/etc/fail2ban", config, { recursive: true });
    // Only the jail of the block, with an action that writes down what it is told.
    rmSync(join(config, "jail.d"), { recursive: true });
    mkdirSync(join(config, "jail.d"));
    const acted = join(at, "acted");
    writeFileSync(
      join(config, "action.d", "noted.conf"),
      `[Definition]\nactionban = echo "ban <ip>" >> ${acted}\nactionunban = echo "unban <ip>" >> ${acted}\n`,
    );
    writeFileSync(
      join(config, "jail.local"),
      "[DEFAULT]\nbanaction = noted\nbanaction_allports = noted\nallowipv6 = yes\n[sshd]\nenabled = false\n",
    );
    writeFileSync(
      join(config, "fail2ban.local"),
      `[Definition]\nlogtarget = ${join(at, "log")}\nsyslogsocket = auto\nsocket = ${join(at, "s")}\npidfile = ${join(at, "pid")}\ndbfile = ${join(at, "db")}\nallowipv6 = yes\n`,
    );
    cpSync(join(at, "vedette_c_0123456789.jail.conf"), join(config, "jail.d/vedette_c_0123456789.conf"));
    const own = `fail2ban-client() { /usr/bin/fail2ban-client -c ${config} -s ${join(at, "s")} -p ${join(at, "pid")} "$@"; }`;
    const told = (script: string) =>
      run(["/bin/bash", "-c", `cd ${at}\n${own}\n${script.replaceAll(/^sh /gm, ". ./")}`]);
    const checked = await told("fail2ban-client -t");
    expect(checked.code, checked.output).toBe(0);
    const server = start(
      ["/usr/bin/fail2ban-server", "-f", "-c", config, "-s", join(at, "s"), "-p", join(at, "pid"), "start"],
      "ignore",
    );
    const name = "vedette_c_0123456789";
    const actions = async (lines: number) => {
      for (let tries = 0; tries < 50; tries += 1) {
        const text = existsSync(acted) ? readFileSync(acted, "utf8").trim().split("\n") : [];
        if (text.length >= lines) return text.toSorted();
        await sleep(100);
      }
      return [];
    };
    try {
      for (let tries = 0; tries < 20 && (await told("fail2ban-client ping")).code !== 0; tries += 1)
        await sleep(200);
      const banned = await told(commandsOf(block.apply).slice(1).join("\n"));
      expect(banned.code, banned.output).toBe(0);
      const values = ["198.51.100.0/24", "2001:db8:5::/64", "2001:db8:9::1", "203.0.113.9"];
      expect(await actions(4)).toEqual(values.map((value) => `ban ${value}`));
      const list = (await told(`fail2ban-client get ${name} banip --with-time`)).output.trim().split("\n");
      expect(list.map((line) => line.split(/\s/)[0]).toSorted()).toEqual(values);
      for (const line of list) expect(line).toContain(` + ${30 * day} = `);
      const back = await told(commandsOf(block.rollback).join("\n"));
      expect(back.code, back.output).toBe(0);
      expect(await actions(8)).toEqual([
        ...values.map((value) => `ban ${value}`),
        ...values.map((value) => `unban ${value}`),
      ]);
      expect((await told(`fail2ban-client status ${name}`)).code).not.toBe(0);
    } finally {
      await stop(server);
    }
  },
  60_000,
);

test.skipIf(missing.crowdsec)(
  "CrowdSec tells its bouncers, and no more when the decisions are deleted",
  async () => {
    const at = join(folder, "crowdsec");
    const block = rendered("crowdsec", at);
    for (const part of ["data", "hub", "plugins", "notifications"]) mkdirSync(join(at, part));
    const port = await freePort();
    const given = [join(unpacked, "etc/crowdsec"), "/etc/crowdsec"].find((place) =>
      existsSync(join(place, "profiles.yaml")),
    );
    for (const name of ["profiles.yaml", "simulation.yaml"])
      cpSync(join(given ?? "/etc/crowdsec", name), join(at, name));
    const config = join(at, "config.yaml");
    const credentials = join(at, "credentials.yaml");
    writeFileSync(
      config,
      `common: { daemonize: false, log_media: stdout, log_level: error, working_dir: . }
config_paths: { config_dir: ${at}/, data_dir: ${at}/data/, simulation_path: ${at}/simulation.yaml, hub_dir: ${at}/hub/, index_path: ${at}/hub/.index.json, notification_dir: ${at}/notifications/, plugin_dir: ${at}/plugins/ }
crowdsec_service: { enable: false }
db_config: { log_level: error, type: sqlite, db_path: ${at}/data/crowdsec.db }
api:
  client: { credentials_path: ${credentials} }
  server: { log_level: error, listen_uri: "127.0.0.1:${port}", profiles_path: ${at}/profiles.yaml }
prometheus: { enabled: false }
`,
    );
    const cscli = (...more: string[]) => [crowdsecProgram("cscli") ?? "cscli", "-c", config, ...more];
    const url = `http://127.0.0.1:${port}`;
    await must(cscli("machines", "add", "test", "--password", "laboratory", "-f", credentials, "-u", url));
    const key = "0123456789abcdef0123456789abcdef";
    await must(cscli("bouncers", "add", "test", "-k", key));
    const server = start([crowdsecProgram("crowdsec") ?? "crowdsec", "-c", config, "-no-cs"], "ignore");
    const stopped = async (address: string) => {
      const answer = await fetch(`${url}/v1/decisions?ip=${address}`, { headers: { "X-Api-Key": key } });
      return (await answer.json()) as
        | { type: string; scope: string; value: string; duration: string }[]
        | null;
    };
    try {
      for (let tries = 0; tries < 50; tries += 1) {
        if (
          await stopped("192.0.2.1").then(
            () => true,
            () => false,
          )
        )
          break;
        await sleep(100);
      }
      for (const command of commandsOf(block.apply)) {
        const told = await run([
          "/bin/sh",
          "-c",
          `cd ${at} && ${command.replace(/^cscli/, cscli().join(" "))}`,
        ]);
        expect(told.code, told.output).toBe(0);
      }
      const asked = [
        "203.0.113.9",
        "203.0.113.10",
        "198.51.100.77",
        "198.51.101.1",
        "2001:db8:5::77",
        "2001:db8:5:1::77",
        "2001:db8:9::1",
        "2001:db8:9::2",
      ];
      const all = await Promise.all(asked.map(stopped));
      expect(all.map((one) => one?.map(({ type, scope, value }) => [type, scope, value]) ?? [])).toEqual([
        [["ban", "Ip", "203.0.113.9"]],
        [],
        [["ban", "Range", "198.51.100.0/24"]],
        [],
        [["ban", "Range", "2001:db8:5::/64"]],
        [],
        [["ban", "Ip", "2001:db8:9::1"]],
        [],
      ]);
      expect(all[0]?.[0]?.duration).toMatch(/^719h59m|^720h0m/);
      for (const command of block.rollback)
        await must(["/bin/sh", "-c", command.replace(/^cscli/, cscli().join(" "))]);
      expect(await Promise.all(asked.map(stopped))).toEqual(asked.map(() => null));
    } finally {
      await stop(server);
    }
  },
  60_000,
);
