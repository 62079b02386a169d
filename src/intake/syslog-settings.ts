/** What a place that syslog is taken at is told. */
import type { Intake } from "./model.ts";

export interface SyslogSettings {
  /** Names the input; streams are called `NAME:PROGRAM`. */
  readonly name: string;
  readonly transport: "udp" | "tcp" | "tls";
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** PEM; with `ca`, senders have to show a certificate of it (RFC 5425). */
  readonly tls?: {
    readonly key: string | Buffer;
    readonly cert: string | Buffer;
    readonly ca?: string | Buffer;
  };
  /** Other limits than the usual ones. */
  readonly connections?: Partial<ConnectionLimits>;
}

export interface ConnectionLimits {
  /** Open at a time; each may hold one record in memory. */
  readonly most: number;
  /** Of them from one address. */
  readonly mostOfAddress: number;
  /** A connection that brought no whole message for so long may be closed when another needs its room. */
  readonly idleMs: number;
}

export interface SyslogIntake extends Intake {
  readonly port: number;
}
