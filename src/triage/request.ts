/** What a triage is asked to do, and what of it several parts of the program need to know. */
import type { Readable } from "node:stream";
import type { Register } from "../assess/register.ts";
import type { Earlier } from "../assess/since.ts";
import type { Content } from "../content/load.ts";
import type { NamedPlaybook } from "../content/playbook/file.ts";
import type { TemplateFormat } from "../content/schema.ts";
import type { NamedBaseline } from "../detect/baseline-file.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import { VedetteError } from "../errors.ts";
import type { TimeWindow } from "../ingest/window.ts";
import type { Feed } from "../intel/feed.ts";
import type { LocationFile } from "../intel/ip-location.ts";
import type { GivenRules } from "./sigma-findings.ts";

/** What a triage is asked to do. */
export interface TriageRequest {
  readonly paths: readonly string[];
  readonly content: Content;
  /** Formats that the user described. */
  readonly ownFormats: readonly TemplateFormat[];
  /** The format that all inputs are read as, with the wrappers around it. */
  readonly as?: string;
  readonly trustedProxies: readonly string[];
  /** Networks that count as inside besides the reserved ones. */
  readonly internalNetworks: readonly string[];
  /** What was ordinary in earlier logs. */
  readonly baseline?: NamedBaseline;
  /** The policy that was named, where one was; `content` has it. */
  readonly policy?: string;
  /** Who may do what, and who answers for it. */
  readonly register?: Register;
  /** The playbook whose questions are answered, where that is not the built-in one. */
  readonly playbook?: NamedPlaybook;
  /** An earlier report, of which it is told what is new. */
  readonly since?: Earlier;
  /** Feeds of threat intelligence, and the folder that was named for them. */
  readonly feeds?: readonly Feed[];
  readonly feedFolder?: string;
  /** Files that tell who owns networks, and the folder that was named for them. */
  readonly locations?: readonly LocationFile[];
  readonly locationFolder?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Whether the window of a kept store may begin somewhat earlier, so that it costs little to look at (store-window.ts). */
  readonly coarse?: boolean;
  /** Sigma rules whose matches are findings. */
  readonly sigma?: GivenRules;
  /** Whether all events are kept until the end of the run, in the table `events`. */
  readonly events?: boolean;
  /** Folder of a kept store. */
  readonly store?: string;
  /** A server that holds the store in place of a folder. */
  readonly server?: ServerAddress;
  /** What makes files the logs that they are, by path; the first record says so where nothing is given. */
  readonly identities?: Readonly<Record<string, string>>;
  readonly stdin: Readable;
  /** A server configuration for the engine; only tests need it. */
  readonly engineConfigFile?: string;
}

/** Whether a request names a store that is kept, in a folder or on a server. */
export function isStored({ store, server }: TriageRequest): boolean {
  return store !== undefined || server !== undefined;
}

/** Progress of a run, for a terminal. */
export interface Progress {
  readonly stage: string;
  /** Bytes of the inputs that are done, and of all; 0 where it is not known. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** The window of a request. */
export function windowOf({ fromMs, toMs }: TriageRequest): TimeWindow {
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}

/** @throws VedetteError `usage.option` where there are more inputs than one run may have */
export function checkSourceCount(count: number, { policy }: Content): void {
  const limit = policy.limits.sources;
  if (count > limit)
    throw new VedetteError(
      "usage.option",
      `${count} files are more than the limit of ${limit} (limits.sources).`,
      { hint: "Give fewer files at once, or keep a store with --store and add to it." },
    );
}

/** Networks inside, in CIDR form: those that are given, and those that nobody can have outside. */
export function insideNetworks({ content, internalNetworks }: TriageRequest): string[] {
  return [
    ...internalNetworks,
    ...content.networks.reserved.filter((network) => network.internal).map(({ network }) => network),
  ];
}
