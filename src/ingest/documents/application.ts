/**
 * Logs of applications in text: each record begins with a time and a level, and what follows without them - a stack trace, a
 * statement - belongs to it.
 *
 * Sources: https://docs.spring.io/spring-boot/reference/features/logging.html, https://logging.apache.org/log4j/2.x/manual/pattern-layout.html,
 * https://docs.python.org/3/library/logging.html, https://docs.ruby-lang.org/en/master/Logger/Formatter.html,
 * https://tomcat.apache.org/tomcat-10.1-doc/logging.html, https://www.postgresql.org/docs/current/runtime-config-logging.html (2026-11-29).
 */
import { rawOfText, withMore } from "./bytes.ts";
import type { DocumentLimits, DocumentReader } from "./document.ts";
import { type Line, LineCutter, type LineParser, withoutReturn } from "./lines.ts";
import { type Emit, faults, recordsOf, rejected } from "./records.ts";

const levels =
  "TRACE|DEBUG|FINEST|FINER|FINE|CONFIG|INFO|LOG|NOTICE|STATEMENT|DETAIL|HINT|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC";
const isoTime =
  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d\\d:?\\d\\d| UTC)?";
const namedTime = "\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";
/** Threads, processes and loggers between time and level: nothing that values of other logs are parted by. */
const between = "[\\w \\t.:()@$#/|*\\[\\]-]{0,80}?";
const timeFirst = new RegExp(
  `^\\[?(?<time>${isoTime}|${namedTime})\\]?(?<context>${between})\\b(?<level>${levels})\\b(?<message>.*)$`,
  "s",
);
const levelFirst = new RegExp(
  `^(?:[A-Z], )?(?:\\[?(?<before>${levels})\\]?:? +)?\\[(?<time>${isoTime})(?<context> #\\d+)?\\] +(?:(?<level>${levels}) -- )?(?<message>.*)$|^(?<first>${levels}) +(?<plain>${isoTime})(?<rest>.*)$`,
  "s",
);
/** What a syslog daemon puts in front, with a time of its own: such a line is a message, whatever it says. */
const syslogHead = /^\d{4}-\d\d-\d\dT\S+(?:Z|[+-]\d\d:\d\d) \S+ [^\s:[]+(?:\[[^\]\s]*\])?: /;
/** How far into a line its beginning is looked at. */
const beginningMax = 400;

interface Beginning {
  readonly time: string;
  readonly level: string;
  readonly context: string;
  readonly message: string;
}

/** The parts of a line that begins a record; undefined for one that does not. */
function beginningOf(line: string): Beginning | undefined {
  const head = line.slice(0, beginningMax);
  if (syslogHead.test(head)) return undefined;
  const groups = (timeFirst.exec(head) ?? levelFirst.exec(head))?.groups;
  if (groups === undefined) return undefined;
  const level = groups.level ?? groups.before ?? groups.first;
  const time = groups.time ?? groups.plain;
  if (level === undefined || time === undefined) return undefined;
  const message = `${groups.message ?? groups.rest ?? ""}${line.slice(beginningMax)}`;
  return {
    time: time.replace(",", "."),
    level,
    context: (groups.context ?? "").replaceAll(/^[\s:|-]+|[\s:|-]+$/g, ""),
    message: message.replace(/^[\]:\s]+/, ""),
  };
}

export const application: DocumentReader = {
  id: "application",
  title: "log of an application, with a level in each record",
  fits: (head) => {
    const lines = head.split("\n").filter((line) => line.trim() !== "");
    // What is indented belongs to the line before it; of the others most begin a record.
    const outer = lines.filter((line) => !/^\s/.test(line));
    const begin = outer.filter((line) => beginningOf(line) !== undefined).length;
    const [first] = lines;
    if (first === undefined || beginningOf(first) === undefined) return false;
    return begin >= Math.min(2, outer.length) && begin * 2 >= outer.length;
  },
  records: (chunks, limits) =>
    recordsOf(chunks, (emit) => new LineCutter(new ApplicationRecords(emit, limits), limits)),
};

interface OpenRecord {
  readonly line: number;
  readonly beginning: Beginning;
  readonly more: string[];
  bytes: number;
  raw: string;
}

class ApplicationRecords implements LineParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  #open: OpenRecord | undefined;

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
  }

  line(line: Line): void {
    const text = withoutReturn(line.text);
    const beginning = line.long ? undefined : beginningOf(text);
    if (beginning !== undefined) {
      this.end();
      this.#open = {
        line: line.number,
        beginning,
        more: [],
        bytes: line.bytes,
        raw: withMore("", text),
      };
    } else if (this.#open !== undefined) this.#add(this.#open, line, text);
    else if (text.trim() !== "")
      this.#emit(
        rejected(
          line.number,
          rawOfText(text),
          line.long ? faults.long(this.#limits) : "begins with no time and level",
        ),
      );
  }

  end(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { time, level, context, message } = open.beginning;
    const whole = [message, ...open.more].join("\n").trimEnd();
    if (open.bytes > this.#limits.recordBytes)
      this.#emit(rejected(open.line, rawOfText(open.raw), faults.long(this.#limits)));
    else
      this.#emit({
        line: open.line,
        value: { time, level, context, message: whole },
        raw: rawOfText(open.raw).trimEnd(),
      });
  }

  #add(open: OpenRecord, line: Line, text: string): void {
    open.bytes += line.bytes + 1;
    // Of a record that is too long no more is kept.
    if (open.bytes <= this.#limits.recordBytes) open.more.push(text);
    open.raw = withMore(open.raw, `\n${text}`);
  }
}
