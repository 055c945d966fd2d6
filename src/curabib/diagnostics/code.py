"""The one table of diagnostic codes. A code keeps its meaning for ever; its page is `pages/CODE.md`.

CB0xx project and lock, 1xx readers and normalise, 2xx providers, 3xx match, 4xx keys, 5xx library and BibTeX,
6xx writers.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its code, a short name in kebab case, and how serious it is."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]


_TABLE: tuple[Code, ...] = (
    # project and lock
    Code("CB001", "config-invalid", "error"),
    Code("CB002", "config-unknown-setting", "error"),
    Code("CB003", "path-outside-project", "error"),
    Code("CB004", "config-key-twice", "error"),
    Code("CB005", "override-invalid", "error"),
    Code("CB006", "override-name-unsure", "warning"),
    Code("CB010", "source-unreachable", "error"),
    Code("CB011", "source-not-a-list", "error"),
    Code("CB012", "source-not-text", "error"),
    Code("CB013", "source-without-records", "warning"),
    Code("CB020", "records-damaged", "error"),
    Code("CB030", "mass-removal", "error"),
    Code("CB031", "hand-edit-kept", "info"),
    Code("CB032", "hand-edit-conflict", "warning"),
    Code("CB033", "hand-written-entry-kept", "info"),
    Code("CB034", "key-changed-by-hand", "info"),
    Code("CB035", "output-damaged-by-hand", "error"),
    Code("CB036", "entry-deleted-by-hand", "warning"),
    Code("CB037", "entry-type-changed-by-hand", "info"),
    Code("CB040", "lock-missing", "error"),
    Code("CB041", "output-not-safe", "error"),
    Code("CB042", "output-query-invalid", "error"),
    # readers and normalise
    # providers
    # match
    # keys
    # library and BibTeX
    Code("CB550", "query-selects-nothing", "error"),
    Code("CB560", "title-missing", "warning"),
    Code("CB561", "authors-missing", "warning"),
    Code("CB562", "year-missing", "warning"),
    Code("CB563", "year-assumed", "info"),
    Code("CB564", "venue-missing", "info"),
    Code("CB565", "venue-unknown", "info"),
    Code("CB566", "year-far-from-preprint", "warning"),
    Code("CB567", "year-before-preprint", "warning"),
    Code("CB568", "identifier-contradicts", "warning"),
    Code("CB569", "name-suspicious", "warning"),
    Code("CB570", "name-inverted", "warning"),
    Code("CB572", "name-repeated", "warning"),
    Code("CB573", "keyword-repeated", "info"),
    Code("CB574", "keyword-variants", "info"),
    Code("CB575", "listed-twice", "warning"),
    Code("CB576", "withdrawn", "info"),
    Code("CB577", "link-missing", "info"),
    Code("CB578", "link-malformed", "warning"),
    Code("CB579", "alias-clash", "error"),
    Code("CB580", "title-suspicious", "warning"),
    Code("CB581", "title-unbalanced", "warning"),
    # writers
    Code("CB600", "character-without-latex", "warning"),
    Code("CB601", "field-name-unprintable", "warning"),
    Code("CB602", "key-unprintable", "error"),
    Code("CB620", "authors-cut-short", "info"),
    Code("CB621", "address-no-link", "warning"),
    Code("CB622", "reference-incomplete", "info"),
)

CODES: dict[str, Code] = {code.code: code for code in _TABLE}
