#pragma once
// The style sheet of report.html and the one script that adds sorting and
// filtering. Both are allowed by their hash alone; no other code can run.

#include <string_view>

namespace benchledger {

inline constexpr std::string_view kReportStyle = R"css(
:root{color-scheme:light dark;
--page:#fbfbf9;--card:#fff;--ink:#1d2126;--soft:#565d66;--line:#dfe1dc;--zebra:#f5f5f1;--link:#1a55b0;
--own:#e3ecfb;--own-ink:#173f85;--own-line:#88a9e2;
--rival:#fdeed6;--rival-ink:#7a4300;--rival-line:#e2b266;
--third:#dff3e4;--third-ink:#0f5327;--third-line:#7fc294;
--none:#f0f0ee;--none-ink:#50565d;--none-line:#a9adb1;
--bad:#fce4e1;--bad-ink:#981b11;--warn:#fdf0cf;--warn-ink:#724e00;--note:#e9edf1;--note-ink:#3b4652;
--mark:#fff0a8;--shadow:0 1px 2px #0001,0 12px 34px #0003}
@media(prefers-color-scheme:dark){:root{
--page:#14171a;--card:#1b1f23;--ink:#e7e9ea;--soft:#a3abb3;--line:#333a41;--zebra:#1f2428;--link:#8ab4f8;
--own:#1b2c4c;--own-ink:#b8d0fb;--own-line:#4a6fb3;
--rival:#412c0c;--rival-ink:#f7cf90;--rival-line:#96692a;
--third:#14361f;--third-ink:#a6e2b8;--third-line:#3f8557;
--none:#2a2f34;--none-ink:#b9c0c6;--none-line:#5f676e;
--bad:#4a1b17;--bad-ink:#ffb9b1;--warn:#40310a;--warn-ink:#f4d583;--note:#2a3037;--note-ink:#c3ccd5;
--mark:#5c4d00;--shadow:0 1px 2px #0006,0 12px 34px #000a}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.25rem}footer{padding:2rem 1.25rem 3rem;color:var(--soft);font-size:.875rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 .75rem;letter-spacing:-.01em;text-wrap:balance}
h3{font-size:1rem;margin:1.75rem 0 .5rem}
h2+h3{margin-top:.75rem}
p{margin:.4rem 0;max-width:46rem}
.soft{color:var(--soft)}.small{font-size:.875rem}
code,.mono{font:.85em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.5rem 0;padding:0;list-style:none}
.figures li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.7rem .9rem}
.figures b{display:block;font-size:1.65rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.figures span{color:var(--soft);font-size:.875rem}
.bar{display:block;width:100%;height:1.1rem;border-radius:6px;margin:.75rem 0}
.bar .own{fill:var(--own-line)}.bar .rival{fill:var(--rival-line)}.bar .third{fill:var(--third-line)}.bar .none{fill:var(--none-line)}
.legend{list-style:none;padding:0;margin:.5rem 0;display:grid;gap:.35rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr))}
.tag{display:inline-block;padding:0 .4em;border-radius:4px;border:1px solid;font-size:.75rem;line-height:1.45;font-weight:600;white-space:nowrap}
.own{background:var(--own);color:var(--own-ink);border-color:var(--own-line)}
.rival{background:var(--rival);color:var(--rival-ink);border-color:var(--rival-line)}
.third{background:var(--third);color:var(--third-ink);border-color:var(--third-line)}
.none{background:var(--none);color:var(--none-ink);border-color:var(--none-line);border-style:dashed}
.bad{background:var(--bad);color:var(--bad-ink);border-color:currentColor}
.warn{background:var(--warn);color:var(--warn-ink);border-color:currentColor}
.note{background:var(--note);color:var(--note-ink);border-color:currentColor}
.good{background:var(--third);color:var(--third-ink);border-color:currentColor}
.scroll{overflow-x:auto;max-width:100%;border:1px solid var(--line);border-radius:10px;background:var(--card);margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding:.6rem .8rem;color:var(--soft);font-size:.875rem}
th,td{padding:.45rem .8rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;vertical-align:bottom;font-weight:600}
caption+thead th,caption+tbody tr:first-child>*{border-top:1px solid var(--line)}
tbody th{font-weight:500;min-width:9rem}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th .small{font-weight:400}
.grid{width:auto;min-width:100%}
.grid thead th{min-width:6rem;max-width:14rem}
.grid tbody th{position:sticky;left:0;background:var(--card);min-width:10rem;max-width:22rem;z-index:1}
.grid .group th{background:var(--zebra);font-weight:650;position:static}
.grid td{padding:.3rem .5rem}
.blank{color:var(--soft)}
.score{font:inherit;font-variant-numeric:tabular-nums;cursor:pointer;border-width:1px;border-style:solid;border-radius:6px;padding:.12rem .45rem;
white-space:nowrap;display:inline-flex;gap:.45em;align-items:baseline}
.score:hover{filter:brightness(.96)}
.score+.score{margin-top:.25rem}
.score .who{font-size:.7rem;font-weight:650}
.score .set{font-size:.75rem;white-space:normal}
.score.none{border-style:dashed}
.score .flag{font-weight:700}
.cell{display:flex;flex-direction:column;align-items:flex-start;gap:.25rem}
.cell .score+.score{margin:0}
[popover]{border:1px solid var(--line);border-radius:12px;background:var(--card);color:var(--ink);padding:1rem 1.15rem;
box-shadow:var(--shadow);width:min(30rem,calc(100vw - 2rem));max-height:min(34rem,80vh);overflow:auto;
inset:auto 1rem 1rem auto;position:fixed;margin:0;font-size:.9rem}
[popover] h4{margin:0 2rem .35rem 0;font-size:1rem}
@supports not selector(:popover-open){[popover]{position:static;box-shadow:none;width:auto}}
.close{position:absolute;top:.6rem;right:.6rem;border:1px solid var(--line);background:none;color:inherit;border-radius:6px;font:inherit;cursor:pointer;padding:0 .5rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
blockquote{margin:.35rem 0;padding:.35rem .8rem;border-left:3px solid var(--line);background:var(--zebra);border-radius:0 6px 6px 0;overflow-wrap:anywhere}
blockquote .small{display:block;color:var(--soft)}
.finding{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--note-ink);border-radius:8px;padding:.75rem 1rem;margin:.6rem 0}
.finding.error{border-left-color:var(--bad-ink)}.finding.warning{border-left-color:var(--warn-ink)}
.finding p{margin:.25rem 0}
.finding .says{font-weight:550;max-width:none}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:.5rem}
details>summary{cursor:pointer;padding:.25rem 0}
.changes{padding-left:1.1rem;margin:.35rem 0}.changes li{margin:.2rem 0;overflow-wrap:anywhere}
.changes a,blockquote a{color:inherit;text-decoration-color:var(--soft)}
:target{outline:3px solid var(--link);outline-offset:2px}
.page{border-top:1px solid var(--line);margin-top:2.5rem;content-visibility:auto;contain-intrinsic-size:auto 60rem}
.page h2{margin-top:1.5rem}
.empty{background:var(--card);border:1px dashed var(--line);border-radius:10px;padding:1rem 1.15rem;color:var(--soft)}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0}.tools:empty{display:none}
.tools input,.tools select{font:inherit;padding:.3rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:inherit;max-width:100%}
th button.sort{all:unset;cursor:pointer;font-weight:600}
th button.sort::after{content:" \2195";color:var(--soft)}
th[aria-sort=ascending] button.sort::after{content:" \2191";color:inherit}
th[aria-sort=descending] button.sort::after{content:" \2193";color:inherit}
th button.sort:focus-visible{outline:3px solid var(--link)}
@media(max-width:40rem){header,main,footer{padding-left:.9rem;padding-right:.9rem}h1{font-size:1.5rem}
.figures{grid-template-columns:repeat(2,1fr)}.grid tbody th{min-width:7.5rem;max-width:9rem}
[popover]{inset:auto .5rem .5rem .5rem;width:auto}th,td{padding:.4rem .55rem}}
@media print{[popover],.tools,nav{display:none}.scroll{overflow:visible}body{background:#fff;color:#000}}
)css";

// Adds controls only when it runs, so that a reader without it misses nothing
// and sees no control that does not work.
inline constexpr std::string_view kReportScript = R"js(
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.className = "sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = row => row.cells[column].textContent.trim();
      const numeric = [...body.rows].every(row => value(row) === "" || !isNaN(value(row)));
      const compare = (a, b) => numeric ? value(a) - value(b) : value(a).localeCompare(value(b));
      body.append(...[...body.rows].sort((a, b) => up ? compare(a, b) : compare(b, a)));
    });
  });
}
const findings = [...document.querySelectorAll(".finding")];
const holder = document.getElementById("finding-tools");
if (holder && findings.length > 3) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = "Filter findings";
  box.setAttribute("aria-label", "Filter findings by text");
  const shown = document.createElement("span");
  shown.className = "soft small";
  shown.setAttribute("role", "status");
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const text = finding.textContent.toLowerCase();
      const match = words.every(word => text.includes(word));
      finding.hidden = !match;
      if (match && words.length) finding.closest("details")?.setAttribute("open", "");
      count += match;
    }
    shown.textContent = words.length ? count + " of " + findings.length : "";
  });
  holder.append(box, shown);
}
)js";

}  // namespace benchledger
