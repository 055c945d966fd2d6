"""The one table of diagnostic codes. A code keeps its meaning for ever; its page is `pages/CODE.md`.

CB0xx project and lock, 1xx readers and normalise, 2xx providers, 3xx match, 4xx keys, 5xx library and BibTeX,
6xx writers, 7xx citing.
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
    Code("CB007", "override-field-misspelt", "warning"),
    Code("CB008", "override-field-own", "info"),
    Code("CB010", "source-unreachable", "error"),
    Code("CB011", "source-not-a-list", "error"),
    Code("CB012", "source-not-text", "error"),
    Code("CB013", "source-without-records", "warning"),
    Code("CB020", "records-damaged", "error"),
    Code("CB021", "records-joined", "warning"),
    Code("CB030", "mass-removal", "error"),
    Code("CB031", "hand-edit-kept", "info"),
    Code("CB032", "hand-edit-conflict", "warning"),
    Code("CB033", "hand-written-entry-kept", "info"),
    Code("CB034", "key-changed-by-hand", "info"),
    Code("CB035", "output-damaged-by-hand", "error"),
    Code("CB036", "entry-deleted-by-hand", "warning"),
    Code("CB037", "entry-type-changed-by-hand", "info"),
    Code("CB038", "hand-edit-not-expressible", "error"),
    Code("CB039", "output-not-ours", "error"),
    Code("CB040", "lock-missing", "error"),
    Code("CB041", "output-not-safe", "error"),
    Code("CB042", "output-query-invalid", "error"),
    Code("CB043", "key-without-work", "warning"),
    Code("CB044", "output-joined", "warning"),
    # readers and normalise
    Code("CB101", "entry-without-title", "warning"),
    Code("CB102", "entry-without-authors", "info"),
    Code("CB103", "author-line-odd", "warning"),
    Code("CB105", "label-misspelt", "warning"),
    Code("CB106", "links-lost", "warning"),
    Code("CB107", "entry-without-link", "warning"),
    Code("CB108", "keyword-repeated", "info"),
    Code("CB109", "entry-doubtful", "warning"),
    Code("CB110", "invisible-characters", "warning"),
    Code("CB111", "nothing-to-read", "warning"),
    Code("CB112", "no-entries", "warning"),
    Code("CB113", "not-text", "error"),
    Code("CB114", "too-big", "error"),
    Code("CB115", "fence-unclosed", "warning"),
    Code("CB116", "nested-too-deep", "warning"),
    Code("CB117", "link-unsafe", "warning"),
    Code("CB118", "slot-without-entry", "info"),
    Code("CB119", "initial-before-venue", "info"),
    Code("CB120", "label-without-link", "warning"),
    Code("CB130", "entry-broken-in-export", "warning"),
    Code("CB131", "field-left-out", "info"),
    Code("CB132", "group-not-read", "info"),
    Code("CB140", "pattern-invalid", "error"),
    Code("CB141", "pattern-matches-nothing", "warning"),
    # providers
    # match
    Code("CB301", "same-work-candidate", "warning"),
    Code("CB302", "identifier-wrong", "warning"),
    Code("CB303", "related-versions", "info"),
    Code("CB304", "identifier-title-differs", "info"),
    Code("CB305", "decision-names-nothing", "warning"),
    Code("CB306", "decision-contradicts", "error"),
    Code("CB307", "decision-not-needed", "info"),
    Code("CB308", "correction-reaches-nothing", "warning"),
    # keys
    Code("CB401", "lock-line-damaged", "error"),
    Code("CB402", "lock-conflict-markers", "warning"),
    Code("CB403", "key-on-two-works", "warning"),
    Code("CB404", "keys-joined", "info"),
    Code("CB405", "lock-header-missing", "warning"),
    Code("CB406", "tombstone-without-target", "warning"),
    Code("CB410", "adopted-entry-without-work", "warning"),
    Code("CB411", "adopted-key-taken", "warning"),
    Code("CB412", "adopted-work-twice", "info"),
    Code("CB413", "adopted-key-unusable", "error"),
    # library and BibTeX
    Code("CB500", "entry-broken", "error"),
    Code("CB501", "key-repeated", "error"),
    Code("CB502", "field-repeated", "warning"),
    Code("CB503", "macro-undefined", "warning"),
    Code("CB504", "key-empty", "warning"),
    Code("CB505", "key-with-space", "warning"),
    Code("CB506", "problems-not-listed", "info"),
    Code("CB506", "problems-not-listed", "info"),
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
    Code("CB574", "keyword-variants", "info"),
    Code("CB575", "listed-twice", "warning"),
    Code("CB576", "withdrawn", "info"),
    Code("CB577", "link-missing", "info"),
    Code("CB578", "link-malformed", "warning"),
    Code("CB579", "alias-clash", "error"),
    Code("CB580", "title-suspicious", "warning"),
    Code("CB581", "title-unbalanced", "warning"),
    Code("CB582", "output-stale", "warning"),
    Code("CB583", "topic-name-unused", "warning"),
    Code("CB584", "format-would-lose", "error"),
    # writers
    Code("CB600", "character-without-latex", "warning"),
    Code("CB601", "field-name-unprintable", "warning"),
    Code("CB602", "key-unprintable", "error"),
    Code("CB603", "name-too-long", "warning"),
    Code("CB620", "authors-cut-short", "info"),
    Code("CB621", "address-no-link", "warning"),
    Code("CB622", "reference-incomplete", "info"),
    # citing
    Code("CB700", "cited-key-unknown", "error"),
    Code("CB701", "include-missing", "warning"),
    Code("CB702", "include-outside", "warning"),
    Code("CB703", "key-of-two-works", "warning"),
    Code("CB704", "work-in-both", "warning"),
    Code("CB705", "work-cited-under-two-keys", "warning"),
    Code("CB706", "entry-uncited", "error"),
    Code("CB707", "bibliography-outdated", "error"),
    Code("CB708", "nothing-cited", "warning"),
    Code("CB709", "key-not-writable", "warning"),
)

CODES: dict[str, Code] = {code.code: code for code in _TABLE}
