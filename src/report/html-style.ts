/**
 * The look of the HTML report. System fonts, few colours; each colour repeats a word that is
 * there anyway, and text has a contrast of at least 4.5 to its ground in light and in dark.
 */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --line: #d5dae0; --text: #1b1f24; --muted: #56606b; --link: #0b57a4;
  --escalate: #a8201a; --watch: #7d5100; --close: #1c6638; --bar: #a8201a; --bar-other: #8391a1; --focus: #0b57a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1c2127; --line: #363d46; --text: #e3e6ea; --muted: #a0a9b4; --link: #7cb7ff;
    --escalate: #ff8f85; --watch: #e9b44c; --close: #7fcf9a; --bar: #ff8f85; --bar-other: #5d6a78; --focus: #7cb7ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
:target { outline: 2px solid var(--focus); outline-offset: 4px; }
section:target, header:target, .case > .body:target { outline: none; }
.case > .body { scroll-margin-top: 5rem; }
.finding { scroll-margin-top: 4rem; }
code, pre, .value, .place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.92em; }
.value { unicode-bidi: isolate; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, dl, figure, pre { margin: 0; }
h1 { font-size: 1rem; font-weight: 600; margin-bottom: 0.6rem; }
h1 span { font-weight: 400; color: var(--muted); }
h2 { font-size: 1.15rem; margin-bottom: 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; }
h4 { font-size: 0.86rem; margin: 0.7rem 0 0.25rem; color: var(--muted); }
section { margin-top: 2.2rem; }
.meta, footer { color: var(--muted); font-size: 0.9em; }
.skip { position: absolute; left: -100vw; background: var(--ground); padding: 0.4rem 0.8rem; }
.skip:focus { left: 0.5rem; top: 0.5rem; z-index: 1; }
.page { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 2.2rem; max-width: 82rem; margin: 0 auto; padding: 1.2rem 1.4rem 3rem; }
nav { position: sticky; top: 1.2rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; font-size: 0.92em; }
nav ul { list-style: none; padding: 0; }
nav li { margin: 0.22rem 0; }
nav ul ul { padding-left: 0.7rem; border-left: 1px solid var(--line); font-size: 0.94em; }
nav a { color: inherit; text-decoration: none; overflow-wrap: break-word; }
nav ul ul { color: var(--muted); }
nav b { color: var(--text); }
nav a:hover { text-decoration: underline; }
.banner { border: 1px solid var(--tone); border-left-width: 8px; border-radius: 4px; padding: 0.8rem 1.1rem; background: var(--raised); }
.banner.escalate, .tag.escalate, .tag.critical, .tag.now { --tone: var(--escalate); }
.banner.watch, .tag.watch, .tag.high, .tag.shift { --tone: var(--watch); }
.banner.close, .tag.close { --tone: var(--close); }
.verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 1rem; }
.verdict strong { font-size: 1.7rem; line-height: 1.2; letter-spacing: 0.02em; color: var(--tone); }
.verdict span { font-size: 1.15rem; }
.sentence { font-size: 1.1rem; margin: 0.2rem 0 0.3rem; }
.run { margin-top: 0.6rem; color: var(--muted); }
.tag { --tone: var(--muted); display: inline-block; border: 1px solid var(--tone); border-radius: 3px; padding: 0 0.35em; font-size: 0.82em; line-height: 1.45; color: var(--tone); white-space: nowrap; }
.tag.escalate, .tag.critical, .tag.now { font-weight: 600; }
.clause { display: inline-block; font-weight: 600; font-size: 0.86em; color: var(--muted); }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.reasons, ul.plain, ul.rows, .raw ul { list-style: none; padding: 0; }
ul.reasons > li { display: grid; grid-template-columns: 2.9rem minmax(0, 1fr); margin-bottom: 0.45rem; overflow-wrap: anywhere; }
ul.plain > li { margin-bottom: 0.3rem; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: 3fr 2fr; gap: 0.4rem 2rem; }
.columns h3 { margin-bottom: 0.35rem; }
.columns ul + h3, .rows + h3 { margin: 0.9rem 0 0.3rem; }
.rows > li { display: grid; gap: 0.1rem 1rem; padding: 0.45rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.rows > li:last-child { border-bottom: 0; }
.rows.served > li { grid-template-columns: 9rem minmax(0, 1fr); padding: 0.3rem 0; }
.rows.coverage > li, .rows.steps > li { grid-template-columns: 3rem 7rem minmax(0, 1fr); padding: 0.28rem 0; }
.rows.indicators > li { grid-template-columns: 14rem 6.5rem minmax(0, 1fr); }
.rows.indicators ul { padding-left: 1.1rem; margin-bottom: 0.3rem; }
.rows pre { margin-top: 0.2rem; padding: 0.25rem 0.5rem; background: var(--raised); border-radius: 3px; white-space: pre-wrap; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.8rem; }
.card { border: 1px solid var(--line); border-radius: 4px; padding: 0.7rem 0.9rem; }
.card h3 { font-size: 0.95rem; font-weight: 500; }
.answer { margin: 0.15rem 0 0.2rem; }
.answer strong { font-size: 1.1rem; }
.answer.yes strong { color: var(--escalate); }
.answer.mixed strong, .answer.cannot-tell strong { color: var(--watch); }
.answer.no strong { color: var(--close); }
.under { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; }
.under > .raw[open] { flex-basis: 100%; min-width: 0; }
summary { cursor: pointer; }
details > summary { overflow-wrap: anywhere; }
.case { border: 1px solid var(--line); border-radius: 4px; margin-bottom: 0.6rem; }
.case > summary { padding: 0.5rem 0.8rem; }
.case > summary h3 { display: inline; margin: 0 0.3rem; overflow-wrap: anywhere; }
.case > summary > .meta { display: block; padding-left: 1.15em; }
.case > summary .tags { white-space: nowrap; }
.case[open] > summary { border-bottom: 1px solid var(--line); background: var(--raised); }
.case > .body { padding: 0.6rem 0.8rem 0.8rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.3rem 1.6rem; }
.facts dt { font-size: 0.82em; color: var(--muted); }
.facts dd { margin: 0; }
.entity { border-top: 1px solid var(--line); }
.entity > summary { padding: 0.3rem 0; }
.entity > summary > .value { font-weight: 600; }
.entity > .body { padding: 0 0 0.7rem 1.1rem; }
.entity .reasons { margin: 0.2rem 0 0.4rem; }
.entity .reasons > li { margin-bottom: 0.1rem; }
.finding { padding: 0.3rem 0 0.3rem 0.8rem; border-left: 2px solid var(--line); margin-bottom: 0.35rem; overflow-wrap: anywhere; }
.raw summary, .rows details summary, td summary, .names summary, .as-table summary { color: var(--muted); font-size: 0.9em; width: fit-content; }
.raw li { margin: 0.2rem 0; padding: 0.15rem 0.5rem; background: var(--raised); border-radius: 3px; overflow-wrap: anywhere; }
.raw .place { color: var(--muted); margin-right: 0.8em; }
.raw code { white-space: pre-wrap; unicode-bidi: isolate; }
.left-out { border-top: 1px solid var(--line); padding-top: 0.4rem; margin-top: 0.4rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--muted); font-size: 0.9em; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { font-size: 0.86em; color: var(--muted); white-space: nowrap; }
td.file { overflow-wrap: anywhere; min-width: 14rem; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.problem { font-size: 0.9em; }
.plot { position: relative; padding: 0.5rem 0 1.5rem 3.2rem; }
.plot svg { display: block; width: 100%; height: 9rem; overflow: visible; }
.level { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
rect.flagged, .key.flagged { fill: var(--bar); background: var(--bar); }
rect.all, .key.all { fill: var(--bar-other); background: var(--bar-other); }
rect.hover { fill: transparent; }
g:hover > rect.hover { fill: var(--line); opacity: 0.6; }
.levels { position: absolute; left: 0; top: 0.5rem; bottom: 1.5rem; width: 2.8rem; font-size: 0.8em; color: var(--muted); text-align: right; }
.levels span { position: absolute; right: 0; transform: translateY(-50%); font-variant-numeric: tabular-nums; }
.times { position: absolute; left: 3.2rem; right: 0; bottom: 0; height: 1.5rem; font-size: 0.8em; color: var(--muted); }
.times span { position: absolute; top: 0; padding: 0.25rem 0 0 0.3rem; border-left: 1px solid var(--muted); white-space: nowrap; line-height: 1.1; font-variant-numeric: tabular-nums; }
.times span.end { transform: translateX(-100%); border-left: 0; border-right: 1px solid var(--muted); padding: 0.25rem 0.3rem 0 0; }
.key { display: inline-block; width: 0.8em; height: 0.8em; margin: 0 0.15em 0 0.6em; border-radius: 1px; }
figcaption .key:first-child { margin-left: 0; }
figcaption { font-size: 0.9em; color: var(--muted); margin: 0.3rem 0; }
footer { margin-top: 2.5rem; padding-top: 0.7rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.graph { overflow-x: auto; }
.graph svg { display: block; margin: 0 auto; max-width: 100%; min-width: 36rem; height: auto; font-size: 12px; }
.graph line { stroke: var(--bar-other); }
.graph circle { fill: var(--watch); stroke: var(--ground); stroke-width: 1.5; }
.graph circle.escalate { fill: var(--escalate); }
.graph circle.earlier { fill: var(--ground); stroke: var(--muted); stroke-dasharray: 2 2; }
.graph text { fill: var(--text); stroke: var(--ground); stroke-width: 5px; paint-order: stroke; unicode-bidi: isolate; }
footer p { margin-bottom: 0.3rem; }
@media (max-width: 60rem) {
  .page { display: block; padding: 1rem 0.9rem 2rem; }
  nav { position: static; max-height: none; margin-bottom: 1rem; padding-bottom: 0.6rem; border-bottom: 1px solid var(--line); }
  nav > ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
  nav ul ul { display: none; }
  .columns { display: block; }
  .columns > div + div { margin-top: 0.9rem; }
}
@media (max-width: 40rem) {
  .rows.served > li, .rows.indicators > li { display: block; }
  .rows.coverage > li, .rows.steps > li { grid-template-columns: 2.6rem minmax(0, 1fr); }
  .rows.coverage > li > :last-child, .rows.steps > li > :last-child { grid-column: 1 / -1; }
  .times span:nth-child(even) { display: none; }
  .case > .body { padding: 0.5rem 0.6rem; }
  .entity > .body { padding-left: 0.3rem; }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --line: #bbb; --text: #000; --muted: #444; --link: #000; --escalate: #8c1410; --watch: #5f3d00; --close: #14532d; --bar: #333; --bar-other: #aaa; }
  body { font-size: 9.5pt; }
  .page { display: block; max-width: none; padding: 0; }
  nav, .skip { display: none; }
  a { text-decoration: none; }
  section { margin-top: 1.2rem; }
  h2, h3, h4, summary { break-after: avoid; }
  .finding, .card, .rows > li, figure { break-inside: avoid; }
  rect, .key, .banner { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .case:not(.background)::details-content, .case:not(.background) .entity::details-content { content-visibility: visible; block-size: auto; }
}
`;
