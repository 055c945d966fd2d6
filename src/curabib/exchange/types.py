"""What each format calls the types of works: one table for the way in and the way out.

CSL 1.0.2 appendix III; the RIS specification of Research Information Systems; Zotero's schema (zotero.org/support,
"Item types and fields"); EndNote's reference types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from curabib.model import Kind


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type of works: our `entry_type` (biblatex) and `kind`, and what each format calls it ("": it cannot)."""

    entry_type: str
    kind: Kind
    csl: str = ""
    ris: str = ""
    zotero: str = ""
    endnote: str = ""


# Of several rows with one name in a format, the first is the one to read it as; of several with one entry type and
# kind, the first with a name is the one to write.
TYPES: tuple[TypeRow, ...] = (
    TypeRow("article", "paper", "article-journal", "JOUR", "journalArticle", "Journal Article"),
    TypeRow("article", "paper", "article-magazine", "MGZN", "magazineArticle", "Magazine Article"),
    TypeRow("article", "paper", "article-newspaper", "NEWS", "newspaperArticle", "Newspaper Article"),
    TypeRow("article", "paper", "review", "EJOUR", "", "Electronic Article"),
    TypeRow("article", "paper", "review-book", "JFULL"),
    TypeRow("article", "paper", "", "INPR"),
    TypeRow("article", "paper", "", "ABST"),
    TypeRow("inproceedings", "paper", "paper-conference", "CPAPER", "conferencePaper", "Conference Paper"),
    TypeRow("inproceedings", "paper", "", "CONF", "", "Conference Proceedings"),
    TypeRow("online", "paper", "article", "", "preprint"),
    TypeRow("book", "book", "book", "BOOK", "book", "Book"),
    TypeRow("book", "book", "classic", "EBOOK", "", "Edited Book"),
    TypeRow("book", "book", "", "SER", "", "Electronic Book"),
    TypeRow("collection", "book", "collection", "EDBOOK"),
    TypeRow("booklet", "book", "pamphlet", "PAMP", "", "Pamphlet"),
    TypeRow("manual", "book", "", "", "", ""),
    TypeRow("periodical", "other", "periodical"),
    TypeRow("incollection", "paper", "chapter", "CHAP", "bookSection", "Book Section"),
    TypeRow("incollection", "paper", "", "ECHAP", "", "Electronic Book Section"),
    TypeRow("inreference", "other", "entry-encyclopedia", "ENCYC", "encyclopediaArticle", "Encyclopedia"),
    TypeRow("inreference", "other", "entry-dictionary", "DICT", "dictionaryEntry", "Dictionary"),
    TypeRow("inreference", "other", "entry"),
    TypeRow("thesis", "thesis", "thesis", "THES", "thesis", "Thesis"),
    TypeRow("report", "paper", "report", "RPRT", "report", "Report"),
    TypeRow("report", "paper", "", "GOVDOC", "", "Government Document"),
    TypeRow("report", "other", "standard", "STAND", "standard", "Standard"),
    TypeRow("unpublished", "paper", "manuscript", "UNPB", "manuscript", "Manuscript"),
    TypeRow("unpublished", "paper", "speech", "", "presentation", "Unpublished Work"),
    TypeRow("unpublished", "video", "", "SLIDE"),
    TypeRow("patent", "other", "patent", "PAT", "patent", "Patent"),
    TypeRow("dataset", "dataset", "dataset", "DATA", "dataset", "Dataset"),
    TypeRow("dataset", "dataset", "", "AGGR", "", "Aggregated Database"),
    TypeRow("dataset", "dataset", "", "DBASE", "", "Online Database"),
    TypeRow("software", "code", "software", "COMP", "computerProgram", "Computer Program"),
    TypeRow("video", "video", "motion_picture", "VIDEO", "videoRecording", "Film or Broadcast"),
    TypeRow("video", "video", "broadcast", "MPCT", "film", "Audiovisual Material"),
    TypeRow("video", "video", "", "", "tvBroadcast"),
    TypeRow("audio", "other", "song", "SOUND", "audioRecording", "Music"),
    TypeRow("audio", "other", "", "MUSIC", "podcast", "Podcast"),
    TypeRow("audio", "other", "", "", "radioBroadcast"),
    TypeRow("online", "blog", "post-weblog", "BLOG", "blogPost", "Blog"),
    TypeRow("online", "other", "webpage", "ELEC", "webpage", "Web Page"),
    TypeRow("online", "other", "post", "ICOMM", "forumPost", "Electronic Source"),
    TypeRow("online", "course", "", "MULTI", "", "Multimedia Application"),
    TypeRow("misc", "other", "document", "GEN", "document", "Generic"),
    TypeRow("misc", "other", "graphic", "ART", "artwork", "Artwork"),
    TypeRow("misc", "other", "figure", "FIGURE", "", "Figure"),
    TypeRow("misc", "other", "map", "MAP", "map", "Map"),
    TypeRow("misc", "other", "interview", "PCOMM", "interview", "Personal Communication"),
    TypeRow("misc", "other", "personal_communication", "", "letter"),
    TypeRow("misc", "other", "bill", "BILL", "bill", "Bill"),
    TypeRow("misc", "other", "legal_case", "CASE", "case", "Case"),
    TypeRow("misc", "other", "legislation", "STAT", "statute", "Statute"),
    TypeRow("misc", "other", "hearing", "HEAR", "hearing", "Hearing"),
    TypeRow("misc", "other", "", "", "email"),
    TypeRow("misc", "other", "", "", "instantMessage"),
)


@cache
def read_as(format: str) -> Mapping[str, TypeRow]:
    """Return what a format (`csl`, `ris`, `zotero`, `endnote`) calls a type -> its row."""
    named: dict[str, TypeRow] = {}
    for row in TYPES:
        name = getattr(row, format)
        if name:
            named.setdefault(name, row)
    return named


@cache
def written_as(format: str) -> Mapping[tuple[str, str], str]:
    """Return (entry type, kind) -> what a format calls it; (entry type, "") stands for every other kind."""
    names: dict[tuple[str, str], str] = {}
    for row in TYPES:
        name = getattr(row, format)
        if name:
            names.setdefault((row.entry_type, row.kind), name)
            names.setdefault((row.entry_type, ""), name)
    return names
