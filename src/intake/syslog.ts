/**
 * Syslog over UDP, TCP and TLS.
 *
 * Syslog has no answer, so nothing can be acknowledged: over TCP what was received and not yet written is
 * lost by a kill, as is what a sender's system had sent already. Without room, TCP is not read any
 * more, so that senders keep their messages; over UDP what cannot be kept is counted.
 */
import { asError, VedetteError } from "../errors.ts";
import type { Spool } from "./model.ts";
import { listenDatagrams } from "./syslog-datagrams.ts";
import type { SyslogIntake, SyslogSettings } from "./syslog-settings.ts";
import { listenStreams } from "./syslog-streams.ts";

export type { SyslogIntake, SyslogSettings } from "./syslog-settings.ts";

/** @throws VedetteError `intake.setting` where the port cannot be used */
export async function listenSyslog(spool: Spool, settings: SyslogSettings): Promise<SyslogIntake> {
  try {
    return settings.transport === "udp"
      ? await listenDatagrams(spool, settings)
      : await listenStreams(spool, settings);
  } catch (thrown) {
    const { host, port, transport } = settings;
    const { code, message } = asError(thrown) as NodeJS.ErrnoException;
    throw new VedetteError(
      "intake.setting",
      `Syslog cannot listen on ${transport} ${host}:${port}: ${code === "EADDRINUSE" ? "another program listens there already" : message}.`,
      { hint: "Name another address or port; below 1024 the system may ask for a right.", cause: thrown },
    );
  }
}
