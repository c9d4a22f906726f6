import pytest

from sharedcare.pages import navigation


@pytest.fixture(autouse=True)
def _no_nav(monkeypatch):
    monkeypatch.setattr(navigation, "ENTRIES", [])
