"""The order of the stages, in the one place that knows it."""

from dataclasses import dataclass
from functools import lru_cache

from curabib.diagnostics import Result
from curabib.library.allocate import allocate
from curabib.library.lock import Lock, parse_lock
from curabib.match import RULES, match
from curabib.model import Correction, Library, Work
from curabib.model.decisions import Decisions
from curabib.project import Project
from curabib.sync.bonds import bound, of_people
from curabib.sync.inputs import Inputs, read_inputs, statements
from curabib.sync.plan import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A bibliography as its inputs make it: the works, their keys, and the lock that promises them.

    `corrections` are those that people made, under which the records were compared.
    """

    library: Library
    lock: Lock
    works: tuple[Work, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def side(self) -> Side:
        """The library with the lines of its lock, as one side of a comparison."""
        return Side(library=self.library, locked=self.lock.by_uid)


def build(project: Project, *, thorough: bool = False) -> Result[Build]:
    """Return the bibliography that records, overrides and lock of the project make now, without network.

    With `thorough` all that matching has to report is reported, not only what is new.
    """
    return read_inputs(project).then(lambda inputs: assemble(project, inputs, thorough=thorough))


def assemble(project: Project, inputs: Inputs, *, thorough: bool = False) -> Result[Build]:
    """Return the bibliography that `inputs` make under the settings of `project`; a pure function.

    What the lock's last sync has matched is matched again only where people have decided something since, or, with
    `thorough`, to report all that there is to say of it.
    """
    lock = _parsed_lock(inputs.lock_text, project.shown(project.lock_path))
    records, corrections = statements(project, inputs)
    decisions = Decisions(
        same=tuple(decision.members for decision in inputs.overrides.same),
        different=tuple(decision.members for decision in inputs.overrides.different),
        same_locations=tuple(decision.location for decision in inputs.overrides.same),
        different_locations=tuple(decision.location for decision in inputs.overrides.different),
    )
    said = decided(project, inputs)
    settled = bool(lock.value.settled) and lock.value.settled == lock.value.seal(said)
    works = match(
        records,
        lock.value.works,
        bound(decisions, records, lock.value),
        corrections,
        settled=settled,
        thorough=thorough,
        elsewhere=inputs.elsewhere,
    )
    allocation = allocate(works.value, lock.value, project.key_pattern, said, inputs.elsewhere)
    built = Build(
        library=allocation.value.library,
        lock=allocation.value.lock,
        works=works.value,
        corrections=corrections,
    )
    said_of = of_people(works.diagnostics, decisions)
    return Result(built, lock.diagnostics + said_of + allocation.diagnostics)


def decided(project: Project, inputs: Inputs) -> str:
    """Return a text that changes with the rules of matching and with what people say of works."""
    stated = [
        (source.id, str(source.states.venue), str(source.states.date))
        for source in project.sources
        if source.states
    ]
    return f"{RULES}\n{stated}\n{inputs.overrides_text}"


def known_build(project: Project, inputs: Inputs, library: Library) -> Build:
    """Return the bibliography that `inputs` make, given that `library` is its library."""
    lock = _parsed_lock(inputs.lock_text, project.shown(project.lock_path)).value
    corrections = statements(project, inputs)[1]
    works = tuple(entry.work for entry in library.entries)
    return Build(library=library, lock=lock, works=works, corrections=corrections)


_parsed_lock = lru_cache(maxsize=1)(parse_lock)  # one sync asks for the same lock again
