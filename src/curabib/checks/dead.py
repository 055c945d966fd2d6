"""Labels whose links lead nowhere, in every language of lists, told at the label."""

from collections.abc import Iterator, Sequence

from curabib.checks.anchors import Anchor, undefined
from curabib.checks.written import Written
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.dead import lacks_scheme, why_dead
from curabib.evidence.labels import link_label
from curabib.evidence.links import is_web
from curabib.evidence.text import squash

_TITLE_WORDS = 2
# words on links that do not say what they lead to
_ANY_LINK = frozenset({"here", "link", "links", "online", "url", "web", "website", "链接"})


def dead_links(written: Written, links: Sequence[Anchor], linked: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link of an entry whose target is none, or that nobody can see.

    `linked` are the labels that links of the list print. Whatever leads to a file, or to another place of the page, is
    a link like others.
    """
    for link in links:
        place = written.place(link.start, link.end)
        meaning = link_label(link.label)
        if not link.label:
            if is_web(link.target):
                message = f"the link to `{link.target[:80]}` has no words, so that nobody sees it"
                yield diagnose("CB593", message, written.place(link.start, link.at + len(link.target)))
            continue
        if lacks_scheme(link.target):
            fix = written.fix("write `https://`", link.at, link.at, "https://")
            message = f"the address `{link.target[:80]}` begins without `https://`"
            yield diagnose("CB587", message, written.place(link.at, link.at + len(link.target)), fix=fix)
            continue
        promises = link.behind and squash(link.label) not in _ANY_LINK
        why = why_dead(link.target, meaning if promises else "")
        if why and link.behind and (meaning or link.label.lower() in linked):
            yield diagnose("CB120", f"the label `{link.label}` {why}", place)
        elif why and link.target.strip("<> #") and len(link.label.split()) >= _TITLE_WORDS:
            yield diagnose("CB120", f"the link `{link.label[:60]}` {why}", place)


def undefined_links(
    written: Written, defined: frozenset[str], linked: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each label of Markdown whose reference nothing in the list defines (`[paper][nowhere]`).

    Brackets that follow each other are no reference in general: it must be a label that is a link elsewhere, or words
    in a list that has such references.
    """
    for label, name, start, end in undefined(written, defined):
        numbered = name.isdigit()
        labelled = bool(link_label(label)) and label.lower() in linked and not link_label(name)
        worded = bool(defined) and len(label.split()) > _TITLE_WORDS and not any(map(str.isdigit, label))
        if (labelled and (defined or not numbered)) or (worded and name):
            message = f"nothing defines the reference `{name or label}` of the link `{label[:60]}`"
            yield diagnose("CB120", message, written.place(start, end))
