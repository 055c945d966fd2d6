"""A reference list as a page of its own: readable, printable, without scripts, for light and dark rooms."""

from html import escape

from curabib.model.topic import topic_slugs
from curabib.writers.references.coins import coins
from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.targets.html import PRINTER

_STYLE = """\
:root {
  color-scheme: light dark;
  --ground: #fdfcfa; --text: #1f2328; --quiet: #59606a; --rule: #dcd8d0; --link: #0b57a4; --mark: #fff3cd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181c; --text: #e4e2dd; --quiet: #a3a8b0; --rule: #343840; --link: #8ab8f2; --mark: #3d3520;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; padding: clamp(1.25rem, 5vw, 4rem) clamp(1rem, 5vw, 2rem);
  background: var(--ground); color: var(--text);
  font: 400 1.0625rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  overflow-wrap: break-word;
}
main, header, nav, footer { max-width: 42rem; margin-inline: auto; }
h1, h2, nav, footer, .label, .extra {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, sans-serif;
}
h1 { margin: 0; font-size: clamp(1.6rem, 5vw, 2.2rem); line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
.count { margin: 0.4rem 0 0; color: var(--quiet); }
header { padding-bottom: 1.5rem; border-bottom: 1px solid var(--rule); }
nav { margin-top: 1.25rem; font-size: 0.9375rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.25rem 0; }
h2 { margin: 2.75rem 0 1rem; font-size: 1.1875rem; line-height: 1.3; text-wrap: balance; }
.references { margin: 1.75rem 0 0; padding: 0; list-style: none; }
h2 + .references { margin-top: 0; }
.references li { margin: 0 0 1rem; padding: 0.125rem 0; scroll-margin-top: 1rem; }
.references li:target { background: var(--mark); box-shadow: 0 0 0 0.5rem var(--mark); border-radius: 1px; }
.labelled li { display: grid; grid-template-columns: var(--width) minmax(0, 1fr); column-gap: 0.75rem; }
@media (max-width: 30rem) { .labelled li { column-gap: 0.4rem; } }
.labelled .label { color: var(--quiet); font-variant-numeric: tabular-nums; font-size: 0.9375rem; line-height: 1.7; }
.hanging .body { padding-left: 1.75rem; text-indent: -1.75rem; }
.extra { margin-top: 0.25rem; font-size: 0.875rem; line-height: 1.5; color: var(--quiet); text-indent: 0; }
a { color: var(--link); text-decoration-thickness: 0.06em; text-underline-offset: 0.18em; overflow-wrap: anywhere; }
a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 2px; }
code { font-size: 0.9em; }
sup, sub { line-height: 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
footer { font-size: 0.875rem; color: var(--quiet); }
footer p { margin: 0; }
@media print {
  :root { --ground: #fff; --text: #000; --quiet: #444; --rule: #bbb; --link: #000; --mark: transparent; }
  body { padding: 0; font-size: 10.5pt; line-height: 1.4; }
  main, header, footer { max-width: none; }
  nav { display: none; }
  .references li { break-inside: avoid; margin-bottom: 0.5rem; }
  h2 { break-after: avoid; }
  a { text-decoration: none; }
}
"""


def page(references: ReferenceList) -> str:
    """Return the page: title, how many references, a way to each heading, and the list.

    Each item has the citation key as its `id`, and a COinS span, so that reference managers offer the whole list.
    """
    title = escape(references.title or "References")
    count = len(references.references)
    headings = [group.heading for group in references.groups if group.heading]
    slugs = _slugs(references)
    ways = "".join(
        f'<li><a href="#{escape(slugs[heading])}">{escape(heading)}</a></li>\n' for heading in headings
    )
    nav = f'<nav aria-label="Sections">\n<ul>\n{ways}</ul>\n</nav>\n' if ways else ""
    body = "".join(_section(references, group, slugs) for group in references.groups)
    return f"""\
<!DOCTYPE html>
<html lang="{escape(references.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="curabib">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{_STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="count" lang="en">{count} {"reference" if count == 1 else "references"}</p>
{nav}</header>
<main>
{body}</main>
<footer lang="en">
<p>Reference managers such as Zotero can save these references from this page.</p>
</footer>
</body>
</html>
"""


def _slugs(references: ReferenceList) -> dict[str, str]:
    """Return an anchor for each heading, none of which is a citation key."""
    keys = {reference.entry.key for reference in references.references}
    slugs = topic_slugs(group.heading for group in references.groups if group.heading)
    return {
        heading: f"section-{slug}" if f"section-{slug}" not in keys else f"section-{slug}-"
        for heading, slug in slugs.items()
    }


def _section(references: ReferenceList, group: Group, slugs: dict[str, str]) -> str:
    tag = "ol" if references.layout == "numeric" else "ul"
    width = max((len(reference.label) for reference in references.references), default=0)
    kind, style = "", ""
    if width:
        kind, style = " labelled", f' style="--width: {max(width * 0.6, 1.5):.1f}em"'
    elif references.hanging:
        kind = " hanging"
    items = "".join(_item(reference) for reference in group.references)
    found = f'<{tag} class="references{kind}"{style} role="list">\n{items}</{tag}>\n'
    if not group.heading:
        return found
    id = escape(slugs[group.heading])
    heading = f'<h2 id="{id}">{escape(group.heading)}</h2>\n'
    return f'<section aria-labelledby="{id}">\n{heading}{found}</section>\n'


def _item(reference: Reference) -> str:
    label = f'<span class="label">{escape(reference.label)}</span>\n' if reference.label else ""
    extras = "".join(f'<div class="extra">{PRINTER.inlines(extra)}</div>\n' for extra in reference.extras)
    body = f'<div class="body">{PRINTER.inlines(reference.body)}{coins(reference.entry)}\n{extras}</div>'
    return f'<li id="{escape(reference.entry.key)}">\n{label}{body}\n</li>\n'
