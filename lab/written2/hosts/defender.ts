/** Tables of Defender's advanced hunting, as the portal exports them. */
import { addressOf, firm, hex, number, ownAddress, type Step, target } from "./story.ts";

type Row = readonly (string | number)[];

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("\\") + 1);
}

function head(step: Step): Row {
  const name = `${step.host.host}.${firm}`;
  return [`${new Date(step.at).toISOString().slice(0, 23)}0000Z`, hex(name, 40), name];
}

function by(step: Step): Row {
  const isSystem = step.user === "SYSTEM";
  return [isSystem ? "nt authority" : "sundvik", isSystem ? "system" : step.user];
}

function initiating(step: Step): Row {
  return [
    ...by(step),
    fileOf(step.image),
    step.image.toLowerCase(),
    `"${step.image}"`,
    step.process,
    hex(step.image, 64),
  ];
}

const start = ["Timestamp", "DeviceId", "DeviceName", "ActionType"];
const actor = ["AccountDomain", "AccountName", "FileName", "FolderPath", "CommandLine", "Id", "SHA256"].map(
  (name) => `InitiatingProcess${name}`,
);

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function table(columns: readonly string[], rows: readonly Row[]): string {
  return `${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

export function tables(steps: readonly Step[]): Readonly<Record<string, string>> {
  const of = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind);
  return {
    DeviceProcessEvents: table(
      [
        ...start,
        "FileName",
        "FolderPath",
        "SHA256",
        "ProcessId",
        "ProcessCommandLine",
        "AccountDomain",
        "AccountName",
        "InitiatingProcessFileName",
        "InitiatingProcessFolderPath",
        "InitiatingProcessCommandLine",
        "InitiatingProcessId",
      ],
      of("exec").map((step) => [
        ...head(step),
        "ProcessCreated",
        fileOf(step.image),
        step.image,
        hex(step.image, 64),
        step.process,
        step.what,
        ...by(step),
        fileOf(step.parent),
        step.parent.toLowerCase(),
        `"${step.parent}"`,
        step.parentProcess,
      ]),
    ),
    DeviceNetworkEvents: table(
      [...start, "RemoteIP", "RemotePort", "RemoteUrl", "LocalIP", "LocalPort", "Protocol", ...actor],
      of("net").map((step) => {
        const { name, port } = target(step.what);
        const url = /^[\d.]+$/.test(name) ? "" : name;
        return [
          ...head(step),
          "ConnectionSuccess",
          addressOf(name),
          port,
          url,
          ownAddress(step.host.host),
          49_200 + number(`${step.at}`, 15_000),
          "Tcp",
          ...initiating(step),
        ];
      }),
    ),
    DeviceFileEvents: table(
      [...start, "FileName", "FolderPath", "SHA256", ...actor],
      of("file").map((step) => [
        ...head(step),
        "FileCreated",
        fileOf(step.what),
        step.what,
        hex(step.what, 64),
        ...initiating(step),
      ]),
    ),
  };
}
