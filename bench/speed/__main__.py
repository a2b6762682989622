"""The process that `oes bench speed` measures. Arguments: folder, models, options as JSON; tells figures as JSON."""

import json
import sys
from pathlib import Path

from bench.speed.run import run

if __name__ == "__main__":
    folder, models, options = sys.argv[1:]
    try:
        print(json.dumps(run(Path(folder), Path(models), **json.loads(options))))  # noqa: T201
    except KeyboardInterrupt:
        sys.exit(130)  # the command that started this says so
