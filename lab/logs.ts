/**
 * The log files of the laboratory: their formats, and how a line tells its client and its time.
 *
 * The recorder reads each file from where it last stopped, so that every line can be put down to the
 * visit that was running when the line was written.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** How a recorded line carries its client and its time stamp. */
export type Shape = "combined" | "vhost" | "forwarded" | "json";

export interface LogFile {
  name: string;
  shape: Shape;
  format: string;
}

const agentTail = '\\"%{Referer}i\\" \\"%{User-Agent}i\\"';

export const logFiles = {
  nginxCombined: {
    name: "nginx-combined.log",
    shape: "combined",
    format: "combined",
  },
  nginxJson: {
    name: "nginx-json.log",
    shape: "json",
    format:
      '{"time":"$time_iso8601","client_ip":"$remote_addr","user":"$remote_user","vhost":"$host","method":"$request_method",' +
      '"uri":"$request_uri","protocol":"$server_protocol","status":$status,"bytes":$body_bytes_sent,' +
      '"referer":"$http_referer","user_agent":"$http_user_agent","seconds":$request_time}',
  },
  apacheVhost: {
    name: "apache-vhost-combined.log",
    shape: "vhost",
    format: `%v:%p %h %l %u %t \\"%r\\" %>s %O ${agentTail}`,
  },
  apacheCombined: {
    name: "apache-combined.log",
    shape: "combined",
    format: `%h %l %u %t \\"%r\\" %>s %O ${agentTail}`,
  },
  apacheForwarded: {
    name: "apache-forwarded.log",
    shape: "forwarded",
    format: `%h %l %u %t \\"%r\\" %>s %O ${agentTail} \\"%{X-Forwarded-For}i\\"`,
  },
} as const satisfies Record<string, LogFile>;

export type LogId = keyof typeof logFiles;
export const logIds = Object.keys(logFiles) as LogId[];

/** The address of the client, or undefined for a line without one. */
export function clientOf(line: string, shape: Shape): string | undefined {
  switch (shape) {
    case "combined":
      return /^(\S+) /.exec(line)?.[1];
    case "vhost":
      return /^\S+ (\S+) /.exec(line)?.[1];
    case "forwarded":
      // The proxy appends the address it saw, so the last one is true and the others are the client's claim.
      return /([^\s",]+)"$/.exec(line)?.[1];
    case "json":
      return /"client_ip":"([^"]+)"/.exec(line)?.[1];
  }
}

/** Reads what was added to a growing file since the last call; an unfinished last line waits. */
export class Tail {
  readonly #path: string;
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
  }

  size(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  take(): string[] {
    if (this.size() <= this.#offset) return [];
    const file = openSync(this.#path, "r");
    try {
      const bytes = Buffer.alloc(fstatSync(file).size - this.#offset);
      const count = readSync(file, bytes, 0, bytes.length, this.#offset);
      const text = bytes.subarray(0, count);
      const end = text.lastIndexOf(10) + 1;
      this.#offset += end;
      return text.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
    } finally {
      closeSync(file);
    }
  }
}
