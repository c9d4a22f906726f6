"""Bad values, each with a name: what people paste, what programs send, and what somebody sends who means harm.

The characters that cannot be seen are written as escapes, so that this file itself stays plain.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

Named = tuple[str, str]

NOT_TEXT: list[Named] = [
    ("NUL", "An\x00n"),
    ("only NUL", "\x00"),
    ("lone high surrogate", "An\ud800n"),
    ("lone low surrogate", "\udfff"),
    ("escape", "\x1b[31mred"),
    ("delete", "An\x7fn"),
    ("C1 control", "An\x85n"),
    ("replacement character", "An\ufffdn"),
    ("not a character", "An\uffffn\U0010ffff"),
    ("byte order mark", "\ufeffAnn"),
]
INVISIBLE: list[Named] = [
    ("right-to-left override", "An\u202enn"),
    ("bidi isolates", "\u2066Ann\u2069\u2067Ann"),
    ("only marks of direction", "\u200e\u200f\u061c"),
    ("zero width", "A\u200bn\u200cn\u200d"),
    ("only zero width", "\u200b\u200b"),
    ("no-break space alone", "\u00a0"),
    ("ideographic spaces", "\u3000\u2003 \u2028\u2029"),
    ("soft hyphens", "An\u00adn\u00ad" * 20),
    ("tags", "Ann\U000e0041\U000e007f"),
    ("variation selectors", "A\ufe0fn\U000e0100n"),
]
MARKS: list[Named] = [
    ("20,000 combining marks", "a" + "\u0301" * 20_000),
    ("400 combining marks", "a" + "\u0301\u0323" * 200),
    ("begins with a combining mark", "\u0301Ann"),
    ("zero-width joiner chain", "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200),
    ("emoji", "\U0001f600\U0001f1ec\U0001f1e7\U0001f3f4\U000e0067\U000e0062\U000e007f"),
    ("grows when composed", "\ufb2c\u0958\U0001d160" * 60),
    ("grows in capitals", "\u00df\ufb03\u0149" * 100),
    ("dotless and dotted i", "I\u0307\u0131I"),
    ("hangul in pieces", "\u1112\u1161\u11ab" * 100),
    ("homoglyphs", "\u0410nn \u039f\u2019\u0412rien"),
    ("arabic and hebrew", "\u0645\u062d\u0645\u062f \u05d3\u05d5\u05d3"),
    ("full-width", "\uff21\uff4e\uff4e\uff10\uff1d\uff0b"),
    ("superscript digits", "\u00b2\u2075"),
    ("arabic digits", "\u0661\u0662"),
    ("roman numeral and fraction", "\u2167\u00bd"),
]
LENGTHS: list[Named] = [
    ("nothing", ""),
    ("a space", " "),
    ("line breaks", "\r\n\n\r"),
    ("one letter", "x"),
    ("120 letters", "N" * 120),
    ("256 letters", "n" * 256),
    ("300 without a space", "Pneumono" * 38),
    ("5,000 letters", "long word " * 500),
    ("5,001 letters", "x" * 5001),
    ("5,000 without a space", "W" * 5000),
    ("60,000 letters", "word " * 12_000),
    ("1,000 lines", "line\r\n" * 1000),
    ("tabs", "\t" * 100),
    ("many commas", "," * 3000),
]
NAMES: list[Named] = [
    ("O'Brien", "O'Brien"),
    ("Null", "Null"),
    ("None", "None"),
    ("undefined", "undefined"),
    ("NaN", "NaN"),
    ("true", "true"),
    ("Ng", "Ng"),
    ("backslash", "\\"),
    ("double quote", '"'),
    ("back quote", "`"),
]
CODE: list[Named] = [
    ("script", "<script>alert(1)</script>"),
    ("image", "\"'><img src=x onerror=alert(1)>"),
    ("svg", "<svg/onload=alert(1)>"),
    ("comment", "<!-- --><!--[if gte IE 4]>"),
    ("end of everything", "</textarea></title></style></body></html>]]>"),
    ("entity", "&lt;&#0;&#xd800;&amp;&nosuch;&"),
    ("style", "</style><style>@import 'x';*{content:url(file:///etc/passwd)}"),
    ("attachment", "<link rel=attachment href='file:///etc/passwd'>"),
    ("link", "javascript:alert(1)"),
    ("data link", "data:text/html;base64,PHNjcmlwdD4="),
    ("django tags", "{% load ui %}{{ request.user.password }}{% include 'base.html' %}"),
    ("unclosed tag", "{% if %}{{ x|"),
    ("cotton tag", "<c-box title='{{ x }}'>{{ slot }}</c-box>"),
    ("percent", "%s%s%n%(name)s%d%%"),
    ("braces", "{0.__class__.__init__.__globals__}{}{x!r}{"),
    ("dollar", "${jndi:ldap://127.0.0.1/a} $(id) `id` #{7*7}"),
    ("quote and comment", "' OR 1=1; DROP TABLE accounts_user; --"),
    ("quoted identifier", '"); SELECT pg_sleep(20); --'),
    ("like wildcards", "%_%\\%"),
    ("backslash at the end", "abc\\"),
    ("text query", "a & | ! <-> ( :* ' b"),
    ("regular expression", "(a+)+$[\\1{1000000}"),
    ("header lines", "Ann\r\nSet-Cookie: sid=1\r\n\r\n<p>"),
    ("mail header", "a@example.org\nBcc: b@example.org"),
    ("formula", '=HYPERLINK("http://127.0.0.1","x")'),
    ("command formula", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("path", "../../../../etc/passwd"),
    ("windows path", "..\\..\\con\\aux.txt"),
    ("other site", "//evil.example.org/%2f%2e%2e"),
    ("other scheme", "https:evil.example.org"),
    ("JSON", '{"a": [1, NaN, "\\ud800"], "__proto__": {}}'),
    ("deep JSON", "[" * 2000),
    ("XML", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
    ("pickle", "gASVAAAAAAAAAA=="),
]
NUMBERS: list[Named] = [
    ("zero", "0"),
    ("minus one", "-1"),
    ("minus zero", "-0"),
    ("plus one", "+1"),
    ("leading zeros", "0000000001"),
    ("half", "0.5"),
    ("comma", "1,5"),
    ("largest small", "32768"),
    ("largest whole", "2147483648"),
    ("largest big", "9223372036854775808"),
    ("signalling", "sNaN"),
    ("not a number", "NaN"),
    ("infinity", "-Infinity"),
    ("huge exponent", "1E+999999999"),
    ("tiny exponent", "1E-999999999"),
    ("5,000 digits", "9" * 5000),
    ("5,000 digits behind a point", "0." + "1" * 5000),
    ("hexadecimal", "0x10"),
    ("underscore", "1_000"),
    ("spaces between", "1 0"),
    ("superscript", "\u00b2"),
    ("arabic", "\u0663"),
]
DATES: list[Named] = [
    ("year 1", "0001-01-01"),
    ("year 9999", "9999-12-31"),
    ("31 February", "2026-02-31"),
    ("29 February of no leap year", "2025-02-29"),
    ("gap of the clocks", "2026-03-29T01:30"),
    ("twice of the clocks", "2026-10-25 01:30"),
    ("moment", "2026-03-29T01:30:00+00:00"),
    ("absurd zone", "2026-03-16T10:00:00+99:99"),
    ("other order", "31/12/2026"),
    ("week", "2026-W53-7"),
    ("quarter", "2026-Q5"),
    ("quarter of the last year", "9999-Q4"),
    ("quarter of the first year", "0001-Q1"),
    ("month", "2026-13"),
    ("words", "yesterday"),
    ("leap second", "2016-12-31T23:59:60"),
    ("negative year", "-0044-03-15"),
    ("five figures", "10000-01-01"),
]
IDENTIFIERS: list[Named] = [
    ("nobody", "00000000-0000-0000-0000-000000000000"),
    ("no hyphens", "00000000000000000000000000000000"),
    ("braces and capitals", "{FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF}"),
    ("urn", "urn:uuid:00000000-0000-0000-0000-000000000000"),
    ("too short", "00000000-0000-0000-0000-00000000000"),
    ("not hexadecimal", "zzzzzzzz-0000-0000-0000-000000000000"),
    ("a list", "[00000000-0000-0000-0000-000000000000]"),
    ("one", "1"),
    ("wrong check digit", "999 123 4560"),
    ("eleven digits", "99912345678"),
    ("letters in a number", "999O123456"),
]
ALL: list[Named] = [
    *NOT_TEXT, *INVISIBLE, *MARKS, *LENGTHS, *NAMES, *CODE, *NUMBERS, *DATES, *IDENTIFIERS,
]  # fmt: skip
# In an address, a header or a cookie there is no room for more; what is longer is sent there seldom.
SHORT: list[Named] = [named for named in ALL if len(named[1]) <= 1_500]
BOXES = {"day": ("0", "31", "32", "29", "-1"), "month": ("2", "13", "0", "Feb", "febr\u0435"), "year": ("0001", "9999",
         "1879", "10000", "26", "2026.0", "-2026")}  # fmt: skip
HEADERS: list[Named] = [
    ("HTTP_USER_AGENT", "long"),
    ("HTTP_X_FORWARDED_FOR", "1.2.3.4, <script>, ::1%eth0, 999.999.999.999"),
    ("HTTP_X_FORWARDED_FOR", "0" * 5000),
    ("REMOTE_ADDR", "not an address"),
    ("REMOTE_ADDR", ""),
    ("HTTP_X_FORWARDED_PROTO", "https, http"),
    ("HTTP_X_FORWARDED_HOST", "evil.example.org"),
    ("HTTP_ACCEPT_LANGUAGE", "xx-" + "y" * 4000 + ";q=NaN, *;q=-1, en-gb;q=1.0000001"),
    ("HTTP_ACCEPT", "*/*;q=foo, text/html;level=" + "9" * 400),
    ("HTTP_ACCEPT_ENCODING", "gzip;q=0, identity;q=0, *;q=0"),
    ("HTTP_HOST", "evil.example.org"),
    ("HTTP_HOST", "localhost:99999999"),
    ("HTTP_HOST", ""),
    ("HTTP_HOST", "[::1"),
    ("HTTP_ORIGIN", "null"),
    ("HTTP_ORIGIN", "http://[::1"),
    ("HTTP_REFERER", "http://[bad"),
    ("HTTP_REFERER", "https://evil.example.org/" + "a" * 3000),
    ("HTTP_SEC_FETCH_SITE", "cross-site"),
    ("HTTP_SEC_FETCH_SITE", "\u00ff"),
    ("HTTP_IF_NONE_MATCH", '"\u00ff", W/"x'),
    ("HTTP_IF_MODIFIED_SINCE", "Mon, 99 Foo 99999 99:99:99 GMT"),
    ("HTTP_IF_UNMODIFIED_SINCE", "0001"),
    ("HTTP_RANGE", "bytes=-1,5-1,99999999999999999999-"),
    ("HTTP_CONTENT_ENCODING", "gzip"),
    ("HTTP_TRANSFER_ENCODING", "chunked"),
    ("HTTP_AUTHORIZATION", "Bearer " + "." * 3000),
    ("HTTP_HX_REQUEST", "true"),
    ("HTTP_HX_CURRENT_URL", "http://[bad/%00"),
    ("HTTP_HX_CURRENT_URL", "javascript:alert(1)"),
    ("HTTP_HX_CURRENT_URL_URI_AUTOENCODED", "true"),
    ("HTTP_HX_TARGET", "<script>"),
    ("HTTP_HX_PROMPT", "\u00e9" * 2000),
    ("HTTP_HX_BOOSTED", "maybe"),
    ("HTTP_HX_TRIGGERING_EVENT", '{"a": NaN, "b": ['),
    ("HTTP_X_BY_PERSON", "1\t1"),
    ("HTTP_X_AS_WHOM", "forged:by:somebody"),
    ("HTTP_X_REQUEST_ID", "x" * 4000),
    ("HTTP_X_CORRELATION_ID", "{}%s\u00ff"),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"),
    ("HTTP_COOKIE", "sid=; csrf=; messages=" + "x" * 3000),
    ("HTTP_COOKIE", ";;;=;\u00ff=\u00ff; a"),
    ("CONTENT_LENGTH", "-1"),
    ("CONTENT_LENGTH", "lots"),
    ("CONTENT_LENGTH", "9" * 30),
    ("CONTENT_TYPE", "multipart/form-data"),
]
VERBS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "BREW", "get", "POST ")
TYPES = (
    "", "text/plain", "application/json", "application/json; charset=utf-16", "text/xml", "application/octet-stream",
    "application/x-www-form-urlencoded; charset=nonsense", "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=latin-1", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\u00e9", "multipart/form-data; boundary=" + "b" * 300, "multipart/mixed; boundary=x",
    "application/csp-report", "application/reports+json", ";;;", "a" * 500, "text/html; charset=\"\u00ff",
)  # fmt: skip


def bad(chance: random.Random) -> Named:
    """One bad value out of all; the kinds that are many do not crowd out those that are few."""
    kinds: Sequence[list[Named]] = (
        NOT_TEXT, INVISIBLE, MARKS, LENGTHS, NAMES, CODE, CODE, NUMBERS, DATES, IDENTIFIERS,
    )  # fmt: skip
    return chance.choice(chance.choice(kinds))


def passing(chance: random.Random) -> Named:
    """A bad value that is text all the same, so that it goes past the door and may come to be stored."""
    kinds = (INVISIBLE, MARKS, LENGTHS, NAMES, CODE, CODE, NUMBERS)
    return chance.choice(chance.choice(kinds))


def box(chance: random.Random, part: str) -> Named:
    """One bad box of a date."""
    value = chance.choice(BOXES[part])
    return f"{part} {value}", value


def day(chance: random.Random, today: date) -> date:
    """A day that may well be meant: today mostly, or some weeks before or after."""
    return today + timedelta(days=chance.choice((0, 0, 0, 0, -1, -30, 1, 30, 365)))
