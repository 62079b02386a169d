/**
 * What a command is. The table of commands drives parsing, help and completions alike, so
 * that none of them can forget a flag.
 */
import type { Readable } from "node:stream";
import type { Effects } from "../effects.ts";

export interface Option {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value; a switch has none. */
  readonly value?: string;
  readonly many?: boolean;
  readonly choices?: readonly string[];
  /** Whether its value may be left out: then it is the first of the choices. */
  readonly optional?: boolean;
  /** True where neither the environment nor a settings file gives it. */
  readonly typedOnly?: boolean;
  readonly says: string;
}

export interface Argument {
  readonly name: string;
  readonly many?: boolean;
  readonly required?: boolean;
  readonly says: string;
  /** What it may be, where that is a list; completions offer it. */
  readonly choices?: readonly string[];
  /** What completions offer besides. */
  readonly completes?: "files";
}

/** Parsed options by long name: switches as true, values as text, repeated ones as lists. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Invocation {
  readonly arguments: readonly string[];
  readonly options: Values;
  readonly effects: Effects;
  readonly stdin: Readable;
  readonly stdinIsTerminal: boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  readonly examples: readonly { readonly line: string; readonly says: string }[];
  /** Runs it; the number is the exit status. */
  run(invocation: Invocation): Promise<number>;
}

/** A text option, undefined where it was not given. */
export function text(options: Values, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** All values of a repeatable option. */
export function texts(options: Values, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? (value as string[]) : typeof value === "string" ? [value] : [];
}
