/** A crowdsec of the bench's own: its parts of the Debian package under a folder, nothing of the machine's configuration touched. */
import { copyFileSync, cpSync, existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import type { Command } from "./measure.ts";
import { folderIn, prepare, programPath } from "./places.ts";

const scenarios = ["http-probing", "http-sensitive-files", "http-bad-user-agent"];
const parsers = [
  "s00-raw/crowdsecurity/syslog-logs",
  "s01-parse/crowdsecurity/nginx-logs",
  "s02-enrich/crowdsecurity/dateparse-enrich",
  "s02-enrich/crowdsecurity/http-logs",
];
const lists = ["bad_user_agents.regex.txt", "sensitive_data.txt"];

/**
 * Sets it up with three web scenarios, and a machine that may send alerts to its own API.
 * @returns what replays a log; undefined where crowdsec is not installed
 */
export async function crowdsec(
  folder: string,
): Promise<((log: string, errors: string) => Command) | undefined> {
  const program = programPath("crowdsec");
  const cscli = programPath("cscli");
  if (program === undefined || cscli === undefined) return undefined;
  // /usr/bin/crowdsec, or the same below a folder where the package was unpacked.
  const usr = dirname(dirname(program));
  const hub = join(usr, "share", "crowdsec", "hub");
  const config = join(dirname(usr), "etc", "crowdsec");
  if (!existsSync(hub) || !existsSync(config)) return undefined;
  for (const path of parsers)
    copyFileSync(
      join(hub, "parsers", `${path}.yaml`),
      join(folderIn(folder, "parsers", dirname(dirname(path))), `${path.split("/").at(-1)}.yaml`),
    );
  for (const name of scenarios)
    copyFileSync(
      join(hub, "scenarios", "crowdsecurity", `${name}.yaml`),
      join(folderIn(folder, "scenarios"), `${name}.yaml`),
    );
  for (const name of lists)
    copyFileSync(join(usr, "share", "crowdsec", "data", name), join(folderIn(folder, "data"), name));
  for (const name of ["plugins", "notifications", "log"]) folderIn(folder, name);
  cpSync(join(config, "patterns"), join(folder, "patterns"), { recursive: true });
  copyFileSync(join(hub, ".index.json"), join(folderIn(folder, "hub"), ".index.json"));
  const settings = join(folder, "config.yaml");
  const port = await freePort();
  writeFileSync(settings, JSON.stringify(configuration(folder, port)));
  writeFileSync(join(folder, "simulation.yaml"), "simulation: false\n");
  writeFileSync(join(folder, "console.yaml"), "{}\n");
  writeFileSync(join(folder, "profiles.yaml"), 'name: none\nfilters: ["false"]\non_success: break\n');
  const credentials = join(folder, "credentials.yaml");
  const words = ["machines", "add", "bench", "-p", "of-this-bench", "-f", credentials, "--force"];
  prepare(cscli, ["-c", settings, ...words, "-u", `http://127.0.0.1:${port}`]);
  return (log, errors) => ({
    program,
    args: ["-c", settings, "-dsn", `file://${log}`, "-type", "nginx", "-no-capi"],
    errors,
  });
}

/** JSON is YAML. */
function configuration(folder: string, port: number): object {
  const at = (...names: string[]) => join(folder, ...names);
  return {
    common: {
      daemonize: false,
      log_media: "file",
      log_level: "info",
      log_dir: at("log"),
      working_dir: folder,
    },
    config_paths: {
      config_dir: folder,
      data_dir: at("data"),
      simulation_path: at("simulation.yaml"),
      hub_dir: at("hub"),
      index_path: at("hub", ".index.json"),
      notification_dir: at("notifications"),
      plugin_dir: at("plugins"),
    },
    crowdsec_service: { parser_routines: 1 },
    cscli: { output: "human" },
    db_config: { log_level: "info", type: "sqlite", db_path: at("data", "crowdsec.db"), use_wal: true },
    api: {
      client: { insecure_skip_verify: false, credentials_path: at("credentials.yaml") },
      server: {
        log_level: "info",
        listen_uri: `127.0.0.1:${port}`,
        profiles_path: at("profiles.yaml"),
        console_path: at("console.yaml"),
      },
    },
    prometheus: { enabled: false },
  };
}

/** A port of the loopback that nobody uses now; crowdsec cannot be told to choose one. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => resolve(at !== null && typeof at === "object" ? at.port : 0));
    });
  });
}
