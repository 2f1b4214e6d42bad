"""`python -m moie_tui` is `moie`."""

from __future__ import annotations

import sys

from moie_tui.cli.main import main

sys.exit(main())
