"""The text of an HTML letter, as plain as a plain one: nothing of its markup remains.

Quotations become lines with “>”, so that they are recognised as in a plain letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from aftersales.inbound.texts import clean

LONGEST_HTML: Final = 200_000
"""Characters of HTML that are read of one letter: made to be slow they take a second, and twice as many six."""

DEEPEST: Final = 64
"""Quotations inside quotations that are still counted."""

UNSEEN: Final = "script, style, head, title, template, noscript, svg, object, iframe, select, textarea, [hidden]"
"""What no reader sees."""

_BLOCK_NAMES: Final = """
address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
header hr li main nav ol p pre section table tr ul
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_APART: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"}
)
_SPACES: Final = re.compile(r"[\s\u00a0]+")


def text_of_html(html: str) -> str:
    """What a reader of this HTML sees, paragraph by paragraph; quotations begin with “>”."""
    try:
        tree = LexborHTMLParser(html[:LONGEST_HTML])
        for unseen in tree.css(UNSEEN):
            unseen.decompose()
        body = tree.body
        return "" if body is None else clean("\n".join(_lines(body)))
    except (SelectolaxError, ValueError, RuntimeError):
        return ""


def _lines(body: LexborNode) -> Iterator[str]:
    """The lines of a tree, walked without recursion: a letter may be nested as deep as its writer likes."""
    line, depth, last_depth = "", 0, 0
    for kind, value in _marks(body):
        if kind == "text":
            line = (line + _SPACES.sub(" ", value)).lstrip(" ")
            last_depth = depth
        elif kind == "quote":
            yield _quoted(line, last_depth)
            line, depth = "", min(max(depth + int(value), 0), DEEPEST)
        else:
            if line or kind == "break":
                yield _quoted(line, last_depth)
            line = ""
            if kind == "apart":
                yield _quoted("", depth)
    yield _quoted(line, last_depth)


def _marks(body: LexborNode) -> Iterator[tuple[str, str]]:
    """Texts, line ends and quotations of a tree in reading order."""
    node: LexborNode | None = body
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            yield "text", node.text_content or ""
        elif tag == "br":
            yield "break", ""
        elif tag == "img":
            yield "text", _alternative(node)
        else:
            yield from _border(tag, "1")
        following = node.child
        while following is None and node is not None:
            yield from _border(node.tag or "", "-1")
            if node.mem_id == body.mem_id:
                return
            following = node.next
            node = node.parent if following is None else node
        node = following


def _border(tag: str, step: str) -> Iterator[tuple[str, str]]:
    if tag == "blockquote":
        yield "quote", step
    elif tag in _APART:
        yield "apart", ""
    elif tag in _BLOCKS:
        yield "block", ""
    elif tag in {"td", "th"}:
        yield "text", " "


def _alternative(image: LexborNode) -> str:
    """What an image says to those who do not see it."""
    told = image.attributes.get("alt") or ""
    return f" [{told}] " if told.strip() and len(told) < 200 else ""  # noqa: PLR2004 - longer is no name of a picture


def _quoted(line: str, depth: int) -> str:
    return f"{'>' * depth} {line}".rstrip() if depth else line.rstrip()
