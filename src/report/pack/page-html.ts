/** The page of a hand-over as one HTML file that loads nothing and runs nothing; log text in it is never markup. */
import { forHtml } from "../safe-text.ts";
import type { Page, PageLine } from "./page.ts";

const policy = "default-src 'none'; style-src 'unsafe-inline'";
/** Made for one sheet of paper as well as for a screen. */
const style = `
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 13px/1.4 system-ui, sans-serif; }
h1 { font-size: 1.2rem; margin: 0; }
h2 { font-size: 0.95rem; margin: 0.8rem 0 0.2rem; border-bottom: 1px solid; }
p { margin: 0.3rem 0; }
ul { margin: 0; padding-left: 1.1rem; }
.tlp { display: inline-block; border: 2px solid; padding: 0 0.5em; font-weight: 700; }
pre { margin: 0.1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.9em; }
li { overflow-wrap: anywhere; unicode-bidi: isolate; }
footer { margin-top: 0.8rem; font-size: 0.9em; }
@media print { body { padding: 0; font-size: 10px; } }
`;

export function renderPageHtml(page: Page): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${forHtml(page.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${forHtml(page.title)}</h1>
${page.tlp === undefined ? "" : `<p class="tlp">${forHtml(page.tlp)}</p>\n`}${page.summary.map((sentence) => `<p>${forHtml(sentence)}</p>`).join("\n")}
</header>
<main>
${page.sections
  .map(
    ({ title, lines }) =>
      `<section>\n<h2>${forHtml(title)}</h2>\n<ul>\n${lines.map(pointOf).join("\n")}\n</ul>\n</section>`,
  )
  .join("\n")}
</main>
<footer>${forHtml(page.footer)}</footer>
</body>
</html>
`;
}

function pointOf({ lead, text, code }: PageLine): string {
  const words = [...(lead === undefined ? [] : [`<b>${forHtml(lead)}</b>`]), forHtml(text)]
    .filter((one) => one !== "")
    .join(" ");
  return `<li>${words}${code === undefined ? "" : `<pre>${forHtml(code)}</pre>`}</li>`;
}
