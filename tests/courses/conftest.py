"""A small content folder for each test that asks for one."""

from pathlib import Path

import pytest

from tests.courses.small_content import SmallContent


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "content")
