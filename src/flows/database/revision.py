"""For developers: write the migration that makes the database like the tables in the program.

python -m flows.database.revision "what changed"
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from flows.database.embedded import EmbeddedServer
from flows.database.migration import add_revision, migrate


def main(message: str) -> int:
    """Compare with a throw-away database, write the revision and say where it is."""
    with tempfile.TemporaryDirectory(prefix="flows-revision-") as folder:
        server = EmbeddedServer(Path(folder), durable=False)
        server.start()
        try:
            migrate(server.url())
            file = add_revision(server.url(), message)
        finally:
            server.stop()
    if file is None:
        print("The migrations and the tables agree: nothing to write.")
        return 0
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(file)], check=False)
    print(f"{file}: read it before you commit it")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('usage: make revision m="what changed"')
    sys.exit(main(sys.argv[1]))
