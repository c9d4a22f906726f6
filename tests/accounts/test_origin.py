"""Where a request comes from, in as few facts as will do."""

import pytest

from accounts.origin import Origin, browser_in_words


@pytest.mark.parametrize(
    ("address", "short", "counted"),
    [
        ("203.0.113.77", "203.0.113.0", "203.0.113.77"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::", "2001:db8:1:2::"),
        ("not an address", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_is_kept_shortened_and_counted_by_subscriber(address, short, counted):
    origin = Origin(address)

    assert (origin.short_address, origin.counted_address) == (short, counted)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("<script>alert(1)</script>" * 1000, "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_known_roughly_and_nothing_it_says_is_kept(said, words):
    assert browser_in_words(said) == words
