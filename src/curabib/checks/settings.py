"""Settings of a project that do nothing."""

from collections.abc import Iterable, Iterator, Mapping

from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model.nearest import nearest


def unused_topic_names(names: Mapping[str, str], headings: Iterable[str], path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each heading under `topics: rename:` that no record has.

    `headings` are the topics of all records as the lists have them, `path` what diagnostics call the settings.
    """
    known = sorted(set(headings))
    for heading in sorted(set(names).difference(known)):
        near = nearest(heading, known, 1)
        yield diagnose(
            "CB583",
            f"`{path}` renames the topic `{heading[:80]}`, which no record has",
            help=f"did you mean `{near[0]}`?" if near else "",
        )
