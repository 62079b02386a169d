/** The console's own files, read once when the server starts: no request names a file of this machine. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Context } from "hono";

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** Compressed forms that the build leaves beside a file, the smallest first; names as in RFC 9110. */
const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Compressed forms that are smaller. */
  readonly encoded: ReadonlyMap<(typeof encodings)[number]["name"], Uint8Array<ArrayBuffer>>;
  readonly type: string;
  /** Whether its name changes with its content. */
  readonly named: boolean;
}

/** Files by the path that asks for them. */
export function readPages(folder: string): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  if (!existsSync(folder)) return pages;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = types[entry.name.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const name = relative(folder, path).split(sep).join("/");
    const bytes = new Uint8Array(readFileSync(path));
    pages.set(`/${name}`, {
      bytes,
      encoded: encodedOf(path, bytes.length),
      type,
      named: name.startsWith("assets/"),
    });
  }
  return pages;
}

function encodedOf(path: string, most: number): Page["encoded"] {
  return new Map(
    encodings.flatMap(({ name, ending }) => {
      if (!existsSync(path + ending)) return [];
      const bytes = new Uint8Array(readFileSync(path + ending));
      return bytes.length < most ? [[name, bytes] as const] : [];
    }),
  );
}

/** Whether a header of accepted encodings names one without refusing it (RFC 9110, 12.5.3). */
function accepts(header: string, name: string): boolean {
  return header.split(",").some((part) => {
    const [coding = "", ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
    return coding === name && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one));
  });
}

/** A file of the console; every other address below it is a view of the one page. */
export function pageAnswer(context: Context, pages: ReadonlyMap<string, Page>): Response | undefined {
  const { path } = context.req;
  const page = pages.get(path) ?? (/\.[a-z0-9]+$/.test(path) ? undefined : pages.get("/index.html"));
  if (page === undefined) return undefined;
  const accepted = context.req.header("accept-encoding") ?? "";
  const encoding = encodings.find(({ name }) => page.encoded.has(name) && accepts(accepted, name))?.name;
  return context.body((encoding && page.encoded.get(encoding)) ?? page.bytes, 200, {
    "content-type": page.type,
    ...(page.encoded.size === 0 ? {} : { vary: "accept-encoding" }),
    ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    "cache-control": page.named ? "public, max-age=31536000, immutable" : "no-cache",
  });
}
