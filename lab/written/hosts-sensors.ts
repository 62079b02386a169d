/** Records of endpoint sensors about the written hosts: Falcon Data Replicator, Elastic Defend. */
import { accountDomain, accountName, baseName, sourcePort } from "./hosts-defender.ts";
import { addressOfDomain } from "./hosts-domains.ts";
import type { HostEvent } from "./hosts-events.ts";
import { hashed, hex } from "./mail-people.ts";

const device = (image: string) => image.replace(/^C:/, "\\Device\\HarddiskVolume3");
const platforms = { windows: "Win", linux: "Lin", mac: "Mac" } as const;

/** As the Falcon Data Replicator writes it, with the names of host and user joined in. */
export function falcon(event: HostEvent): readonly string[] {
  const { process, host, user } = event;
  const record = (name: string, version: number, fields: object) =>
    JSON.stringify({
      event_simpleName: name,
      name: `${name}${platforms[host.platform]}V${version}`,
      aid: hex(host.name, 32),
      cid: hex("cid", 32),
      id: hex(`${host.name} ${event.time} ${name}`, 32),
      event_platform: platforms[host.platform],
      timestamp: String(event.time + 1200),
      ContextTimeStamp: (event.time / 1000).toFixed(3),
      ComputerName: host.name,
      UserName: accountName(user),
      ConfigBuild: "1007.3.0019502.1",
      ...fields,
    });
  const context = {
    ContextProcessId: String(hashed(`${host.name} ${process.pid}`)),
    ContextBaseFileName: baseName(process.image),
    ContextImageFileName: device(process.image),
  };
  switch (event.kind) {
    case "run":
      return [
        record("ProcessRollup2", 19, {
          ImageFileName: device(process.image),
          CommandLine: process.command,
          RawProcessId: String(process.pid),
          TargetProcessId: String(hashed(`${host.name} ${process.pid}`)),
          ParentProcessId: String(hashed(`${host.name} ${event.parent.pid}`)),
          ParentBaseFileName: baseName(event.parent.image),
          SHA256HashData: hex(process.image, 64),
        }),
      ];
    case "read":
      return [record("FileOpenInfo", 5, { TargetFileName: device(event.path), ...context })];
    case "write":
      return [
        record(event.path.endsWith(".zip") ? "ZipFileWritten" : "GenericFileWritten", 15, {
          TargetFileName: device(event.path),
          SHA256HashData: hex(event.path, 64),
          ...context,
        }),
      ];
    case "value": {
      const at = event.path.lastIndexOf("\\");
      return [
        record("RegGenericValueUpdate", 9, {
          RegObjectName: event.path
            .slice(0, at)
            .replace(/^HKLM/, "\\REGISTRY\\MACHINE")
            .replace(/^HKCU/, "\\REGISTRY\\USER\\S-1-5-21-77"),
          RegValueName: event.path.slice(at + 1),
          RegStringValue: event.data,
          ...context,
        }),
      ];
    }
    case "script":
      return [record("ScriptControlScanTelemetry", 2, { ScriptContent: event.text, ...context })];
    case "net":
      return [
        record("DnsRequest", 4, { DomainName: event.domain, RequestType: "1", ...context }),
        record("NetworkConnectIP4", 5, {
          LocalAddressIP4: host.address,
          LocalPort: String(sourcePort(event)),
          RemoteAddressIP4: addressOfDomain(event.domain),
          RemotePort: String(event.port),
          Protocol: "6",
          ConnectionDirection: "0",
          ...context,
        }),
      ];
    case "key":
      return [];
  }
}

const systems = { windows: "windows", linux: "linux", mac: "macos" } as const;

/** Documents of Elastic Defend; the end of a connection says how much was moved. */
export function elasticDefend(event: HostEvent): readonly string[] {
  const { process, host, user } = event;
  const document = (dataset: string, action: string | readonly string[], fields: object, after = 0) =>
    JSON.stringify({
      "@timestamp": new Date(event.time + after).toISOString(),
      agent: { type: "endpoint", version: "8.19.4" },
      event: {
        module: "endpoint",
        dataset: `endpoint.events.${dataset}`,
        kind: "event",
        action,
        outcome: "unknown",
      },
      data_stream: { dataset: `endpoint.events.${dataset}`, namespace: "default", type: "logs" },
      host: { name: host.name.toLowerCase(), hostname: host.name, os: { type: systems[host.platform] } },
      user: {
        name: accountName(user),
        ...(host.platform === "windows" ? { domain: accountDomain(user).toUpperCase() } : {}),
      },
      process: {
        executable: process.image,
        name: baseName(process.image),
        pid: process.pid,
        ...(event.kind === "run"
          ? {
              command_line: process.command,
              hash: { sha256: hex(process.image, 64) },
              parent: {
                executable: event.parent.image,
                command_line: event.parent.command,
                pid: event.parent.pid,
              },
            }
          : {}),
      },
      ...fields,
    });
  switch (event.kind) {
    case "run":
      return [document("process", host.platform === "linux" ? ["exec"] : ["start"], {})];
    case "read":
      return [document("file", "open", { file: { path: event.path, name: baseName(event.path) } })];
    case "write":
      return [document("file", "creation", { file: { path: event.path, name: baseName(event.path) } })];
    case "key":
      return [document("registry", "query", { registry: { path: event.path } })];
    case "value":
      return [
        document("registry", "modification", {
          registry: { path: event.path, data: { strings: [event.data] } },
        }),
      ];
    case "script":
      return [];
    case "net": {
      const destination = { ip: addressOfDomain(event.domain), port: event.port, domain: event.domain };
      const source = { ip: host.address, port: sourcePort(event) };
      const network = { transport: "tcp", type: "ipv4", direction: "egress" };
      return [
        document("network", ["lookup_requested"], {
          dns: { question: { name: event.domain, type: "A" } },
          network: { protocol: "dns" },
        }),
        document("network", ["connection_attempted"], { source, destination, network }, 30),
        document(
          "network",
          ["disconnect_received"],
          {
            source: { ...source, bytes: event.sent },
            destination: { ...destination, bytes: event.received },
            network: { ...network, bytes: event.sent + event.received },
          },
          40 + Math.round(event.sent / 4000),
        ),
      ];
    }
  }
}
