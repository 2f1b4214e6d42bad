"""What the operating system refused, said so that the operator knows what to do."""

from __future__ import annotations

import errno
import os

from moie_tui.domain.errors import OperationFailed

_FIXES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space or raise the quota",
    errno.EFBIG: "free some space or raise the limit on file sizes",
    errno.EACCES: "check permissions of the file and its folder",
    errno.EPERM: "check permissions and the owner of the file",
    errno.EROFS: "the file system is read-only: remount it for writing",
    errno.EIO: "check the disk",
    errno.ENOENT: "check that the folder exists",
    errno.ENOTDIR: "check that each part of the path is a folder",
    errno.EISDIR: "a folder stands where the file belongs: move it away",
    errno.ELOOP: "a symbolic link stands where the file belongs: remove it",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n)",
    errno.ENOLCK: "the file system has no locks: put the root on a local disk",
}


def failed(error: OSError, path: str | os.PathLike[str], doing: str) -> OperationFailed:
    """The typed error for a system call that failed while `doing` ("can't write") something to `path`."""
    reason = error.strerror or type(error).__name__
    fix = _FIXES.get(error.errno or 0, "check the disk and the permissions")
    return OperationFailed(f"{doing}: {reason}", where=os.fspath(path), fix=fix)


def not_a_file(path: str | os.PathLike[str]) -> OperationFailed:
    """The typed error for a folder, pipe or device where a regular file belongs."""
    return OperationFailed("is not a regular file", where=os.fspath(path), fix="move it away")
