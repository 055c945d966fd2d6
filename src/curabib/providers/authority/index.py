"""The index of an authority: an SQLite file that finds one record among millions in milliseconds.

A record is found by its identifiers, by its title without blanks and punctuation, by its authors in order, and, for
titles with mistakes, by the pairs of a family name and a rare word of the title. Hashes stand for these in the
tables; whoever asks compares what is found.
"""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.model import Identifier, Names, Origin, Record, Venue, family_key, fold
from curabib.model.json_form import record_from_json, record_to_json

SCHEMA = 4
RARE_WORDS = 4
_FAMILIES = 3
_MOST = 200
"""How many records one question may bring up; what is asked so vaguely is not answered by more."""
_BATCH = 5000
_NAMED = 5
"""How many of the names that several records have are told."""

_PRAGMAS = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (number INTEGER PRIMARY KEY, form BLOB NOT NULL);
CREATE TABLE identifier (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE title (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE people (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE near (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE volume (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""

# what records have in common, so that each alone packs well
_DICTIONARY = (
    b'"withdrawn": true"number": "publisher": "Springer""IEEE""Curran Associates, Inc.""series": "volume": '
    b'"https://doi.org/10.1007/978-3-"https://openreview.net/forum?id=https://proceedings.neurips.cc/paper_files/'
    b"paper/hash/-Abstract.htmlhttps://openaccess.thecvf.com/content/html/_paper.htmlhttps://proceedings.mlr.press/"
    b'.html"}, {"label": "pdf", "url": "kind": "workshop"}"kind": "journal"}, "year": "identifiers": {"arxiv": '
    b'"openreview": "doi": "10."neurips": "pmlr": "v"}, "entry_type": "inproceedings", "kind": "paper", "role": '
    b'"listed", "fields": {"pages": "year_source": "stated", "topics": [], "keywords": [], "links": [{"label": '
    b'"paper", "url": ""authors_truncated": false, "venue": {"name": "id": "kind": "conference"}, "prefix": "", '
    b'"suffix": ""}, {"family": "given": "{"id": "line": null, "end_line": null, "title": "authors": [{"family": "'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How many records an index has, how many names (IDs, keys) stand at several of them, and the first of these."""

    records: int
    repeated: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """An open index, to be closed after use; `origin` is who speaks in its records."""

    connection: sqlite3.Connection
    origin: Origin
    size: int

    @classmethod
    def open(cls, path: Path, origin: Origin) -> "Authority":
        """Return the index in a file; raises CurabibError where there is none of this schema."""
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as error:
            raise CurabibError(
                f"the index `{path}` cannot be opened: {error}",
                hint="`curabib authority add` builds it again",
            ) from error
        try:
            meta = dict(connection.execute("SELECT name, value FROM meta"))
            if int(meta["schema"]) == SCHEMA:
                return cls(connection, origin, int(meta["records"]))
        except (sqlite3.Error, KeyError, ValueError):
            pass
        connection.close()
        raise CurabibError(
            f"the index `{path}` is damaged, or of another curabib",
            hint="`curabib authority add` builds it again",
        )

    def __enter__(self) -> "Authority":
        """Return the index itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.connection.close()

    @property
    def complete(self) -> frozenset[str]:
        """The schemes of which nothing is missing: none, an authority knows some venues only."""
        return frozenset()

    @property
    def thrifty(self) -> bool:
        """Whether questions cost requests: they do not."""
        return False

    def expect(self, identifiers: Iterable[Identifier]) -> None:
        """Be told which identifiers will be asked for; an index needs no preparation."""

    def by_identifier(self, identifier: Identifier) -> tuple[Record, ...]:
        """Return the records that state an identifier."""
        found = self._records("identifier", [_hash(str(identifier))])
        return tuple(record for record in found if identifier in record.identifiers)

    def by_title(self, title: str) -> tuple[Record, ...]:
        """Return the records whose titles have the same letters and digits as `title`, as text."""
        key = title_key(title)
        return tuple(self._records("title", [_hash(key)])) if key else ()

    def by_people(self, names: Names) -> tuple[Record, ...]:
        """Return the records with these authors, by their family names, all of them, in this order."""
        key = people_key(names)
        found = self._records("people", [_hash(key)]) if key else []
        return tuple(record for record in found if people_key(record.fields.authors) == key)

    def size_of(self, venue: Venue, year: int) -> int:
        """Return how many records of one year of a venue there are."""
        query = "SELECT count FROM volume WHERE name = ?"
        row = self.connection.execute(query, (_volume(venue, year),)).fetchone()
        return row[0] if row is not None else 0

    def knows_word(self, word: str) -> bool:
        """Return whether any title has a folded word."""
        return self.connection.execute("SELECT 1 FROM word WHERE word = ?", (word,)).fetchone() is not None

    def near(self, title: str, names: Names) -> tuple[Record, ...]:
        """Return the records that share an author and a rare word of the title; the most promising first."""
        counts = self._counts(words_of(title))
        hashes = near_hashes(counts, names, RARE_WORDS + 3)
        return tuple(self._records("near", hashes))

    def records(self) -> Iterator[Record]:
        """Yield all records, in the order of the file."""
        for (form,) in self.connection.execute("SELECT form FROM record ORDER BY number"):
            yield self._record(form)

    def _counts(self, words: Iterable[str]) -> dict[str, int]:
        asked = json.dumps(list(words))
        query = "SELECT word, count FROM word WHERE word IN (SELECT value FROM json_each(?))"
        return dict(self.connection.execute(query, (asked,)))

    def _records(self, table: str, hashes: Sequence[int]) -> list[Record]:
        query = (
            f"SELECT number, count(*) AS hits FROM {table} WHERE hash IN (SELECT value FROM json_each(?))"  # noqa: S608
            " GROUP BY number ORDER BY hits DESC, number LIMIT ?"
        )
        numbers = [number for number, _ in self.connection.execute(query, (json.dumps(hashes), _MOST))]
        forms = "SELECT form FROM record WHERE number = ?"
        rows = (self.connection.execute(forms, (number,)).fetchone() for number in numbers)
        return [self._record(row[0]) for row in rows if row is not None]

    def _record(self, form: bytes) -> Record:
        record = record_from_json(json.loads(_unpacked(form)), origin=self.origin, path="")
        # the same index serves under several names
        return replace(record, id=f"{self.origin.name}#{_own_name(record.id)}")


def build(path: Path, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> Built:
    """Write the index of records to a new file; return how many there are, and which names several have.

    Memory grows with the number of different words in the titles only. `progress` is told now and then how many
    records are in. Raises CurabibError where the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(temporary, isolation_level=None)
    try:
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;" + _TABLES
        )
        connection.execute("CREATE TEMP TABLE name (hash INTEGER, number INTEGER)")
        connection.execute("BEGIN")
        count, frequency, volumes = _fill(connection, records, progress or (lambda n: None))
        _fill_near(connection, frequency)
        connection.executemany("INSERT INTO word VALUES (?, ?)", sorted(frequency.items()))
        connection.executemany("INSERT INTO volume VALUES (?, ?)", sorted(volumes.items()))
        meta = (("schema", str(SCHEMA)), ("records", str(count)))
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        built = _built(connection, count)
        connection.execute("COMMIT")
        connection.close()
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise CurabibError(f"the index `{path}` cannot be written: {error}") from error
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)
    return built


def _built(connection: sqlite3.Connection, count: int) -> Built:
    several = "SELECT min(number) AS first FROM temp.name GROUP BY hash HAVING count(*) > 1"
    repeated = connection.execute(f"SELECT count(*) FROM ({several})").fetchone()[0]  # noqa: S608 - a constant
    query = f"SELECT form FROM record WHERE number IN ({several} ORDER BY first LIMIT ?) ORDER BY number"  # noqa: S608
    forms = (json.loads(_unpacked(form)) for (form,) in connection.execute(query, (_NAMED,)))
    return Built(records=count, repeated=repeated, names=tuple(_own_name(form["id"]) for form in forms))


def _own_name(id: str) -> str:
    """Return how its file calls the record with an id."""
    return id.partition("#")[2]


def _fill(
    connection: sqlite3.Connection, records: Iterable[Record], progress: Callable[[int], None]
) -> tuple[int, Counter[str], Counter[str]]:
    """Put in the records and what they are found by; return their number, and those of each word and volume."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    frequency: Counter[str] = Counter()
    volumes: Counter[str] = Counter()
    tables = ("record", "identifier", "title", "people", "name")
    rows: dict[str, list[tuple[int, Any]]] = {table: [] for table in tables}
    number = 0
    for number, record in enumerate(records, 1):
        fields = record.fields
        rows["record"].append((number, _packed(encode(record_to_json(record)))))
        rows["identifier"] += ((_hash(str(identifier)), number) for identifier in record.identifiers)
        rows["title"].append((_hash(title_key(fields.title)), number))
        rows["name"].append((_hash(record.id), number))
        people = people_key(fields.authors)
        if people:
            rows["people"].append((_hash(people), number))
        frequency.update(set(words_of(fields.title)))
        if fields.venue is not None and fields.date is not None:
            volumes[_volume(fields.venue, fields.date.year)] += 1
        if number % _BATCH == 0:
            _flush(connection, rows)
            progress(number)
    _flush(connection, rows)
    progress(number)
    return number, frequency, volumes


def _volume(venue: Venue, year: int) -> str:
    return f"{venue.abbreviation or fold(venue.name)} {year}"


def _flush(connection: sqlite3.Connection, rows: dict[str, list[tuple[int, Any]]]) -> None:
    for table, waiting in rows.items():
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", sorted(waiting))  # noqa: S608
        waiting.clear()


def _fill_near(connection: sqlite3.Connection, frequency: Counter[str]) -> None:
    waiting: list[tuple[int, int]] = []
    for number, form in connection.execute("SELECT number, form FROM record"):
        said = json.loads(_unpacked(form))
        words = {word: frequency[word] for word in words_of(said["title"])}
        families = _families(said["authors"])
        waiting += ((value, number) for value in _pairs(words, families, RARE_WORDS))
        if len(waiting) > 20 * _BATCH:
            connection.executemany("INSERT OR IGNORE INTO near VALUES (?, ?)", sorted(waiting))
            waiting.clear()
    connection.executemany("INSERT OR IGNORE INTO near VALUES (?, ?)", sorted(waiting))


def _families(authors: Iterable[dict[str, str]]) -> list[str]:
    return [
        fold(name["literal"])
        if name.get("literal")
        else fold(name["family"] or name["given"]).rpartition(" ")[2]
        for name in authors
    ]


def near_hashes(counts: dict[str, int], names: Names, most: int) -> list[int]:
    """Return the hashes of the pairs of a family name and one of the `most` rarest words of a title."""
    return _pairs(counts, [family_key(name) for name in names], most)


def _pairs(counts: dict[str, int], families: Sequence[str], most: int) -> list[int]:
    rare = sorted(counts, key=lambda word: (counts[word], word))[:most]
    if len(families) > _FAMILIES:
        families = (*families[: _FAMILIES - 1], families[-1])
    return [_hash(f"{family}|{word}") for family in dict.fromkeys(families) for word in rare if family]


def title_key(title: str) -> str:
    """Return the letters and digits of a title, folded, without its "and"s (for which `&` stands)."""
    return "".join(word for word in fold(title).split(" ") if word != "and")


def people_key(names: Names) -> str:
    """Return the folded family names in order; empty for nobody, and where there are more than are named."""
    return "" if names.truncated else "|".join(family_key(name) for name in names)


def words_of(title: str) -> list[str]:
    """Return the folded words of a title that may tell it from others, each once."""
    return [word for word in dict.fromkeys(fold(title).split(" ")) if len(word) > 1]


def _hash(text: str) -> int:
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def _packed(text: str) -> bytes:
    pack = zlib.compressobj(6, zdict=_DICTIONARY)
    return pack.compress(text.encode("utf-8", "replace")) + pack.flush()


def _unpacked(data: bytes) -> bytes:
    return zlib.decompressobj(zdict=_DICTIONARY).decompress(data)
