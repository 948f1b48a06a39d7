"""From bytes to text: byte order mark, strict UTF-8, what the file declares, a code page."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from finance_app.domain.column_names import normal_name
from finance_app.errors import StatementError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4_000
_CODE_PAGES = {
    "cp1250": "pl cs sk hu ro hr sl sr bs sq",
    "cp1251": "ru uk bg mk be kk",
    "cp1253": "el",
    "cp1254": "tr az",
    "cp1255": "he",
    "cp1257": "et lv lt",
    "cp932": "ja",
    "gb18030": "zh",
    "cp949": "ko",
}
_CENTRAL_WORDS = re.compile(
    r"\b(kwota|waluta|rachunek|tytul|odbiorca|obciazenia|castka|mena|ucet|zustatek|protiucet|objem"
    r"|ciastka|zostatok|osszeg|konyveles|egyenleg|iznos|znesek|stanje|suma)\b"
)
_CHARACTER_SETS = re.compile(r"cp\d|windows|iso-?8859|latin|koi8|shift|euc|gb|big5")
_DECLARED = re.compile(rb"(?i)CHARSET:\s*([\w-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w-]+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text and how its bytes were read; `encoding` is "" for UTF-8 and ASCII."""

    text: str
    encoding: str


def decode(content: bytes, *, region: str = "", encoding: str = "") -> Text:
    """A file's text.

    Args:
        content: the bytes.
        region: whose code page is likely where nothing else tells.
        encoding: the one a person confirmed; tried after UTF-8.

    Raises:
        StatementError: when no encoding gives text.
    """
    named = _marked(content)
    if named:
        return _strict(content, named)
    try:
        return Text(content.decode("utf-8"), "")
    except UnicodeDecodeError:
        pass
    tried = (encoding, _declared(content), *_likely(content, region))
    for each in tried:
        if not each:
            continue
        try:
            return Text(content.decode(each), each)
        except (UnicodeDecodeError, LookupError):
            continue
    return Text(content.decode("latin-1"), "iso-8859-1")


def _strict(content: bytes, encoding: str) -> Text:
    try:
        return Text(content.decode(encoding).lstrip("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        message = "The file's text is damaged; download it from your bank once more."
        raise StatementError(message) from error


def _marked(content: bytes) -> str:
    """The encoding a byte order mark names, or the pattern of zeros of UTF-16."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    head = content[:_HEAD]
    zeros = head.count(0)
    if zeros > len(head) * 0.3:
        if head[1::2].count(0) > zeros * 0.9:
            return "utf-16-le"
        if head[::2].count(0) > zeros * 0.9:
            return "utf-16-be"
    return ""


def _declared(content: bytes) -> str:
    """What an OFX or XML header says, as a codec's name."""
    found = _DECLARED.search(content[:_HEAD])
    if not found:
        return ""
    name = (found[1] or found[2]).decode("ascii").lower()
    if name.isdigit():
        return f"cp{name}"
    return name if _CHARACTER_SETS.match(name) else ""


def _likely(content: bytes, region: str) -> tuple[str, ...]:
    """Code pages to try: that of the words in the file, that of the region, the western one."""
    language = region.replace("-", "_").split("_")[0].lower()
    own = next((page for page, known in _CODE_PAGES.items() if language in known.split()), "")
    words = _plain_words(content[:_HEAD])
    central = "cp1250" if not own and _CENTRAL_WORDS.search(words) else ""
    return (central, own, "cp1252")


def _plain_words(head: bytes) -> str:
    """The head of a file as plain words."""
    lines = head.decode("cp1252", "replace").splitlines()
    return " ".join(normal_name(cell) for line in lines[:20] for cell in re.split(r"[;,\t|]", line))
