"""The plain scripts an operator has without us: json, shutil, glob, subprocess; no lock and no fsync."""
