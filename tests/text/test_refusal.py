from __future__ import annotations

import errno
import os

from gridctl.text.refusal import refusal


def test_what_is_usual_is_told_in_chinese_and_the_rest_as_the_system_does():
    assert refusal(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))[0] == "磁盘已满"
    assert refusal(OSError(errno.ENOENT, "No such file"))[1] == "No such file"
    assert refusal(OSError(9999, "odd")) == ("odd", "odd")
    assert refusal(OSError()) == ("OSError", "OSError")
