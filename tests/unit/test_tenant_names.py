"""What a tenant may be called, and the slug its name gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demogen.domain.tenant_name import LONGEST_SLUG, name_fault, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Real pipeline", "real-pipeline"),
        ("Müller AG", "muller-ag"),
        ("Mu\u0308ller AG", "muller-ag"),
        ("Weiß & Söhne", "weiss-sohne"),
        ("Łódź Œuvre Þór", "lodz-oeuvre-thor"),
        ("İstanbul Çağrı", "istanbul-cagri"),
        ("北京科技", "bei-jing-ke-ji"),
        ("東京ソフト", "dong-jing-sofuto"),
        ("한국전자", "han-gug-jeon-ja"),
        ("ООО Ромашка", "ooo-romashka"),
        ("Ελληνικά Τρόφιμα", "ellinika-trofima"),
        ("شركة النور", "shrkh-lnwr"),
        ("ＡＢＣ Ltd", "abc-ltd"),
        ("O’Brien & O'Neill", "o-brien-o-neill"),
        ("\U0001f469\u200d\U0001f680 Space", "woman-rocket-space"),
        ("—", "tenant"),
    ],
)
def test_a_slug_can_be_read_whatever_the_name_is_written_in(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=200))
def test_every_name_gives_a_slug_that_an_address_and_a_domain_take(name: str) -> None:
    slug = slug_of(name)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST_SLUG


@pytest.mark.parametrize(
    "name",
    [
        "\U0001f469\u200d\U0001f680 Space",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می\u200cخواهم",
        "שלום\u200f Ltd",
        "\U0001fae9 newer than this program",
        "x" * 200,
    ],
)
def test_joiners_and_marks_that_names_are_written_with_are_no_fault(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "empty"),
        (" \u200b\u200d ", "empty"),
        ("x" * 201, "longer than 200 characters"),
        ("ab\x07c", r"Character 3 of the name is U\+0007"),
        ("a\u202eb", r"Character 2 of the name is U\+202E"),
        ("a\nb", r"U\+000A"),
        ("\ud800", r"U\+D800|empty"),
        ("a\uffff", r"U\+FFFF"),
    ],
)
def test_what_cannot_be_seen_is_named_and_refused(name: str, says: str) -> None:
    fault = name_fault(name)

    assert fault is not None
    assert re.search(says, fault)
