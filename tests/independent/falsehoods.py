"""The falsehoods that are planted: in sentences, alt texts, notes and behind figures, each with what must be found."""

from __future__ import annotations

import re
from collections.abc import Callable

from planting import Change, off_by_one

QUANG_NAM = ("quang-nam-2024", "quang-nam", "2024-10-31")
DA_NANG = ("quang-nam-2024", "da-nang", "2024-10-31")
LAM_DONG = ("quang-nam-2024", "lam-dong", "2024-10-31")
BAC_NINH = ("bac-giang", "bac-ninh", "2026-11-28")
MERGED_DA_NANG = ("quang-nam-2024", "da-nang", "2026-11-28")
BAC_GIANG = ("bac-giang", "bac-giang", "2022-01-31")
# the own sets of provinces: story, briefing, checkup; the others are the deck of the hall with the figures of a province
QUANG_NAM_OWN = (*QUANG_NAM, "own")
QUANG_NGAI_OWN = ("quang-nam-2024", "quang-ngai", "2024-10-31", "own")
KHANH_HOA_OWN = ("quang-nam-2024", "khanh-hoa", "2024-10-31", "own")
HCM = ("ke-hoach-2027", "ho-chi-minh", "2026-11-21")
HCM_OWN = (*HCM, "own")
LAI_CHAU_OWN = ("ke-hoach-2027", "lai-chau", "2026-11-21", "own")
GIA_LAI_OWN = ("ke-hoach-2027", "gia-lai", "2026-11-21", "own")
HUE_OWN = ("ke-hoach-2027", "hue", "2026-11-21", "own")
BAC_GIANG_OWN = (*BAC_GIANG, "own")
BAC_KAN_OWN = ("bac-kan-2020", "bac-kan", "2020-12-18", "own")
WAITING_OWN = ("truc-tuyen-2022", "da-nang", "2025-08-01", "own")
HALL = ("quang-nam-2024", "hoi-nghi", "2024-10-31")
PLANNED = ("ke-hoach-2027", "lai-chau", "2026-11-21")
Of = tuple[str, ...]


def swapped(first: str, second: str) -> Callable[[re.Match[str]], str]:
    """Both words of a match changed for each other."""
    return lambda match: re.sub(f"{first}|{second}", lambda word: second if word[0] == first else first, match[0])


def other(word: str) -> Change:
    return lambda match: match[0].replace(match["x"], word, 1)


# name → (document, what is looked for in its texts, what it becomes, the claim that must be found, what data say)
FALSE: dict[str, tuple[Of, str, Change, str, str]] = {
    "a rank off by one": (QUANG_NAM, r"xếp (?P<n>\d+)/63 năm", off_by_one, "rank", "rank 31"),
    "a place among the participants off by one": (QUANG_NAM, r"thứ (?P<n>\d+) trong 19", off_by_one, "rank", "no. 8 of 19"),
    "a place in the region off by one": (QUANG_NAM, r"Trong vùng .* đứng thứ (?P<n>\d+)", off_by_one, "place in region", "no. 7 of 14"),
    "the first as the last": (DA_NANG, r"đứng (?P<x>đầu) 19", other("cuối"), "rank", "no. 1 of 19"),
    "first and last exchanged": (HALL, r"(?P<a>DTI năm 2022: )(?P<b>.*?\)) đứng đầu (?P<c>.*?), (?P<d>[^,]*?\)) đứng cuối",
                                 r"\g<a>\g<d> đứng đầu \g<c>, \g<b> đứng cuối", "first and last participant", "da-nang (1/63)"),
    "level as above": (QUANG_NAM, r"DTI năm 2022 của .*?(?P<x>ngang) trung bình 63", other("cao hơn"), "value beside means", "ngang"),
    "above as below": (BAC_NINH, r"DTI năm 2024 của .*?(?P<x>cao hơn) trung bình 34", other("thấp hơn"), "value beside means", "cao hơn"),
    "above as below the region": (LAM_DONG, r"DTI năm 2022 của [^\n]*?(?P<x> và) vùng", other(", thấp hơn trung bình"), "value beside means", "mean of the region"),
    "another province's value": (QUANG_NAM, r"DTI năm 2022 của Quảng Nam là (?P<x>58,1)", other("58,5"), "value beside means", "0.5808"),
    "another mean": (QUANG_NAM, r"DTI năm 2022 của .*?trung bình 63 tỉnh, thành phố \((?P<x>57,9)\)", other("58,2"), "value beside means", "0.578665"),
    "the mean of another table": (BAC_NINH, r"DTI năm 2024 của .*?trung bình (?P<x>34)", other("63"), "value beside means", "in the table of 34"),
    "a year that was not published": (QUANG_NAM, r"xếp 31/63 năm (?P<x>2022)", other("2023"), "rank", "published on 2025-02-06"),
    "the table of 63 for a unit of 34": (BAC_NINH, r"xếp (?P<x>11/34) năm 2024", other("21/63"), "rank", "in the table of 34"),
    "an index above as below": (QUANG_NAM, r"Hoạt động chính quyền số của .*?(?P<x>cao hơn) trung bình 63", other("thấp hơn"), "index beside means", "cao hơn"),
    "a count off by one": (QUANG_NAM, r"cao hơn ở (?P<n>\d+)", off_by_one, "how many indices", "'cao hơn': 2"),
    "a count of participants off by one": (QUANG_NAM, r"trong (?P<n>19) nơi dự", off_by_one, "count of participants", "19 units"),
    "a strength with a negative gap": (QUANG_NAM, r"Cao hơn (?P<a>trung bình 63 tỉnh, thành phố nhiều nhất: ).*?\)",
                                       r"Cao hơn \g<a>hoạt động kinh tế số (48,2 so với 56,2)", "weakest or strongest index", "digital_government"),
    "the wrong weakness": (QUANG_NAM, r"Thấp hơn (?P<a>trung bình 63 tỉnh, thành phố nhiều nhất: ).*?\)",
                           r"Thấp hơn \g<a>hoạt động xã hội số (27,6 so với 27,8)", "weakest or strongest index", "digital_economy"),
    "a teacher that is worse": (QUANG_NAM, r"học cách làm của (?P<x>\w+ \w+)", other("Phú Yên"), "teacher", "the best of the group"),
    "a teacher's value": (QUANG_NAM, r"học cách làm của .*? cùng vùng \(\d+,\d", lambda m: f"{m[0][:-1]}{(int(m[0][-1]) + 1) % 10}", "teacher", "the best of the group"),
    "neighbours exchanged": (QUANG_NAM, r"đứng giữa (?P<a>.*?\)) và (?P<b>.*?\))", r"đứng giữa \g<b> và \g<a>", "neighbours", "right above stand: vinh-long"),
    "another one right above": (QUANG_NAM, r"Ngay trên Quảng Nam trong hình là (?P<x>Bình Định)", other("Hà Tĩnh"), "next in the figure", "binh-dinh"),
    "a trend reversed": (LAM_DONG, r"(?P<x>xuống) hạng", other("lên"), "history", "is not “lên”"),
    "a rank of an earlier year": (LAM_DONG, r"từ hạng (?P<n>\d+)/63 năm 2021", off_by_one, "history", "20/63"),
    "a pillar's rank off by one": (QUANG_NAM, r"Hạng trụ cột .*kinh tế số (?P<n>\d+)/63", off_by_one, "pillar ranks", "45/63"),
    "a computed rank as published": (QUANG_NAM, r"(?P<a>xã hội số 41/63) \(tính từ[^)]*\)", r"\g<a>", "pillar ranks", "3 of 3 are computed"),
    "a pillar on the other side of the mean": (BAC_NINH, r"(?P<x>cao hơn) ở trụ cột", other("thấp hơn"), "pillars beside means", "cao hơn"),
    "another lowest of a region": (BAC_NINH, r"vùng Đồng bằng sông Hồng: thấp nhất \d+,\d \((?P<x>Hưng Yên)", other("Ninh Bình"), "ends of a region", "hung-yen"),
    "a predecessor missing": (BAC_NINH, r"(?P<a>Trước sắp xếp, năm 2024: Bắc Giang 13/63) và Bắc Ninh 21/63", r"\g<a>", "predecessors", "bac-ninh"),
    "a predecessor's rank": (BAC_NINH, r"Bắc Giang (?P<n>13)/63", off_by_one, "predecessors", "rank 13"),
    "a part that is none": (BAC_NINH, r"được hợp thành từ Bắc Ninh và (?P<x>Bắc Giang)", other("Hải Dương"), "parts", "bac-giang"),
    "another day of publication": (QUANG_NAM_OWN, r"công bố ngày (?P<x>12)/7/2023", other("13"), "publication", "12/7/2023"),
    "a rank in a fact of an article": (BAC_GIANG, r"xếp thứ (?P<n>10)/63 năm 2020", off_by_one, "rank", "rank 10"),
    "another publisher": (QUANG_NAM_OWN, r"do Bộ (?P<x>Thông tin và Truyền thông) công bố", other("Khoa học và Công nghệ"), "publication", "Bộ Thông tin"),
    "an index that furthest parts the participants": (HALL, r"Chênh nhau nhiều nhất ở (?P<x>hoạt động chính quyền số)", other("hạ tầng số"), "widest index", "digital_government"),
    "regions exchanged": (HALL, r"cao nhất ở vùng (?P<a>.*\)), thấp nhất ở vùng (?P<b>.*\))", r"cao nhất ở vùng \g<b>, thấp nhất ở vùng \g<a>", "means of regions", "highest Bắc Trung Bộ"),
    "an unread order of the regions": (HALL, r"cao nhất ở vùng .* thấp nhất ở vùng", swapped("cao nhất", "thấp nhất"), "compares", "no rule reads"),
    "a repealed decree in force": (MERGED_DA_NANG, r"NĐ 82/2024(?P<a>\W+(?:<[^>]*>)?)hết hiệu lực từ 01/3/2026", r"NĐ 82/2024\g<a>còn hiệu lực", "law", "out of force from 2026-03-01"),
    "another last day of a decree": (MERGED_DA_NANG, r"NĐ 82/2024\W+(?:<[^>]*>)?hết hiệu lực từ 01/(?P<n>3)/2026", off_by_one, "law", "2026-03-01"),
    # the one sentence about a unit
    "the rank of the spine off by one": (HCM_OWN, r"Hạng (?P<n>4)/34 về chuyển đổi số", off_by_one, "spine", "4/34"),
    "the rank of the weak index off by one": (HCM_OWN, r"hạng (?P<n>27)/34 về an toàn", off_by_one, "spine", "cybersecurity: 27/34"),
    "another weak index": (HCM_OWN, r"27/34 về (?P<x>an toàn thông tin mạng)", other("hoạt động chính quyền số"), "spine", "furthest behind is cybersecurity"),
    "last of the country, which another is": (GIA_LAI_OWN, r"hạ tầng số (?P<x>đứng thứ 33/34)", other("đứng cuối cả nước"), "spine", "rank 33, 1 with this value"),
    "alone at the end as one of several": (LAI_CHAU_OWN, r"xã hội số (?P<x>đứng cuối) cả nước", other("cùng đứng cuối"), "spine", "rank 34, 1 with this value"),
    "a count of full indices": (LAI_CHAU_OWN, r"(?P<x>Bốn) chỉ số đạt điểm tối đa", other("Năm"), "spine", "4 indices at the maximum"),
    "an index at the maximum that is not": (GIA_LAI_OWN, r"(?P<x>Nhận thức số) đạt điểm tối đa", other("Nhân lực số"), "spine", "gia-lai 2024 Nhân lực số"),
    "a rise told as a fall": (QUANG_NGAI_OWN, r"Từ hạng 60 (?P<x>lên) 26/63", other("xuống"), "spine", "is not “xuống”"),
    "another rank before": (QUANG_NGAI_OWN, r"Từ hạng (?P<n>60) lên 26/63", off_by_one, "spine", "60 in 2021"),
    "another lowest index of one in front": (HUE_OWN, r"hụt nhất là (?P<x>hoạt động kinh tế số), hạng 17/34", other("hạ tầng số"), "front", "the most negative gap is that of digital_economy"),
    "a distance in the spine": (KHANH_HOA_OWN, r"số dưới trung bình 12,(?P<n>\d) điểm", off_by_one, "rank and gap", "0.12"),
    "the rank beside that distance": (KHANH_HOA_OWN, r"Hạng (?P<n>41)/63; hoạt động", off_by_one, "rank and gap", "41/63"),
    "a pillar's rank in the spine": (BAC_GIANG_OWN, r"hạng (?P<n>25)/63 về trụ cột xã hội số", off_by_one, "rank and pillar", "25/63"),
    "the distance of the parts": (WAITING_OWN, r"cách nhau (?P<n>\d+) bậc", off_by_one, "parts apart", "40 apart"),
    "a part's rank in the spine": (WAITING_OWN, r"bậc: hạng (?P<n>1) và", off_by_one, "parts apart", "[1, 41]"),
    "another dimension of PAPI": (BAC_KAN_OWN, r"PAPI 2019: (?P<x>quản trị điện tử) đạt 3,22", other("trách nhiệm giải trình"), "PAPI below", "lowest gap is that of e_governance"),
    "another value of PAPI": (BAC_KAN_OWN, r"quản trị điện tử đạt (?P<x>3,22)/10", other("3,23"), "PAPI below", "3.223"),
    "nothing of PAPI below the mean": (BAC_KAN_OWN, r"PAPI 2019: quản trị điện tử đạt 3,22/10, dưới mức trung bình", "PAPI 2019: không nội dung nào dưới mức trung bình", "PAPI all", "-0.203"),
    "a count of PAPI": (QUANG_NAM_OWN, r"PAPI 2023 của Quảng Nam: [^:]*?ở (?P<n>\d)", off_by_one, "PAPI counts", "papi.csv 2023 quang-nam"),
    # whom to learn from
    "a teacher that is not alike": (HCM, r"học cách làm của (?P<x>Quảng Ninh)", other("Lạng Sơn"), "teacher", "the best of the group are quang-ninh"),
    "a teacher of the region where the similar are known": (HCM, r"Quảng Ninh (?P<x>\(91,5\), tỉnh tương đồng°)", other("cùng vùng (91,5)"), "teacher", "the most similar units are known"),
}  # fmt: skip


# name → (document, kind of figure, what is looked for in its alt text, what it becomes, the claim, what data say)
IN_ALT: dict[str, tuple[Of, str, str, Change, str, str]] = {
    "the ends of a figure exchanged": (QUANG_NAM, "strip", r"Cao nhất: .*?; thấp nhất", "Thấp nhất: Đà Nẵng (80,0); cao nhất", "compares", "no rule reads"),
    "another highest": (QUANG_NAM, "strip", r"Cao nhất: (?P<x>Đà Nẵng)", other("Quảng Ninh"), "ends of a figure", "da-nang"),
    "another highest bar": (PLANNED, "index", r"(?P<x>Lai Châu) \(cao nhất\)", other("Cao Bằng"), "highest bar", "institutions"),
    "another mean in a figure": (QUANG_NAM, "strip", r"Trung bình 63\D*là (?P<x>57,9)", other("57,8"), "mean of a figure", "0.578665"),
    "a pillar's value in a figure": (BAC_NINH, "pillars", r"Trụ cột kinh tế số: (?P<x>86,4)", other("84,6"), "pillar of a figure", "0.864"),
    "a rank on a card": (BAC_GIANG, "rank-card", r"xếp (?P<n>10)/63", off_by_one, "rank", "rank 10"),
    "a pillar's rank on a card": (BAC_GIANG, "rank-card", r"xã hội số (?P<n>25)/63", off_by_one, "pillar ranks", "25/63"),
    "a head of ranks": (HCM_OWN, "checkup", r"Hạng DTI: (?P<x>vẫn ở nhóm đầu)", other("ở cuối bảng"), "head of ranks", "ho-chi-minh"),
    "a head of ranks of one that came late": (LAI_CHAU_OWN, "checkup", r"Hạng DTI: (?P<x>nay ở giữa bảng)", other("ở giữa bảng"), "head of ranks", "lai-chau"),
    "a head of indices": (HCM_OWN, "checkup", r"Tám chỉ số: hụt nhất là (?P<x>an toàn thông tin mạng)", other("nhân lực số"), "head of indices", "that of cybersecurity"),
    "a teacher's value on the sheet": (HCM_OWN, "checkup", r"Quảng Ninh \((?P<x>91,5)", other("91,6"), "teacher", "quang-ninh"),
    "a part's value in a figure": (BAC_NINH, "predecessors", r"Bắc Giang (?P<x>75,8)", other("73,6"), "figure", "75.83"),
}  # fmt: skip


# name → (document, a sentence that is added, the claim that must be found, what data say)
ADDED: dict[str, tuple[Of, str, str, str]] = {
    "nothing published, although it was": (QUANG_NAM, "Đến ngày 31/10/2024 chưa có kết quả DTI của Quảng Nam.", "nothing published yet", "published 2023-07-12"),
    "a merged unit in a table of its parts": (MERGED_DA_NANG, "Đà Nẵng xếp 1/63 về DTI năm 2023.", "rank", "no row of its own of 2023"),
    "a mean of the parts as a value": (MERGED_DA_NANG, "DTI năm 2023 của Đà Nẵng là 69,3.", "value beside means", "no own row"),
    "a comparison that no rule reads": (QUANG_NAM, "Quảng Nam tụt lại so với các tỉnh miền Trung.", "compares", "no rule reads"),
    "a strength that is only said": (QUANG_NAM, "Điểm mạnh của Quảng Nam là hạ tầng số.", "compares", "no rule reads"),
    "a number that no rule reads": (QUANG_NAM, "Giá trị DTI của Quảng Nam: 61,8.", "number", "no rule reads"),
    "a unit compared in passing": (QUANG_NAM, "Bình Định kém Quảng Nam về hạ tầng số.", "compares", "no rule reads"),
    "a doubt": (QUANG_NAM, "Số này kho mã chưa ghi.", "doubt", "documents say what is known"),
    "the count of comparable indices": (QUANG_NAM, "5 trong 8 chỉ số chính có số liệu đủ 63 tỉnh, thành phố.", "comparable indices", "4 of 8"),
    "a decree changed in force": (MERGED_DA_NANG, "Nghị định 73/2019 còn hiệu lực.", "law", "out of force"),
    "a decree in words": (MERGED_DA_NANG, "Nghị định 82 về quản lý đầu tư vẫn còn hiệu lực.", "law", "out of force"),
    "a law in force before its day": (QUANG_NAM, "Luật Chuyển đổi số còn hiệu lực.", "law", "in force from 2026-07-01"),
}  # fmt: skip


# document, kind of figure, row, column, what it becomes, what data say
IN_STORY: dict[str, tuple[Of, str, int, int, object, str]] = {
    "a dot of the spine": (HCM_OWN, "spine", 5, 2, 12.3, "dti.csv 2024"),
    "a value to learn from": (HCM_OWN, "learn", 1, 2, 95.0, "An toàn thông tin mạng: Quảng Ninh has another value"),
    "a mean to learn from": (HCM_OWN, "learn", 2, 2, 82.0, "has another value than 82.0"),
    "the own value of a lesson": (HCM_OWN, "learn", 0, 2, 76.18, "TP Hồ Chí Minh has another value"),
    "a dimension of PAPI": (QUANG_NAM_OWN, "papi", 0, 1, 9.5, "papi.csv 2023 quang-nam"),
    "what a dimension stands beside": (QUANG_NAM_OWN, "papi", 3, 2, 9.5, "papi.csv 2023 quang-nam"),
    "a rank on the sheet": (HCM_OWN, "checkup", 3, 2, "5/34", "shown 5/34"),
    "a rank of a predecessor on the sheet": (HCM_OWN, "checkup", 5, 2, "8/63", "Bình Dương"),
    "an index on the sheet": (HCM_OWN, "checkup", 14, 2, 76.18, "own 71.68"),
    "a gap on the sheet": (HCM_OWN, "checkup", 14, 4, 11.08, "gap -11.08"),
    "a part of the service index": (HCM_OWN, "checkup", 18, 2, 12.11, "transparency: own 11.12"),
    "the highest of the service index": (HCM_OWN, "checkup", 21, 4, 17.9, "satisfaction: highest 18.0"),
    "a teacher on the sheet": (HCM_OWN, "checkup", 23, 2, 95.12, "Quảng Ninh has another value"),
    "days left on the sheet": (HCM_OWN, "checkup", 25, 2, "25", "24 days lie between, shown 25"),
    "days left": (HCM_OWN, "due", 0, 3, 25, "24 days lie between, shown 25"),
    "another day": (HCM_OWN, "due", 0, 0, "16/12/2026", "no such day 16/12/2026"),
    "a dimension on the sheet": (BAC_KAN_OWN, "checkup", 0, 2, 4.2, "e_governance: own 3.223"),
}  # fmt: skip
