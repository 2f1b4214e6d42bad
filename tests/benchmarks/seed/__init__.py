"""The plain scripts an operator has without us: json, shutil, glob, subprocess; nothing safe, nothing slow."""
