"""Words that lists print on links and in front of lines, and the headings that stand above no entries."""

import re
from functools import lru_cache

from curabib.evidence import dates
from curabib.evidence.text import is_cjk, squash

# canonical label -> what people print (compared without blanks, case, punctuation)
_LINK_LABELS: dict[str, str] = {
    "paper": "paper|pdf|papers|link|links|url|article|full text|fulltext|preprint|arxiv|arxiv preprint|arxiv paper|arxiv version|openreview|html|"
    "main|main paper|original paper|paper link|pdf link|publication|published|publisher|read|read paper|download|acm|acmdl|acm dl|ieee|springer|"
    "elsevier|sciencedirect|nature|science|pnas|biorxiv|medrxiv|cvf|pmlr|neurips|nips|nips version|iclr|icml|aaai|acl|acl anthology|jmlr|usenix|ps|"
    "open access|oa|hal|eprint|iacr|techreport|tech report|technical report|report|long version|short version|extended version|full version|"
    "journal|journal version|conference version|conference|version|proceedings|abstract|abs|abstract page|citeseer|citeseerx|semantic scholar|"
    "论文|原文|论文链接|paper 链接|thesis|dissertation|phd thesis|here|online|text|document|doc|file|source|web|http|https|www|vldb|ssrn|pubmed|pmid|論文",
    "doi": "doi",
    "code": "code|codes|github|git|repo|repository|source code|implementation|official code|official implementation|official|unofficial|pytorch|"
    "tensorflow|tf|keras|jax|jax code|caffe|matlab|torch|mxnet|theano|chainer|paddle|mindspore|code pytorch|code tensorflow|pytorch official|"
    "pytorch code|tensorflow code|official pytorch|official tf|official tensorflow|pytorch unofficial|python|c|julia|r|software|toolbox|library|"
    "package|gitlab|colab|notebook|demo code|code and data|code data|data and code|model|models|checkpoint|checkpoints|huggingface|hugging face|"
    "octocat|stars|star|代码|源码|github code|code github|github repo|github link|homepage code|github page",
    "project": "project|project page|projectpage|website|project website|web page|webpage|homepage|home page|home|page|site|project link|主页|项目|项目主页",
    "video": "video|videos|talk|talks|youtube|recording|presentation video|video talk|oral|oral presentation|teaser|trailer|film|movie|lecture|bilibili|视频|talk video|slideslive",
    "slides": "slides|slide|ppt|presentation|talk slides|deck|keynote|幻灯片",
    "poster": "poster",
    "dataset": "dataset|datasets|data|data set|benchmark|数据|数据集",
    "blog": "blog|blog post|blogpost|post|medium|博客|explanation|article summary",
    "notes": "notes|note|review|summary|summaries|阅读笔记|笔记|解读|解析|讲解|twrr|the morning paper|paper notes|discussion|comment|comments|tweet|twitter|thread|reddit",
    "bibtex": "bib|bibtex|cite|citation|citations|reference|ref|bibtex file",
    "book": "book|ebook|book chapter|chapter|amazon|books",
    "demo": "demo|app|live demo|web demo|interactive demo|online demo",
    "supplement": "supp|supplement|supplementary|supplemental|supplementary material|supplementary materials|supplemental material|appendix|si|supplementary pdf|sup",
    "course": "course|class website|class|course website|syllabus|lectures|lecture notes|tutorial|materials|course materials",
    "translation": "translation|english|chinese|中文|中文版|英文|译文|翻译",
    "docs": "docs|documentation|wiki|readme|license|manual",
    "news": "press|news|media|interview|podcast",
    "email": "email|mail|e mail",
}  # fmt: skip
_LINE_LABELS: dict[str, str] = {
    "keywords": "key word|key words|keyword|keywords|tags|tag|topics|topic|key phrases|index terms|关键词|关键字|标签|キーワード",
    "authors": "author|authors|author list|by|作者|著者",
    "abstract": "digest|abstract|summary|tldr|tl dr|description|overview|main idea|idea|摘要|简介|总结|概要|要旨|intro|contribution|contributions|why|highlights|takeaways|key idea",
    "notes": "note|notes|comment|comments|remark|remarks|remarks and notes|my notes|thoughts|备注|笔记|注|评论|featured in|bibtex|cite as",
    "link": "link|links|url|urls|paper|paper link|pdf|arxiv|web|website|project|project page|homepage|链接|论文|论文链接|地址|论文地址|download",
    "code": "code|codes|github|source code|implementation|代码|源码|repo|software",
    "venue": "venue|journal|conference|published in|publication|in|booktitle|proceedings|source|会议|期刊|出处|发表|发表于|publisher",
    "year": "year|date|published|publication date|年份|时间|日期|posted",
    "doi": "doi",
    "title": "title|paper title|题目|标题|论文标题|论文题目|name",
    "video": "video|talk|slides|poster|视频|presentation",
    "dataset": "dataset|data|数据|datasets",
    "affiliation": "affiliation|affiliations|institution|institutions|机构|单位",
}
_UNCOLONED = frozenset(("digest", "authorlist", "abstract"))
_KEY_LENGTH = 24

# Headings whose own lines hold no entries; `deep` ones take their sub-headings with them.
_CONTENTS = "table of contents|contents|toc|content|目录|outline|quick links|quick link|navigation|menu|overview of contents|index|categories|sections|on this page|table of content"
_META = (
    "contributing|contribution|contributions|contribute|how to contribute|contributing guidelines|contribution guidelines|contributors|"
    "our contributors|valuable contributors|license|licence|licenses|licensing|copyright|acknowledgements|acknowledgments|acknowledgement|"
    "acknowledgment|contact|contact us|contact feedback|contacts|feedback|citation|cite|citing|how to cite|cite us|cite this|"
    "bibtex|news|updates|update|update log|latest updates|whats new|changelog|change log|history|star history|starchart|stargazers|stars|maintainers|"
    "maintainer|sponsors|support|disclaimer|todo|to do|credits|thanks|thank you|faq|authors of this list|editors|legend|format|formatting|"
    "notation|annotations|how to submit|how to submit a pull request|getting started with this list|usage|installation|roadmap|join us|"
    "follow us|star us|wechat|微信|贡献|联系|许可|致谢|更新|更新日志|引用|page traffic analysis|statistics|leaderboard"
)
_NO_WORKS = (
    "conferences|journals|conferences and journals|conferences and workshops|conferences workshops|professional groups|research groups|groups|"
    "labs|research labs|laboratories|organizations|organisations|communities|community|people|researchers|key researchers|venues|mailing lists|"
    "forums|meetups|companies|startups|jobs|fellowships|events|events and news|upcoming events|seminars|reading groups|external reading lists|"
    "reading lists|other reading lists|other lists|related lists|similar lists|awesome lists|other awesome lists|newsletters|"
    "conferences and symposiums|conferences symposiums|conferences and symposia|journals and magazines|journals magazines|workshops|"
    "blogroll|communities and groups|associations|societies|institutes|movements|twitter|social media|other paper lists|related repositories|related repos"
)


def _keys(text: str) -> frozenset[str]:
    return frozenset(squash(part) for part in text.split("|"))


_LINK_BY_KEY = {key: label for label, names in _LINK_LABELS.items() for key in _keys(names)}
_LINE_BY_KEY = {key: label for label, names in _LINE_LABELS.items() for key in _keys(names)}
_HEADINGS = {
    **dict.fromkeys(_keys(_NO_WORKS), "no works"),
    **dict.fromkeys(_keys(_META), "about the list"),
    **dict.fromkeys(_keys(_CONTENTS), "contents"),
}
_MODIFIERS = frozenset(
    (
        "academic",
        "scientific",
        "relevant",
        "related",
        "useful",
        "other",
        "important",
        "major",
        "main",
        "more",
        "external",
        "key",
        "our",
        "top",
    )
)
_COLON = re.compile(r"\s*([^\s:：,;.()\[\]][^:：,;.()\[\]]{0,30}?)\s*[:：]\s*(.*)", re.DOTALL)
_WORD_LABEL = re.compile(r"(?P<label>Digest|Author List|Abstract)\s+(?=[^\s:])")
_DECORATION = re.compile(r"[^\w\s&+/'’.\-]|_|:[a-z0-9_+\-]+:", re.UNICODE)
_EMOJI_CODE = re.compile(r":[a-z0-9_+\-]+:")
_BACK = re.compile(
    r"\s*[(\[]*\b(?:back to (?:the )?(?:top|toc|contents|table of contents))\b[)\]]*|[⬆🔝↑▲]+", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def link_label(text: str) -> str:
    """Return the canonical label (`paper`, `code`, `video`, ...) that a link's text prints, or the empty string.

    Signs, emoji, brackets and trailing numbers do not matter; a link with no letters at all has no label.
    """
    if len(text) > 60:
        return ""
    emoji = _EMOJI_LABELS.get(next((char for char in text if char in _EMOJI_LABELS), ""), "")
    code = _EMOJI_CODE.search(text)
    plain = _EMOJI_CODE.sub(" ", text)
    key = squash(plain)
    if not key:
        return emoji or (
            _LINK_BY_KEY.get(squash(code.group()), "video" if "movie" in code.group() else "other")
            if code
            else ""
        )
    found = _LINK_BY_KEY.get(key) or _LINK_BY_KEY.get(key.rstrip("0123456789"))
    if found:
        return found
    head, colon, _ = plain.partition(":")
    if (
        colon
        and "://" not in plain
        and len(plain.split()) <= 4
        and squash(head) in _LINK_BY_KEY
        and len(plain) <= 40
    ):
        return _LINK_BY_KEY[squash(head)]
    words = [squash(word) for word in re.split(r"[\s/()\[\]:,&+\-_.]+|and", plain) if squash(word)]
    if 1 < len(words) <= 4:
        labels = [_LINK_BY_KEY.get(word) or _LINK_BY_KEY.get(word.rstrip("0123456789")) for word in words]
        if labels[0] and all(
            label or word.isdigit() or word in _FILLERS for label, word in zip(labels, words, strict=True)
        ):
            return labels[0]
        if labels[-1] and words[0] in _FILLERS | _ADJECTIVES:
            return labels[-1]
    return emoji


_FILLERS = frozenset(
    (
        "version",
        "the",
        "official",
        "unofficial",
        "of",
        "for",
        "in",
        "by",
        "part",
        "v",
        "link",
        "page",
        "full",
        "long",
        "short",
        "draft",
    )
)
_ADJECTIVES = frozenset(
    (
        "official",
        "unofficial",
        "full",
        "long",
        "short",
        "original",
        "my",
        "author",
        "authors",
        "extended",
        "accompanying",
        "companion",
        "blog",
        "arxiv",
        "reading",
    )
)
_EMOJI_LABELS = {
    "🎞": "video", "🎥": "video", "📹": "video", "📺": "video", "🎬": "video", "▶": "video", "📼": "video", "📽": "video",
    "💻": "code", "🐙": "code", "⌨": "code", "💾": "code", "👨": "code", "📦": "code", "🔧": "code", "🛠": "code",
    "📄": "paper", "📃": "paper", "📝": "paper", "📜": "paper", "📑": "paper", "🔗": "paper", "📰": "blog", "✍": "blog",
    "🌐": "project", "🏠": "project", "📊": "slides", "📈": "slides", "📕": "book", "📖": "paper", "📚": "book", "📙": "book",
    "🤗": "code", "🗄": "dataset", "💽": "dataset", "🐦": "notes",
}  # fmt: skip


@lru_cache(maxsize=8192)
def line_label(text: str) -> tuple[str, str, str] | None:
    """Return (canonical label, label as printed, rest) of a line such as `Key Word: pruning; sparsity`, or None.

    A label may be misspelt: at most one wrong, missing or swapped letter in five. Only "Digest", "Abstract" and
    "Author List" are labels without a colon, and only in front of more text.
    """
    match = _COLON.match(text)
    if match is not None:
        printed = match[1].strip(" *_`[]【】")
        key = squash(printed)
        label = _LINE_BY_KEY.get(key) or _nearest(key)
        if label:
            return label, printed, match[2].strip(" *_")
    match = _WORD_LABEL.match(text.lstrip())
    if match is not None and squash(match["label"]) in _UNCOLONED:
        return _LINE_BY_KEY[squash(match["label"])], match["label"], text.lstrip()[match.end() :].strip()
    return None


def is_known_line_label(printed: str, label: str) -> bool:
    """Return whether `printed` is spelt as people do spell `label`."""
    return _LINE_BY_KEY.get(squash(printed)) == label


def _nearest(key: str) -> str:
    """Return the label whose key differs from `key` by few letters: only labels of six letters or more."""
    if not 6 <= len(key) <= _KEY_LENGTH or is_cjk(key):
        return ""
    for known, label in _LINE_BY_KEY.items():
        if len(known) >= 6 and abs(len(known) - len(key)) <= 1 and known[0] == key[0] and _close(known, key):
            return label
    return ""


def _close(left: str, right: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns one into the other."""
    if len(left) == len(right):
        wrong = [place for place in range(len(left)) if left[place] != right[place]]
        if len(wrong) <= 1:
            return True
        first, second = wrong[0], wrong[-1]
        return (
            len(wrong) == 2
            and second == first + 1
            and left[first] == right[second]
            and left[second] == right[first]
        )
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def heading_kind(text: str) -> str:
    """Return what stands under a heading: `contents`, `about the list`, `no works`, or empty where entries may stand."""
    key = squash(_DECORATION.sub(" ", _EMOJI_CODE.sub(" ", text)))
    found = _HEADINGS.get(key)
    if found is None and key.endswith("s"):
        found = _HEADINGS.get(key[:-1])
    if found is None and " " in text.strip():
        first, _, rest = text.strip().partition(" ")
        if first.casefold() in _MODIFIERS:
            found = _HEADINGS.get(squash(_DECORATION.sub(" ", rest)))
    if found is None:
        head = re.split(r"[(\[:：|–—]|\s-\s", text, maxsplit=1)[0]
        found = _HEADINGS.get(squash(_DECORATION.sub(" ", head)))
        if found == "about the list" and head.strip() and len(text) > 2 * len(head) + 12:
            found = found if not dates.find_year(text) else None
    return found or ""


def heading_text(text: str) -> str:
    """Return a heading as a topic is named: without emoji, emoji codes, numbering and "back to top"."""
    text = _BACK.sub(" ", _EMOJI_CODE.sub(" ", text))
    text = "".join(char for char in text if not _is_emoji(char))
    text = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]\s+|[IVX]+\.\s+|\[\s*\]\s*)", "", text)
    return " ".join(text.split()).strip(" :：#|")


def _is_emoji(char: str) -> bool:
    return (
        "\U0001f000" <= char <= "\U0001faff"
        or "\u2600" <= char <= "\u27bf"
        or char in "\u2b50\u2b06\u200d\ufe0f\u20e3"
    )
