/** The pages of the laboratory's sites: a little text, the libraries, and the scripts of the site's shapes. */
import { gather } from "./gather.ts";
import type { Shape, Site } from "./shape.ts";
import { sites } from "./sites.ts";

function body(shapes: readonly Shape[]): string {
  const runs = shapes.map(
    ({ host, script }) =>
      `try { await (async () => { ${script} })(); } catch (fault) { faults.push(${JSON.stringify(host)} + ": " + fault); }`,
  );
  return `${gather}
window.done = (async () => { const env = await gatherAll(), faults = [];
${runs.join("\n")}
return faults.join("; "); })();`;
}

function html({ title, shapes }: Site): string {
  const loads = [...new Set(shapes.flatMap(({ libraries }) => libraries ?? []))]
    .filter((name) => name.endsWith(".js"))
    .map((name) => `<script src="${name.includes("/") ? name : `/assets/${name}`}"></script>`);
  const styles = shapes.flatMap(({ style }) => (style === undefined ? [] : [`<style>${style}</style>`]));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<link rel="icon" href="data:,">${styles.join("")}</head><body class="page"><h1>${title}</h1><p id="text">Text of the page.</p>
${loads.join("\n")}
<script>${body(shapes)}</script></body></html>`;
}

const byHost = new Map(sites.map((site) => [site.host, html(site)]));

export function pageOf(host: string): string | undefined {
  return byHost.get(host);
}
