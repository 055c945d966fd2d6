"""The names that a field may have in a correction."""

from collections.abc import Mapping

# how people may call a field: the name that the model uses
FIELD_NAMES: Mapping[str, str] = {
    "authors": "author",
    "editors": "editor",
    "translators": "translator",
    "year": "date",
    "booktitle": "venue",
    "journal": "venue",
    "journaltitle": "venue",
    "entry-type": "entry_type",
    "entrytype": "entry_type",
}

IDENTIFIER_SCHEMES = (
    "arxiv",
    "doi",
    "openreview",
    "pmlr",
    "neurips",
    "acl",
    "cvf",
    "jmlr",
    "nature",
    "pmid",
    "isbn",
)

# biblatex manual, section 2.2; the classic fields that it replaced; what other programs leave in a .bib file
KNOWN_FIELDS: frozenset[str] = frozenset(
    """
    abstract addendum afterword annotation annotator author authortype bookauthor bookpagination
    booksubtitle booktitle booktitleaddon chapter commentator crossref date doi edition editor editora
    editoratype editorb editorbtype editorc editorctype editortype eid entrykey entryset entrysubtype eprint
    eprintclass eprinttype eventdate eventtitle eventtitleaddon execute file foreword gender holder
    howpublished hyphenation ids indexsorttitle indextitle institution introduction isan isbn ismn isrn issn
    issue issuesubtitle issuetitle issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon
    keywords label langid langidopts language library location mainsubtitle maintitle maintitleaddon month
    nameaddon namea nameatype nameb namebtype namec namectype note number options organization origdate
    origlanguage origlocation origpublisher origtitle pages pagetotal pagination part presort publisher
    pubstate related relatedoptions relatedstring relatedtype reprinttitle series shortauthor shorteditor
    shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle
    sortyear subtitle title titleaddon translator type url urldate urlraw usera userb userc userd usere
    userf verba verbb verbc venue version volume volumes xdata xref year address affiliation annote archive
    archiveprefix articleno assumed copyright day key lccn mrnumber numpages primaryclass school zblnumber
    bibsource biburl bdsk-url-1 bdsk-url-2 citeulike-article-id comment creationdate date-added
    date-modified groups mendeley-groups mendeley-tags modificationdate owner pdf rating readstatus
    timestamp urn entry_type
    """.split()  # noqa: SIM905
) | {*FIELD_NAMES, *IDENTIFIER_SCHEMES}
"""Lower-case names of fields that someone may mean; every other name is a field of somebody's own."""
