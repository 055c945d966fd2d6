"""Readers, writers, providers and checks, loaded by name when they are asked for.

Built-ins stand in a table and are found without looking at what else is installed, because scanning the entry points
of an environment costs more than a whole export; entry points of the same group are consulted for every other name.
"""

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from curabib.diagnostics import CurabibError
from curabib.model.nearest import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

BUILT_IN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "curabib.writers": {
            "bibtex": "curabib.writers.bibtex:BIBTEX",
            "biblatex": "curabib.writers.bibtex:BIBLATEX",
            "acm": "curabib.writers.bibtex:ACM",
            "csl-json": "curabib.writers.csl_json:WRITER",
            "csl-yaml": "curabib.writers.csl_yaml:WRITER",
            "hayagriva": "curabib.writers.hayagriva:WRITER",
            "json": "curabib.writers.json:WRITER",
            "awesome-list": "curabib.writers.awesome_list:WRITER",
            "coins": "curabib.writers.coins_page:WRITER",
            "csv": "curabib.writers.csv:WRITER",
            "ris": "curabib.writers.tagged:RIS_WRITER",
            "enw": "curabib.writers.tagged:ENW_WRITER",
            "endnote-xml": "curabib.writers.endnote_xml:WRITER",
            "zotero": "curabib.writers.grouped_bib:ZOTERO_BIB",
            "better-bibtex": "curabib.writers.grouped_bib:BETTER_BIBTEX_BIB",
            "jabref": "curabib.writers.grouped_bib:JABREF",
            "zotero-csl": "curabib.writers.zotero_csl:WRITER",
            "zotero-rdf": "curabib.writers.zotero_rdf:WRITER",
        },
        "curabib.readers": {},
        "curabib.providers": {
            "arxiv": "curabib.providers.arxiv:Arxiv",
            "crossref": "curabib.providers.crossref:Crossref",
            "datacite": "curabib.providers.datacite:Datacite",
            "dblp": "curabib.providers.dblp:Dblp",
            "openalex": "curabib.providers.openalex:Openalex",
            "openreview": "curabib.providers.openreview:Openreview",
            "pubmed": "curabib.providers.pubmed:Pubmed",
            "semantic-scholar": "curabib.providers.semantic_scholar:SemanticScholar",
        },
        "curabib.checks": {
            "missing": "curabib.checks.missing:check",
            "titles": "curabib.checks.titles:check",
            "names": "curabib.checks.names:check",
            "dates": "curabib.checks.dates:check",
            "venues": "curabib.checks.venues:check",
            "links": "curabib.checks.links:check",
            "keywords": "curabib.checks.keywords:check",
            "listing": "curabib.checks.listing:check",
            "aliases": "curabib.checks.aliases:check",
            "retractions": "curabib.checks.retractions:check",
        },
    }
)


def load(group: str, name: str, *, also: tuple[str, ...] = ()) -> object:
    """Return the plug-in `name` of `group` (`curabib.writers`, or `writers` for short).

    `also` are names that are understood beside those of the group, for the error that names what is known.

    A built-in name is never taken over by an installed package. Raises CurabibError, with the nearest name, for a
    name that is neither, and for a package whose plug-in cannot be loaded.
    """
    group = _full(group)
    target = BUILT_IN.get(group, {}).get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(importlib.import_module(module), attribute)
    for point in entry_points(group=group, name=name):
        try:
            return point.load()
        except Exception as error:
            package = point.dist.name if point.dist else "an installed package"
            raise CurabibError(
                f"the plug-in `{name}` of {package} cannot be loaded: {error}",
                hint="update or remove the package",
            ) from error
    known = tuple(sorted({*names(group), *also}))
    kind = group.rpartition(".")[2].removesuffix("s")
    guess = nearest(name, known, 1)
    hint = f"did you mean `{guess[0]}`?" if guess else "known are " + ", ".join(f"`{k}`" for k in known)
    raise CurabibError(f"there is no {kind} `{name[:60]}`", hint=hint)


def names(group: str) -> tuple[str, ...]:
    """Return the names of all plug-ins of a group, sorted: the built-in ones and those of installed packages."""
    group = _full(group)
    return tuple(sorted({*BUILT_IN.get(group, {}), *(point.name for point in entry_points(group=group))}))


def entry_points(*, group: str, name: str = "") -> "tuple[EntryPoint, ...]":
    """Return the entry points of a group, or those of one name in it."""
    metadata = importlib.import_module("importlib.metadata")  # costs as much as the interpreter's start
    wanted = {"group": group, "name": name} if name else {"group": group}
    return tuple(metadata.entry_points(**wanted))


def _full(group: str) -> str:
    return group if "." in group else f"curabib.{group}"
