/**
 * The web sites of the laboratory: what their pages are called, what a browser loads with each, and the
 * files that the servers hand out. The servers, the browsers and the replayed visitors read this one list.
 */
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

export type SiteName = "www" | "api" | "shop" | "wiki" | "blog" | "files";

export interface Page {
  path: string;
  title: string;
  assets: readonly string[];
}

export const domain = "larkfield.example";

/** The public site speaks HTTP/2 over TLS as well, and browsers use that; the others are plain HTTP/1.1. */
export function originOf(site: SiteName): string {
  return `${site === "www" ? "https" : "http"}://${hostOf(site)}`;
}

/** All files carry this date, so that a replayed visitor can ask "modified since?" and be told no (304). */
export const modifiedAt = new Date("2026-10-05T08:00:00Z");

export function hostOf(site: SiteName): string {
  return `${site}.${domain}`;
}

const frame = ["/assets/site.css", "/assets/menu.js", "/assets/logo.png"];

export function page(path: string, title: string, ...pictures: readonly string[]): Page {
  return { path, title, assets: [...frame, ...pictures, "/favicon.ico"] };
}

export const pages: Record<SiteName, readonly Page[]> = {
  www: [
    page("/", "Larkfield harbour trust", "/img/harbour.png"),
    page("/articles/", "Articles"),
    page("/articles/harbour-walk", "A walk round the harbour", "/img/walk-1.png", "/img/walk-2.png"),
    page("/articles/tide-tables", "How to read tide tables", "/img/tides.png"),
    page("/articles/lighthouse-keeper", "The last lighthouse keeper", "/img/lighthouse.png"),
    page("/articles/boat-shed", "What the boat shed needs", "/img/shed.png"),
    page("/about", "About us", "/img/people.png"),
    page("/contact", "Contact"),
    page("/help/settings", "Help: your settings", "/settings/logo.png", "/settings/screen.png"),
    page("/opening-hours", "Opening hours"),
  ],
  shop: [
    page("/", "Harbour shop", "/settings/logo.png", "/img/window.png"),
    page("/products/rope", "Rope", "/img/rope.png", "/settings/logo.png"),
    page("/products/lantern", "Lantern", "/img/lantern.png", "/settings/logo.png"),
    page("/products/anchor", "Anchor", "/img/anchor.png", "/settings/logo.png"),
    page("/products/configurator", "Build your own rope set", "/img/rope.png", "/js/configurator.js"),
    page("/basket", "Basket", "/settings/logo.png"),
    page("/account/settings", "Your account: settings", "/settings/logo.png"),
  ],
  wiki: [
    page("/wiki/Start", "Start"),
    page("/wiki/Printer_settings", "Printer settings", "/img/printer.png"),
    page("/wiki/Configuration_management", "Configuration management"),
    page("/wiki/VPN_client_configuration", "VPN client configuration", "/img/vpn.png"),
    page("/wiki/Mail_settings", "Mail settings on a telephone"),
    page("/wiki/Meeting_rooms", "Meeting rooms"),
    page("/wiki/Travel_expenses", "Travel expenses"),
  ],
  blog: [
    page("/", "Notes from the harbour"),
    page("/2026/10/new-moorings", "New moorings", "/img/moorings.png"),
    page("/2026/09/autumn-fair", "Autumn fair", "/img/fair.png"),
    page("/2026/08/regatta", "The regatta", "/img/regatta.png"),
    page("/tag/boats", "Tag: boats"),
  ],
  api: [],
  files: [],
};

/** More pages of the wiki, for the second set: a handbook whose paths look like configuration. No page links to them. */
export const handbook: readonly Page[] = [
  page("/wiki/config/Printers", "Printers", "/img/printer.png"),
  page("/wiki/config/Backup", "Backup of workstations"),
  page("/wiki/config/Proxy_settings", "Proxy settings of browsers"),
  page("/wiki/Settings/Telephones", "Telephones"),
  page("/wiki/Settings/Mail_client", "Mail client"),
  page("/wiki/Server_status_page", "Where to see whether a server is down"),
  page("/wiki/Environment_variables", "Environment variables"),
  page("/wiki/Change_log", "Change log of the handbook"),
  page("/wiki/Version_history", "Version history"),
  page("/wiki/admin/Accounts", "Accounts"),
  page("/wiki/VPN/client.config.explained", "The VPN client's file, explained"),
];

/** Files beside the pages; everything in them is invented. */
const extras: Record<SiteName, Readonly<Record<string, string>>> = {
  www: {
    "/robots.txt": "User-agent: *\nDisallow: /config\nSitemap: http://www.larkfield.example/sitemap.xml\n",
    "/sitemap.xml":
      '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>\n',
    "/feed.xml":
      '<?xml version="1.0"?><rss version="2.0"><channel><title>Larkfield</title></channel></rss>\n',
  },
  shop: {
    "/robots.txt": "User-agent: *\nDisallow: /basket\n",
    "/js/configurator.js": "document.title += ' *';\n",
  },
  wiki: { "/config": "pages_dir = pages\ntheme = harbour\n" },
  blog: {
    "/.env": "APP_NAME=notes\nAPP_ENV=example\nDB_PASSWORD=not-a-real-password\n",
    "/CHANGELOG.txt": "2.4.1 smaller pictures\n2.4.0 tags\n",
    "/readme.html": "<!doctype html><title>Notes 2.4.1</title><p>Version 2.4.1\n",
    "/robots.txt": "User-agent: *\nAllow: /\n",
    "/feed.xml": '<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title></channel></rss>\n',
  },
  api: {},
  files: {
    "/status.php": '{"installed":true,"maintenance":false,"version":"31.0.4.1","productname":"Files"}\n',
    "/ocs/v2.php/cloud/capabilities": '{"ocs":{"meta":{"status":"ok"},"data":{}}}\n',
    "/dav/anna/Minutes.txt": "Nothing was decided.\n",
    "/dav/anna/Photos/boat.txt": "a boat\n",
    "/dav/anna/Documents/plan.txt": "a plan\n",
    "/dav/anna/Documents/settings-backup.txt": "a list\n",
  },
};

/** Pages and files that a set has beyond the others. */
export interface More {
  pages: Record<SiteName, readonly Page[]>;
  files: Record<SiteName, Readonly<Record<string, string>>>;
}

/** Writes one site below `folder`. */
export function writeSite(site: SiteName, folder: string, more?: More): void {
  const all = [...pages[site], ...(more?.pages[site] ?? [])];
  const links = all.map(({ path, title }) => `<li><a href="${path}">${title}</a>`).join("\n");
  const written = site === "wiki" ? [...all, ...handbook] : all;
  for (const one of written) write(folder, pageFile(one.path), html(one, links));
  const assets = new Set(written.flatMap((one) => one.assets));
  for (const asset of assets) write(folder, asset, assetBody(asset));
  const files = { ...extras[site], ...more?.files[site] };
  for (const [path, body] of Object.entries(files)) write(folder, path, body);
}

function pageFile(path: string): string {
  return path.endsWith("/") ? `${path}index.html` : `${path}.html`;
}

function html({ title, assets }: Page, links: string): string {
  const pictures = assets
    .filter((asset) => asset.endsWith(".png"))
    .map((asset) => `<img src="${asset}" alt="">`);
  const scripts = assets
    .filter((asset) => asset.endsWith(".js"))
    .map((asset) => `<script src="${asset}"></script>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<link rel="stylesheet" href="/assets/site.css"><link rel="icon" href="/favicon.ico">
<h1>${title}</h1>
${pictures.join("\n")}
<p>${`${title}. `.repeat(20 + title.length)}</p>
<ul>${links}</ul>
${scripts.join("\n")}
</html>
`;
}

function assetBody(asset: string): string | Buffer {
  if (asset.endsWith(".png") || asset.endsWith(".ico")) return png(16 + (crc32(asset) % 48), crc32(asset));
  if (asset.endsWith(".css"))
    return "body { max-width: 42em; margin: auto; font-family: serif }\n".repeat(30);
  return `"use strict";\n${"// menu\n".repeat(80)}`;
}

/** A small square picture in one colour. */
function png(side: number, colour: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const row = Buffer.alloc(1 + side * 3);
  for (let at = 1; at < row.length; at += 1) row[at] = (colour >>> ((at % 3) * 8)) & 255;
  const rows = Buffer.concat(Array.from({ length: side }, () => row));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

function write(folder: string, path: string, body: string | Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
  utimesSync(file, modifiedAt, modifiedAt);
}
