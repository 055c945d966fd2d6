"""Works of every kind that a list may name, for tests that print them."""

from curabib.model import Date, Entry, Fields, FieldValue, Identifier, Link, Name, Names, Venue, Work
from curabib.model.record import Kind


def people(*names: str, truncated: bool = False) -> Names:
    """Return names written `Family, Given`, `prefix|Family, Given`, or `=Group`."""
    made = []
    for name in names:
        if name.startswith("="):
            made.append(Name(literal=name[1:]))
            continue
        family, _, given = name.partition(", ")
        prefix, bar, rest = family.rpartition("|")
        made.append(Name(family=rest if bar else family, prefix=prefix, given=given))
    return Names(tuple(made), truncated)


def entry(
    key: str,
    entry_type: str,
    fields: dict[str, FieldValue],
    *,
    kind: Kind = "paper",
    identifiers: dict[str, str] | None = None,
    links: tuple[Link, ...] = (),
    topics: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    assumed: frozenset[str] = frozenset(),
) -> Entry:
    """Return an entry with these facts and no records."""
    work = Work(
        id=key,
        entry_type=entry_type,
        kind=kind,
        fields=Fields(fields),
        records=(),
        identifiers=tuple(Identifier(*pair) for pair in sorted((identifiers or {}).items())),
        links=links,
        topics=topics,
        keywords=keywords,
        assumed=assumed,
    )
    return Entry(key=key, aliases=aliases, work=work)


def venue(abbreviation: str, kind: str = "conference", name: str = "") -> Venue:
    return Venue(name=name or abbreviation, abbreviation=abbreviation, kind=kind)


EXAMPLES: tuple[Entry, ...] = (
    entry(
        "ho2020denoising",
        "inproceedings",
        {
            "author": people("Ho, Jonathan", "Jain, Ajay", "Abbeel, Pieter"),
            "title": "Denoising Diffusion Probabilistic Models",
            "venue": venue("NeurIPS"),
            "date": Date(2020),
            "pages": "6840-6851",
        },
        identifiers={"neurips": "2020/4c5bcfec8584af0d967f1ab10179ca4b", "arxiv": "2006.11239"},
        links=(
            Link(
                "paper",
                "https://proceedings.neurips.cc/paper/2020/hash/4c5bcfec8584af0d967f1ab10179ca4b-Abstract.html",
            ),
            Link("code", "https://github.com/hojonathanho/diffusion"),
        ),
        topics=("Diffusion",),
    ),
    entry(
        "maini2023neural",
        "inproceedings",
        {
            "author": people("Maini, Pratyush", "Mozer, Michael C.", "Kolter, J. Zico", "Zhang, Chiyuan"),
            "title": "Can Neural Network Memorization Be Localized?",
            "venue": venue("ICML"),
            "date": Date(2023),
            "pages": "23536–23557",
        },
        identifiers={"pmlr": "v202/maini23a"},
        topics=("Memorization, Forgetting", "Empirical Study"),
        keywords=("localization", "empirical study"),
        aliases=("maini2023can",),
    ),
    entry(
        "frankle2019lottery",
        "inproceedings",
        {
            "author": people("Frankle, Jonathan", "Carbin, Michael"),
            "title": "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks",
            "venue": venue("ICLR"),
            "date": Date(2019, 5),
        },
        identifiers={"openreview": "rJl-b3RcF7", "arxiv": "1803.03635"},
    ),
    entry(
        "kool2020ancestral",
        "article",
        {
            "author": people("Kool, Wouter", "van|Hoof, Herke", "Welling, Max"),
            "title": "Ancestral Gumbel-Top-k Sampling for Sampling Without Replacement",
            "venue": venue("JMLR", "journal"),
            "date": Date(2020),
            "volume": "21",
            "number": "47",
            "pages": "1-36",
        },
        identifiers={"jmlr": "v21/19-985"},
        links=(Link("paper", "https://jmlr.org/papers/v21/19-985.html"),),
    ),
    entry(
        "liang2023holistic",
        "article",
        {
            "author": people("Liang, Percy", "Bommasani, Rishi", truncated=True),
            "title": "Holistic Evaluation of Language Models",
            "venue": venue("TMLR", "journal"),
            "date": Date(2023),
        },
        identifiers={"openreview": "iO4LZibEqW"},
    ),
    entry(
        "jumper2021highly",
        "article",
        {
            "author": people("Jumper, John", "Žídek, Augustin", truncated=True),
            "title": "Highly accurate protein structure prediction with AlphaFold",
            "venue": venue("Nature", "journal"),
            "date": Date(2021, 7, 15),
            "volume": "596",
            "number": "7873",
            "pages": "583-589",
        },
        identifiers={"doi": "10.1038/s41586-021-03819-2"},
    ),
    entry(
        "stanley2016heat",
        "online",
        {
            "author": people("Stanley, Caprice", "Windisch, Tobias"),
            "title": "Heat-bath random walks with Markov bases",
            "date": Date(2016, 5, 26),
            "eprintclass": "math.CO",
        },
        identifiers={"arxiv": "1605.08386"},
    ),
    entry(
        "sagawa2019distributionally",
        "online",
        {
            "author": people("Sagawa, Shiori", "Koh, Pang Wei"),
            "title": "Distributionally Robust Networks for $\\ell_1$ Shifts & Groups",
            "venue": venue("arXiv", "repository"),
            "date": Date(2019),
        },
        identifiers={"arxiv": "1911.08731"},
        assumed=frozenset({"date"}),
    ),
    entry(
        "he2016deep",
        "inproceedings",
        {
            "author": people("He, Kaiming", "Zhang, Xiangyu", "Ren, Shaoqing", "Sun, Jian"),
            "title": "Deep Residual Learning for Image Recognition",
            "venue": venue("CVPR"),
            "date": Date(2016),
        },
        links=(
            Link(
                "paper",
                "https://openaccess.thecvf.com/content_cvpr_2016/html/He_Deep_Residual_CVPR_2016_paper.html",
            ),
        ),
    ),
    entry(
        "yuan2023benchmarking",
        "inproceedings",
        {
            "author": people("Yuan, Zhihang", "Liu, Jiawei", truncated=True),
            "title": "Benchmarking Post-training Quantization: a Particular Focus on Worst-case Performance",
            "venue": venue("ICML", "workshop", "ICML 2023 Workshop on Efficient Systems"),
            "date": Date(2023),
        },
        identifiers={"openreview": "iKBdmOVJ5T"},
    ),
    entry(
        "karpathy2015unreasonable",
        "online",
        {
            "author": people("Karpathy, Andrej"),
            "title": "The Unreasonable Effectiveness of Recurrent Neural Networks",
            "date": Date(2015),
            "urldate": Date(2024, 1, 1),
        },
        kind="blog",
        links=(Link("post", "https://karpathy.github.io/2015/05/21/rnn-effectiveness/"),),
    ),
    entry(
        "watkins1989learning",
        "thesis",
        {
            "author": people("Watkins, Christopher J. C. H."),
            "title": "Learning from Delayed Rewards",
            "institution": "University of Cambridge",
            "date": Date(1989),
            "url": "https://www.cs.rhul.ac.uk/~chrisw/new_thesis.pdf",
        },
        kind="thesis",
    ),
    entry(
        "novak2011uceni",
        "thesis",
        {
            "author": people("Novák, Jiří"),
            "title": "Učení bez učitele",
            "institution": "Masaryk University",
            "type": "Master's thesis",
            "date": Date(2011),
        },
        kind="thesis",
    ),
    entry(
        "sutton2018reinforcement",
        "book",
        {
            "author": people("Sutton, Richard S.", "Barto, Andrew G."),
            "title": "Reinforcement Learning",
            "subtitle": "An Introduction",
            "publisher": "MIT Press",
            "edition": "2nd",
            "date": Date(2018),
        },
        kind="book",
        identifiers={"isbn": "9780262039246"},
    ),
    entry(
        "diercks2015clinical",
        "incollection",
        {
            "author": people("Diercks, Ron L.", "Ludvigsen, Tom C."),
            "title": "Clinical Symptoms and Physical Examinations",
            "venue": Venue(name="Shoulder Stiffness", kind="book"),
            "pages": "155-158",
            "publisher": "Springer",
            "date": Date(2015),
        },
        identifiers={"doi": "10.1007/978-3-662-46370-3_13"},
    ),
    entry(
        "wolf2019transformers",
        "software",
        {
            "author": people("=Hugging Face"),
            "title": "Transformers: State-of-the-art NLP",
            "date": Date(2019),
        },
        kind="code",
        links=(Link("code", "https://github.com/huggingface/transformers"),),
    ),
    entry(
        "krizhevsky2009cifar",
        "dataset",
        {
            "author": people("Krizhevsky, Alex"),
            "title": "The CIFAR-10 dataset",
            "date": Date(2009),
        },
        kind="dataset",
        links=(Link("", "https://www.cs.toronto.edu/~kriz/cifar.html"),),
    ),
    entry(
        "untitled2020",
        "online",
        {"title": "Awesome Lists: an Index", "date": Date(2020)},
        kind="other",
        links=(Link("", "https://example.org/a%20b?x=1&y=2#top_1"),),
    ),
)
