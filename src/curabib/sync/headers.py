"""What was read last of a source, without its records."""

from curabib.project import Project
from curabib.project.records import Header, parse_header

_LONGEST = 1_000_000


def read_header(project: Project, source: str) -> Header | None:
    """Return the header of the records of a source, or None where there is none that can be read."""
    path = project.records_path(source)
    try:
        with path.open(encoding="utf-8") as stream:
            line = stream.readline(_LONGEST)
    except (OSError, UnicodeDecodeError):
        return None
    header = parse_header(line, source=source, path=project.shown(path))
    return None if header.diagnostics else header.value
