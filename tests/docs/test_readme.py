import re

from docs.session import REPOSITORY, SESSION, with_sessions

README = REPOSITORY / "README.md"


def test_the_session_in_the_readme_is_what_the_tool_prints() -> None:
    text = README.read_text(encoding="utf-8")
    assert SESSION.search(text)
    assert with_sessions(text) == text, "run `make docs`"


def test_every_file_that_the_readme_links_to_exists() -> None:
    text = README.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert targets
    missing = [target for target in targets if not (REPOSITORY / target).exists()]
    assert not missing
