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

interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>;
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
    pages.set(`/${name}`, {
      bytes: new Uint8Array(readFileSync(path)),
      type,
      named: name.startsWith("assets/"),
    });
  }
  return pages;
}

/** A file of the console; every other address below it is a view of the one page. */
export function pageAnswer(context: Context, pages: ReadonlyMap<string, Page>): Response | undefined {
  const { path } = context.req;
  const page = pages.get(path) ?? (/\.[a-z0-9]+$/.test(path) ? undefined : pages.get("/index.html"));
  if (page === undefined) return undefined;
  return context.body(page.bytes, 200, {
    "content-type": page.type,
    "cache-control": page.named ? "public, max-age=31536000, immutable" : "no-cache",
  });
}
