"""English names of the units in which goods are counted, for papers in English."""

_ENGLISH = {
    "件": "pc", "个": "pc", "只": "pc", "支": "pc", "条": "pc", "根": "pc", "片": "pc", "块": "pc", "枚": "pc",
    "台": "set", "套": "set", "组": "set", "副": "set", "对": "pair", "双": "pair", "张": "sheet", "卷": "roll",
    "箱": "case", "盒": "box", "包": "pack", "袋": "bag", "桶": "drum", "托": "pallet", "批": "lot", "项": "item",
    "次": "time", "车次": "trip", "天": "day", "人天": "man-day", "小时": "h", "年": "year", "月": "month",
    "米": "m", "厘米": "cm", "毫米": "mm", "平方米": "m²", "立方米": "m³", "升": "L", "毫升": "mL",
    "公斤": "kg", "千克": "kg", "克": "g", "吨": "t",
}  # fmt: skip


def unit_in_english(unit: str) -> str:
    """``set`` for 台; what is not known stays as it is."""
    return _ENGLISH.get(unit.strip(), unit)
