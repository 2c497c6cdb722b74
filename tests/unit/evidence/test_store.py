"""The store of payment lines, apart from what is asked of it."""

import subprocess
import sys


def test_store_that_is_not_asked_does_not_load_duckdb() -> None:
    code = "import sys, goldthread.evidence.store; print('duckdb' in sys.modules, 'django' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False False\n"
