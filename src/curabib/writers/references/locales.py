"""The locales of CSL: those for which its processors have the words ("pp.", "ed.", "and")."""

from curabib.diagnostics import CurabibError
from curabib.model.nearest import nearest

LOCALES: tuple[str, ...] = tuple(
    "af-ZA ar bg-BG ca-AD cs-CZ cy-GB da-DK de-AT de-CH de-DE el-GR en-GB en-US es-CL es-ES es-MX et-EE eu fa-IR "  # noqa: SIM905
    "fi-FI fr-CA fr-FR gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-IT ja-JP km-KH ko-KR la lij-IT lt-LT lv-LV "
    "mn-MN ms-MY nb-NO nl-NL nn-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA vi-VN "
    "zh-CN zh-TW".split()
)
_FIRST = {"de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "pt": "pt-PT", "zh": "zh-CN"}


def locale(name: str) -> str:
    """Return the locale that people call `name` (`de`, `de-de`, `de_DE`), or the empty string for none.

    Raises CurabibError, naming the nearest, where there is none.
    """
    if not name:
        return ""
    wanted = name.replace("_", "-").partition(".")[0].lower()
    for known in LOCALES:
        if known.lower() == wanted:
            return known
    found = _FIRST.get(wanted) or next(
        (known for known in LOCALES if known.lower().startswith(f"{wanted}-")), ""
    )
    if found and wanted.isalpha():
        return found
    near = nearest(name, LOCALES) or ("en-US", "de-DE", "fr-FR")
    raise CurabibError(
        f"there is no locale `{name[:30]}`", hint=f"near are {', '.join(f'`{n}`' for n in near)}"
    )
