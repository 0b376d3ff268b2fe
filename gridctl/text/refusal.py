"""Why the operating system refused, in Chinese: it says so itself in English, or in its own language."""

from __future__ import annotations

import errno

_CHINESE = {
    errno.ENOENT: "没有这个文件或程序",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一级不是文件夹",
    errno.EEXIST: "已经存在",
    errno.EBUSY: "正被其他程序占用",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "读写设备出错",
    errno.ENOEXEC: "不是能运行的程序",
}


def refusal(error: OSError) -> tuple[str, str]:
    """Why, in Chinese and English; what is seldom is told as the system does."""
    said = error.strerror or type(error).__name__
    return _CHINESE.get(error.errno or 0, said), said
