"""What matching has to tell a person: what it was unsure of, and what looks wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from curabib.diagnostics import Diagnostic, Related, diagnose
from curabib.match.block import Pair
from curabib.match.cluster import Clusters
from curabib.match.judge import Verdict
from curabib.match.profile import Profile
from curabib.match.score import overlap, ratio
from curabib.model import Location, LockedWork

_HELP = {
    "CB301": "say under `same` or `different` in overrides.yaml whether they are one work",
    "CB302": "correct the identifier in overrides.yaml, or tell the list's curator",
    "CB303": "say under `same` in overrides.yaml if both versions are to be one entry",
    "CB304": "correct the identifier in overrides.yaml if it is another work's",
}
_HELP_FOR_A_FILE = {
    "CB301": "look at both; where they are one work, leave out the one that says less",
    "CB302": "correct the identifier in the file",
    "CB303": "keep both where both are cited; else leave out one of them",
    "CB304": "one of the two has the other's link, or it is one work with two titles",
}
"""The same where there is no project, and so no file that keeps answers."""
_LIKENESS = "CB301"
_INSIDE = frozenset({"CB304"})
"""Codes about pairs that were joined; all others are about pairs that stayed apart."""


def pair_reports(
    profiles: Sequence[Profile],
    verdicts: Mapping[Pair, Verdict],
    clusters: Clusters,
    settled: Iterable[Pair],
    lines: Mapping[str, LockedWork],
) -> list[Diagnostic]:
    """Return one diagnostic for each two works, or two records of one, that a verdict has something to say about.

    Of several pairs between the same two works the one whose records stand first is named; pairs that a curator has
    settled, and works that no list has any more, are left out. What is merely alike (CB301) is said once of each work,
    with the one before it that is most alike: where many are alike, all pairs would be as many as their square.
    """
    done: set[tuple[object, ...]] = {_works(clusters, pair) for pair in settled}
    listed = [any(profiles[p].record and profiles[p].present for p in group) for group in clusters.members]
    known = {position: profiles[position] for pair in verdicts for position in pair}
    found: list[Pair] = []
    alike: dict[int, Pair] = {}
    for pair in sorted(verdicts, key=lambda pair: _rank(known[pair[0]], known[pair[1]], verdicts[pair])):
        verdict = verdicts[pair]
        works = _works(clusters, pair)
        inside = works[0] == works[1]
        key: tuple[object, ...] = (*works, "CB304") if inside else works
        if not verdict.code or inside != (verdict.code in _INSIDE) or key in done:
            continue
        if not all(listed[work] for work in works) or not (inside or _has_records(profiles, clusters, works)):
            continue
        done.add(key)
        found.append(pair)
        if verdict.code == _LIKENESS:
            work = clusters.of[max(pair, key=lambda position: _subject_order(profiles[position]))]
            alike[work] = max(alike.get(work, pair), pair, key=lambda pair: _likeness(known, pair))
    told = set(alike.values())
    return [
        _report(profiles[pair[0]], profiles[pair[1]], verdicts[pair], lines)
        for pair in found
        if verdicts[pair].code != _LIKENESS or pair in told
    ]


def for_a_file(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics as they are to be told of a file without a project: with help that needs no overrides.yaml.

    What joins two titles in one file is a wrong link in it, where between lists it may be that one of them is outdated.
    """
    for problem in problems:
        severity = "warning" if problem.code in _INSIDE else problem.severity
        help = _HELP_FOR_A_FILE.get(problem.code, problem.help)
        yield replace(problem, severity=severity, help=help)


def _works(clusters: Clusters, pair: Pair) -> tuple[int, ...]:
    one, other = clusters.of[pair[0]], clusters.of[pair[1]]
    return (one, other) if one < other else (other, one)


def _has_records(profiles: Sequence[Profile], clusters: Clusters, works: tuple[int, ...]) -> bool:
    return all(any(profiles[p].record for p in clusters.members[work]) for work in works)


def _rank(one: Profile, other: Profile, verdict: Verdict) -> tuple[object, ...]:
    """Return what orders pairs: a wrong identifier before a mere likeness, records before lines of the lock."""
    return (
        verdict.code not in ("CB302", "CB303"),
        bool(one.uid or other.uid),
        not (one.present and other.present),
        *sorted((one.name, other.name)),
    )


def _likeness(known: Mapping[int, Profile], pair: Pair) -> float:
    one, other = known[pair[0]], known[pair[1]]
    return ratio(one.title, other.title) + 100.0 * (overlap(one, other) or 0.0)


def _report(one: Profile, other: Profile, verdict: Verdict, lines: Mapping[str, LockedWork]) -> Diagnostic:
    first, second = sorted((one, other), key=_reading_order)
    message = f"{verdict.reason}: {_called(first, lines)} and {_called(second, lines)}"
    place, elsewhere = _location(first), _location(second)
    if verdict.code == _LIKENESS and elsewhere:
        place, elsewhere = elsewhere, place
    related = (Related(location=elsewhere, message="the other one"),) if elsewhere else ()
    return diagnose(verdict.code, message, place or elsewhere, related=related, help=_HELP[verdict.code])


def _reading_order(profile: Profile) -> tuple[bool, str, int, str]:
    place = _location(profile)
    return (place is None, place.path if place else "", place.line if place else 0, profile.name)


def _subject_order(profile: Profile) -> tuple[object, ...]:
    """Return what orders two that are alike: the later one is to be looked at, not one that only the lock has."""
    return (_location(profile) is not None, _reading_order(profile))


def _location(profile: Profile) -> Location | None:
    return profile.record.location if profile.record else None


def _called(profile: Profile, lines: Mapping[str, LockedWork]) -> str:
    if profile.record is None:
        return f"`{lines[profile.name.removeprefix('lock:')].key}` of the lock"
    fields = profile.record.fields
    return f"`{_short(fields.title or str(fields.authors) or profile.record.id)}`"


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:89] + "…"
