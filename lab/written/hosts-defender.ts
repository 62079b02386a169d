/** Rows of Defender's advanced hunting about the written hosts. */
import { addressOfDomain } from "./hosts-domains.ts";
import type { HostEvent } from "./hosts-events.ts";
import { hashed, hex } from "./mail-people.ts";

export const baseName = (path: string) => path.split(/[\\/]/).pop() ?? path;
export const sourcePort = (event: HostEvent) => 49152 + (hashed(`${event.time} ${event.host.name}`) % 16000);
export const accountName = (user: string) => (user.split("\\").pop() ?? user).toLowerCase();
export const accountDomain = (user: string) =>
  (user.includes("\\") ? (user.split("\\")[0] ?? "") : "corvane").toLowerCase();

export type DefenderTable =
  | "DeviceProcessEvents"
  | "DeviceFileEvents"
  | "DeviceNetworkEvents"
  | "DeviceRegistryEvents"
  | "DeviceEvents";

/** The row of a Defender table; nothing where Defender keeps none (keys that are only read). */
export function defender(
  event: HostEvent,
): { table: DefenderTable; row: Readonly<Record<string, string | number>> } | undefined {
  const { process, user, host } = event;
  const common = {
    Timestamp: new Date(event.time).toISOString().replace("Z", "0000Z"),
    DeviceId: hex(host.name, 40),
    DeviceName: `${host.name.toLowerCase()}.corvane.example`,
  };
  const initiator = {
    InitiatingProcessAccountDomain: accountDomain(user),
    InitiatingProcessAccountName: accountName(user),
    InitiatingProcessFileName: baseName(process.image),
    InitiatingProcessFolderPath: process.image.toLowerCase(),
    InitiatingProcessCommandLine: process.command,
    InitiatingProcessId: process.pid,
    InitiatingProcessSHA256: hex(process.image, 64),
  };
  switch (event.kind) {
    case "run":
      return {
        table: "DeviceProcessEvents",
        row: {
          ...common,
          ActionType: "ProcessCreated",
          FileName: baseName(process.image),
          FolderPath: process.image,
          SHA256: hex(process.image, 64),
          ProcessId: process.pid,
          ProcessCommandLine: process.command,
          AccountDomain: accountDomain(user),
          AccountName: accountName(user),
          InitiatingProcessFileName: baseName(event.parent.image),
          InitiatingProcessFolderPath: event.parent.image.toLowerCase(),
          InitiatingProcessCommandLine: event.parent.command,
          InitiatingProcessId: event.parent.pid,
        },
      };
    case "read":
      return {
        table: "DeviceEvents",
        row: {
          ...common,
          ActionType: "SensitiveFileRead",
          FileName: baseName(event.path),
          FolderPath: event.path,
          ...initiator,
          AdditionalFields: "",
        },
      };
    case "script":
      return {
        table: "DeviceEvents",
        row: {
          ...common,
          ActionType: "PowerShellCommand",
          FileName: "",
          FolderPath: "",
          ...initiator,
          AdditionalFields: JSON.stringify({ Command: event.text }),
        },
      };
    case "write":
      return {
        table: "DeviceFileEvents",
        row: {
          ...common,
          ActionType: "FileCreated",
          FileName: baseName(event.path),
          FolderPath: event.path,
          SHA256: hex(event.path, 64),
          ...initiator,
        },
      };
    case "value": {
      const at = event.path.lastIndexOf("\\");
      return {
        table: "DeviceRegistryEvents",
        row: {
          ...common,
          ActionType: "RegistryValueSet",
          RegistryKey: event.path
            .slice(0, at)
            .replace(/^HKLM/, "HKEY_LOCAL_MACHINE")
            .replace(/^HKCU/, "HKEY_CURRENT_USER"),
          RegistryValueName: event.path.slice(at + 1),
          RegistryValueData: event.data,
          ...initiator,
        },
      };
    }
    case "net":
      return {
        table: "DeviceNetworkEvents",
        row: {
          ...common,
          ActionType: "ConnectionSuccess",
          RemoteIP: addressOfDomain(event.domain),
          RemotePort: event.port,
          RemoteUrl: event.domain,
          LocalIP: host.address,
          LocalPort: sourcePort(event),
          Protocol: "Tcp",
          ...initiator,
        },
      };
    case "key":
      return undefined;
  }
}
