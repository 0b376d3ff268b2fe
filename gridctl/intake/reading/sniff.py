"""What a file really is, by its bytes, and whether it is safe to open. Extensions lie: a .csv is often named .xlsx."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

XLSX, XLSB, ODS, XLS, TEXT, HTML = "xlsx", "xlsb", "ods", "xls", "csv", "html"

EXTENSIONS: Final = {
    ".xlsx": XLSX, ".xlsm": XLSX, ".xlsb": XLSB, ".xls": XLS, ".et": XLS, ".ods": ODS,
    ".csv": TEXT, ".tsv": TEXT, ".txt": TEXT, ".htm": HTML, ".html": HTML,
}  # fmt: skip

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# BIFF 2 to 4, from before books had sheets in an OLE container.
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
# The globals of a BIFF 8 book begin so: record number, length, version, type.
_BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS: Final = 0x2F
_FIRST_RECORDS: Final = 6
_PAGE = (b"<html", b"<!doctype html", b"<head", b"<meta", b"<style", b"<table")
_MARKUP = (b"<?xml", b"mime-version", b"%pdf-", b"{\\rtf")

# A real book of a million rows declares some 400 MB and shrinks 10 to 40 fold.
MAX_UNPACKED: Final = 1024**3
BOMB_FROM: Final = 100 * 1024**2
BOMB_RATIO: Final = 200
# RFC 1951 packs at the most 258 bytes into two bits: so much harm cannot be in less.
_PACKED_UNSAFE: Final = 256 * 1024**2 // 1032
_PIECE: Final = 1024**2
# The large members of an .xlsx file. Who reads them piece by piece, as far as they say, need not unpack them here
# before; anybody else has to ask `is_overfull`.
_IN_PIECES: Final = ("xl/worksheets/", "xl/sharedStrings.xml")
_LOCAL_HEADER: Final = struct.Struct("<26xHH")


def named_as(suffix: str, kind: str) -> bool:
    """Whether a file of that kind may be called so; .et files are the one or the other kind of workbook."""
    return EXTENSIONS.get(suffix.lower()) == kind or (suffix.lower() == ".et" and kind == XLSX)


def kind_of(data: bytes) -> tuple[str, str]:
    """Return (kind, fault), one of them empty: I102 empty, I103 corrupt, I104 password, I105 bomb, I106 no table."""
    if not data.strip(b"\x00 \r\n\t"):
        return "", "I102"
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_BIFF):
        return XLS, ""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(_PAGE) or b"<table" in head:
        return HTML, ""
    if head.startswith(_MARKUP):
        return "", "I106"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", "I106"
    return TEXT, ""


def _zip_kind(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "", "I103"
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MAX_UNPACKED or (unpacked > BOMB_FROM and unpacked > BOMB_RATIO * packed):
        return "", "I105"
    in_pieces = _IN_PIECES if "xl/workbook.xml" in names else ()
    if any(_holds_more(data, member) for member in members if not member.filename.startswith(in_pieces)):
        return "", "I105"
    if any(member.flag_bits & 1 for member in members):
        return "", "I104"
    if "xl/workbook.xml" in names:
        return XLSX, ""
    if "xl/workbook.bin" in names:
        return XLSB, ""
    if "content.xml" in names:
        return _ods_kind(data)
    return "", "I106"


def is_overfull(data: bytes) -> bool:
    """Whether any member of an archive holds more than it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(_holds_more(data, member) for member in archive.infolist())


def _holds_more(data: bytes, member: zipfile.ZipInfo) -> bool:
    """Whether a packed member holds so much more than it says that it does harm.

    It is unpacked piece by piece, and no further than it says.
    """
    if member.compress_size <= _PACKED_UNSAFE:
        return False
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return member.compress_type != zipfile.ZIP_STORED
    lengths = _LOCAL_HEADER.unpack_from(data, member.header_offset)
    start = member.header_offset + _LOCAL_HEADER.size + sum(lengths)
    packed = memoryview(data)[start : start + member.compress_size]
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    left = member.file_size
    try:
        for at in range(0, len(packed), _PIECE):
            piece = unpacker.decompress(packed[at : at + _PIECE], _PIECE)
            while piece:
                left -= len(piece)
                if left < 0:
                    return True
                piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    except zlib.error:
        # Damage is told by whoever reads it.
        return False
    return False


def _ods_kind(data: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        return "", "I104"
    return ODS, ""


def _has_file_pass(data: bytes) -> bool:
    """Whether an .xls file is encrypted: [MS-XLS] 2.4.117, a FilePass record among the first after the stream's BOF."""
    at = data.find(_BOF)
    for _ in range(_FIRST_RECORDS):
        if at < 0 or at + 4 > len(data):
            return False
        number, length = struct.unpack_from("<HH", data, at)
        if number == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _ole_kind(data: bytes) -> tuple[str, str]:
    # Names in the directory of an OLE file are UTF-16; [MS-OFFCRYPTO] 2.3.4.4 gives the one of an encrypted book.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "", "I104"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return ("", "I104") if _has_file_pass(data) else (XLS, "")
    return "", "I106" if "WordDocument".encode("utf-16-le") in data else "I103"
