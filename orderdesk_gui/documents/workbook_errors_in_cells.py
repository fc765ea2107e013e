"""Finds cells such as #N/A and #DIV/0! in an xlsx, which the parser gives as empty."""

import posixpath
import re
import zipfile
from html import unescape
from pathlib import Path

_ERROR = re.compile(rb'<(?:\w+:)?c\s+([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,40})<', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_MOST = 20_000
_BLOCK = 2**20
_OVERLAP = 4096
"""A cell cut in two by the end of a block is found whole in the next one."""


def error_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """(row, column), both from 0 -> the text of the error, of the worksheet `sheet` of an xlsx file.

    Empty for other formats and where the package is unusual.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as package:
        part = _part(package, sheet)
        return _scanned(package, part) if part else {}


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ""
    book = package.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for each in _RELATION.findall(relations):
        values = dict(_ATTRIBUTE.findall(each))
        targets[values.get("Id", "")] = values.get("Target", "")
    for each in _SHEET.findall(book):
        values = dict(_ATTRIBUTE.findall(each))
        if unescape(values.get("name", "")) == sheet:
            relation = next((value for key, value in values.items() if key.endswith(":id")), "")
            part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))[1:]
            return part if part in names else ""
    return ""


def _scanned(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with package.open(part) as file:
        while (block := file.read(_BLOCK)) and len(found) < _MOST:
            data = rest + block
            rest = data[-_OVERLAP:]
            if b't="e"' in data:
                _collect(data, found)
    return found


def _collect(data: bytes, found: dict[tuple[int, int], str]) -> None:
    for attributes, text in _ERROR.findall(data):
        place = _PLACE.search(attributes)
        if place:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            found[int(place[2]) - 1, column - 1] = text.decode("ascii", "replace")
