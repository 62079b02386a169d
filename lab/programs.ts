/**
 * The programs that a recording drives, and the Debian package that holds each.
 * A missing server ends the recording; a missing client is named, with the way to install it, and left out.
 */
import { findProgram, run } from "./process.ts";

interface Program {
  package: string;
  file: string;
}

export const programs = {
  nginx: { package: "nginx", file: "nginx" },
  apache2: { package: "apache2", file: "apache2" },
  openssl: { package: "openssl", file: "openssl" },
  ip: { package: "iproute2", file: "ip" },
  curl: { package: "curl", file: "curl" },
  wget: { package: "wget", file: "wget" },
  gobuster: { package: "gobuster", file: "gobuster" },
  ffuf: { package: "ffuf", file: "ffuf" },
  whatweb: { package: "whatweb", file: "whatweb" },
  nmap: { package: "nmap", file: "nmap" },
  wfuzz: { package: "wfuzz", file: "wfuzz" },
  dirsearch: { package: "dirsearch", file: "dirsearch" },
  linkchecker: { package: "linkchecker", file: "linkchecker" },
  chromium: { package: "chromium", file: "chromium" },
  "python3-requests": { package: "python3-requests", file: "python3" },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** Without these nothing can be recorded. */
const indispensable: readonly ProgramName[] = ["nginx", "apache2", "openssl", "ip", "curl"];

export const allPackages = [
  ...new Set(Object.values(programs).map((program) => program.package)),
  "python3-chardet",
].sort();

export interface Survey {
  versions: Readonly<Record<string, string>>;
  missing: readonly ProgramName[];
}

export async function surveyPrograms(): Promise<Survey> {
  const versions: Record<string, string> = { node: process.versions.node };
  const missing: ProgramName[] = [];
  for (const [name, program] of Object.entries(programs) as [ProgramName, Program][]) {
    if (findProgram(program.file) === undefined || !(await works(name))) missing.push(name);
    else versions[name] = await packageVersion(program.package);
  }
  const fatal = missing.filter((name) => indispensable.includes(name));
  if (fatal.length > 0) throw new Error(`missing: ${fatal.join(", ")}; ${installHint(fatal)}`);
  return { versions, missing };
}

export function installHint(names: readonly ProgramName[]): string {
  const packages = names.map((name) => programs[name].package);
  return `install with: apt-get install --no-install-recommends ${packages.join(" ")}`;
}

/** A file in place is not enough for the two that lean on Python modules. */
async function works(name: ProgramName): Promise<boolean> {
  if (name === "python3-requests") return (await run(["python3", "-c", "import requests"])).code === 0;
  if (name === "dirsearch") return (await run(["dirsearch", "--version"])).code === 0;
  return true;
}

async function packageVersion(name: string): Promise<string> {
  if (findProgram("dpkg-query") === undefined) return "unknown";
  const { code, output } = await run(["dpkg-query", "-W", "-f", "$" + "{Version}", name]);
  return code === 0 ? output.trim() : "unknown";
}
