"""Countries as Chinese and English lists name them."""

from orderdesk_gui.documents.imports_cells import folded, text
from orderdesk_gui.documents.workbook import Cell

_WORDS = {
    "CN": "中国 中国大陆 大陆 中华人民共和国 china prc prchina peoplesrepublicofchina mainlandchina chn cn",
    "HK": "香港 中国香港 hongkong hk", "TW": "台湾 中国台湾 taiwan tw", "MO": "澳门 中国澳门 macao macau mo",
    "US": "美国 usa us unitedstates unitedstatesofamerica america", "GB": "英国 uk gb unitedkingdom greatbritain",
    "DE": "德国 germany deutschland de", "FR": "法国 france fr", "IT": "意大利 italy italia it",
    "ES": "西班牙 spain es", "NL": "荷兰 netherlands holland nl", "BE": "比利时 belgium be",
    "CH": "瑞士 switzerland ch", "AT": "奥地利 austria at", "SE": "瑞典 sweden se", "DK": "丹麦 denmark dk",
    "NO": "挪威 norway no", "FI": "芬兰 finland fi", "PL": "波兰 poland pl", "CZ": "捷克 czechia czechrepublic cz",
    "PT": "葡萄牙 portugal pt", "TR": "土耳其 turkey türkiye tr", "RU": "俄罗斯 russia ru", "UA": "乌克兰 ukraine ua",
    "JP": "日本 japan jp", "KR": "韩国 southkorea korea kr", "IN": "印度 india in",
    "ID": "印尼 印度尼西亚 indonesia id", "VN": "越南 vietnam vn", "TH": "泰国 thailand th",
    "MY": "马来西亚 malaysia my", "SG": "新加坡 singapore sg", "PH": "菲律宾 philippines ph",
    "AU": "澳大利亚 australia au", "NZ": "新西兰 newzealand nz", "CA": "加拿大 canada ca", "MX": "墨西哥 mexico mx",
    "BR": "巴西 brazil br", "AR": "阿根廷 argentina ar", "CL": "智利 chile cl", "ZA": "南非 southafrica za",
    "EG": "埃及 egypt eg", "SA": "沙特 沙特阿拉伯 saudiarabia sa", "AE": "阿联酋 uae unitedarabemirates ae",
    "IL": "以色列 israel il", "PK": "巴基斯坦 pakistan pk", "BD": "孟加拉 孟加拉国 bangladesh bd",
    "KZ": "哈萨克斯坦 kazakhstan kz", "IE": "爱尔兰 ireland ie", "HU": "匈牙利 hungary hu",
    "RO": "罗马尼亚 romania ro", "GR": "希腊 greece gr",
}  # fmt: skip
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}


def country(cell: Cell) -> str:
    """The ISO code of a country that is known here (中国 and China are CN); any other stays as written."""
    line = text(cell)
    return _CODES.get(folded(line), line)
