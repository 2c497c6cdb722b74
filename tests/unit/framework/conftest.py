"""What the tests of the framework room share."""

from pathlib import Path

import pytest

from tests.unit.framework.folders import Folder, write_framework


@pytest.fixture
def framework_folder(tmp_path: Path) -> Folder:
    """A valid framework of one key area with two value codes, and one enabler."""
    return write_framework(tmp_path, "small")
