"""Reading the project's own text files, within limits."""

from pathlib import Path

from curabib.diagnostics import CurabibError

MAX_BYTES = 2_000_000_000


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises CurabibError where it does not exist, is no regular file, may not be read, or is larger than `limit`.
    """
    try:
        if not path.is_file():
            problem = "is no regular file" if path.exists() else "does not exist"
            raise CurabibError(f"`{path}` {problem}")
        size = path.stat().st_size
        if size > limit:
            raise CurabibError(f"`{path}` has {size} bytes, more than {limit}")
        return path.read_bytes()
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """Return the text of a UTF-8 file, line ends as LF, without a byte order mark; raises CurabibError."""
    data = read_bytes(path, limit=limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CurabibError(
            f"`{path}` is not UTF-8: byte {error.start} in line {line} is 0x{data[error.start]:02x}",
            hint="save the file in the encoding UTF-8",
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def written_like(text: str, before: bytes) -> bytes:
    """Return the bytes of a text that is to replace a file that people write: with its line ends and byte order mark.

    `text` has LF, as `read_text` gives it; `before` is the file as it was. Mixed line ends become LF.
    """
    data = text.encode("utf-8", "surrogatepass")
    if b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n"):
        data = data.replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + data if before.startswith(b"\xef\xbb\xbf") else data
