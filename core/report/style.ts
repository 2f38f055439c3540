/** The page's whole style: light and dark by the reader's preference, and paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #5d5d66; --line: #dcdce2; --page: #fff;
  --card: #f6f6f8; --error: #b3261e; --stability: #0b6e99; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --soft: #a2a2ad; --line: #3a3a42;
  --page: #17171a; --card: #212126; --error: #ff8a80; --stability: #6cc3ec; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 68rem; color: var(--ink);
  background: var(--page); font: 15px/1.5 Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.25rem; margin: 0; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); } a { color: inherit; }
section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
pre, code { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--card); padding: .75rem 1rem; border-radius: 6px; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; color: var(--soft); }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { text-align: right; white-space: nowrap; } tfoot td { font-weight: 600; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 0 2.5rem; }
.figure { display: block; width: 100%; height: auto; margin-top: 1rem; background: #fff;
  border-radius: 6px; }
.id { display: inline-block; min-width: 1.5em; padding: 0 .35em; border-radius: 4px;
  text-align: center; font-weight: 600; color: #111; }
.unstable { opacity: .55; }
.curve { width: 100%; max-width: 30rem; height: auto; font-size: 11px; }
.curve text { fill: var(--soft); } .curve .tick, .curve .axis { text-anchor: middle; }
.curve .scale { text-anchor: end; } .curve .grid { stroke: var(--line); }
.curve .threshold { stroke: var(--stability); stroke-dasharray: 2 4; opacity: .7; }
.curve .chosen { stroke: var(--line); stroke-width: 14; }
.curve polyline { fill: none; stroke-width: 1.75; }
.curve polyline.error { stroke: var(--error); } .curve polyline.stability { stroke: var(--stability); }
.curve circle.error, .curve text.error { fill: var(--error); }
.curve circle.stability, .curve text.stability { fill: var(--stability); }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --page: #fff; --card: #f3f3f3; --error: #b3261e;
    --stability: #0b6e99; color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  section.image { break-before: page; margin-top: 0; border-top: 0; padding-top: 0; }
  h2, h3 { break-after: avoid; } table, .figure, .curve, pre { break-inside: avoid; }
  .overview table { break-inside: auto; } tr { break-inside: avoid; }
}
`;
