"""Addresses of pages that show a file, turned into the addresses of the file itself."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

_READMES = (
    "README.md",
    "readme.md",
    "Readme.md",
    "README.rst",
    "README.org",
    "README.txt",
    "README",
    "README.markdown",
)

_NAME = r"([A-Za-z0-9][\w.-]*)"
_RAW_GITHUB = "https://raw.githubusercontent.com"


def _github_readmes(m: "re.Match[str]") -> tuple[str, ...]:
    repository = m[2].removesuffix(".git")
    return tuple(f"{_RAW_GITHUB}/{m[1]}/{repository}/HEAD/{name}" for name in _READMES)


def _github_folder(m: "re.Match[str]") -> tuple[str, ...]:
    return tuple(f"{_RAW_GITHUB}/{m[1]}/{m[2]}/{m[3].rstrip('/')}/{name}" for name in _READMES)


def _github_file(m: "re.Match[str]") -> tuple[str, ...]:
    return (f"{_RAW_GITHUB}/{m[1]}/{m[2]}/{m[3]}",)


def _gist(m: "re.Match[str]") -> tuple[str, ...]:
    return (f"https://gist.githubusercontent.com/{m[1]}/{m[2]}/raw",)


def _gitlab_readmes(m: "re.Match[str]") -> tuple[str, ...]:
    return tuple(
        f"https://gitlab.com/{m[1]}/{m[2].removesuffix('.git')}/-/raw/HEAD/{name}" for name in _READMES
    )


def _gitlab_file(m: "re.Match[str]") -> tuple[str, ...]:
    return (f"https://gitlab.com/{m[1]}/-/raw/{m[2]}",)


def _codeberg_file(m: "re.Match[str]") -> tuple[str, ...]:
    return (f"https://codeberg.org/{m[1]}/{m[2]}/raw/{m[3]}",)


def _bitbucket_file(m: "re.Match[str]") -> tuple[str, ...]:
    return (f"https://bitbucket.org/{m[1]}/{m[2]}/raw/{m[3]}",)


# host, form of the path, the addresses to try in order
_PAGES: tuple[tuple[str, str, Callable[["re.Match[str]"], tuple[str, ...]]], ...] = (
    ("github.com", rf"/{_NAME}/{_NAME}/?", _github_readmes),
    ("github.com", rf"/{_NAME}/{_NAME}/tree/(.+)", _github_folder),
    ("github.com", rf"/{_NAME}/{_NAME}/(?:blob|raw|blame|edit)/(.+)", _github_file),
    ("gist.github.com", rf"/{_NAME}/([0-9a-f]+)/?", _gist),
    ("gitlab.com", rf"/{_NAME}/{_NAME}/?", _gitlab_readmes),
    ("gitlab.com", r"/([\w./-]+?)/-/(?:blob|raw)/(.+)", _gitlab_file),
    ("codeberg.org", rf"/{_NAME}/{_NAME}/(?:src|raw)/(.+)", _codeberg_file),
    ("bitbucket.org", rf"/{_NAME}/{_NAME}/(?:src|raw)/(.+)", _bitbucket_file),
)


def raw_addresses(url: str) -> tuple[str, ...]:
    """Return the addresses to try, in order, for the list at `url`.

    A repository's page stands for its README at HEAD, under the names that are in use; a page that shows a file
    (GitHub, GitLab, Codeberg, Bitbucket, gists) for that file. Every other address stands for itself. Fragments and
    the queries of such pages are dropped.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for page_host, form, addresses in _PAGES:
        if host == page_host:
            match = re.fullmatch(form, parts.path)
            if match:
                return addresses(match)
    return (url.partition("#")[0],)
