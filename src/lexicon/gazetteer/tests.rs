use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::{
    lexicon::{DivisionId, Form, Gazetteer},
    model::Level,
};

const COMMON: &str = include_str!("../../../ontology/gazetteer/common.tsv");
const OVERLAY: &str = include_str!("../../../ontology/gazetteer/overlay.tsv");

fn gazetteer() -> &'static Gazetteer {
    Gazetteer::embedded()
}

/// The paths of every division of this name, as text.
fn paths(surface: &str) -> Vec<String> {
    gazetteer().lookup(surface).iter().map(|&id| gazetteer().path(id).join("/")).collect()
}

/// The one division of this path of full names.
fn at(path: &str) -> DivisionId {
    let name = path.rsplit('/').next().unwrap();
    let found: Vec<_> =
        gazetteer().lookup(name).iter().copied().filter(|&id| gazetteer().path(id).join("/") == path).collect();
    assert_eq!(found.len(), 1, "{path}: {:?}", paths(name));
    found[0]
}

/// The text with each place name in brackets.
fn marked(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for hit in gazetteer().scan(text) {
        out += &format!("{}[{}]", &text[from..hit.start], &text[hit.start..hit.end]);
        from = hit.end;
    }
    out + &text[from..]
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn the_tables_of_this_build_are_readable() {
    let read = Gazetteer::with_tables("", "").unwrap_or_else(|e| panic!("{e}"));
    assert!(read.iter().count() > 44_000);
}

#[test]
fn as_many_divisions_as_the_registers_have() {
    let mut standing = BTreeMap::new();
    for id in gazetteer().iter().filter(|&id| gazetteer().until(id).is_none()) {
        *standing.entry(gazetteer().level(id)).or_insert(0) += 1;
    }
    assert_eq!(standing[&Level::Country], 1);
    assert_eq!(standing[&Level::Province], 33 + 1, "the register leaves Taiwan out");
    assert_eq!(standing[&Level::Prefecture], 333);
    assert_eq!(standing[&Level::County], 2845 + 2 + 5, "two are newer, five only in the statistical register");
    assert!(standing[&Level::Township] >= 38_723, "{}", standing[&Level::Township]);
}

#[test]
fn paths_start_at_the_province_and_have_no_layer_without_a_place() {
    for path in [
        "湖南省/常德市/津市市",
        "湖南省/湘潭市/雨湖区/楠竹山镇",
        "北京市/朝阳区",
        "湖北省/仙桃市",
        "新疆维吾尔自治区/石河子市",
        "海南省/五指山市",
        "贵州省/黔南布依族苗族自治州",
        "上海市/浦东新区",
        "河北省/雄安新区",
    ] {
        at(path);
    }
    assert_eq!(paths("津市市"), ["湖南省/常德市/津市市"]);
    assert_eq!(paths("中国"), ["中国"]);
    for path in ["北京市/朝阳区", "吉林省/长春市/朝阳区"] {
        assert!(paths("朝阳区").iter().any(|one| one == path), "{path}");
    }
}

#[test]
fn every_path_starts_at_a_province_or_is_a_zone_across_them() {
    for id in gazetteer().iter() {
        let path = gazetteer().path(id);
        assert_eq!(path.last(), Some(&gazetteer().name(id)));
        let top = gazetteer().ancestor_at(id, Level::Province);
        let across = gazetteer().level(id) == Level::Zone && path.len() == 1;
        assert!(top.is_some_and(|top| gazetteer().name(top) == path[0]) || across || path == ["中国"], "{path:?}");
    }
}

#[test]
fn codes_are_those_of_the_registers() {
    for (path, code) in [
        ("湖南省", Some("430000")),
        ("湖南省/常德市/津市市", Some("430781")),
        ("湖南省/湘潭市/雨湖区/楠竹山镇", Some("430302101")),
        ("武陵山片区", None),
    ] {
        assert_eq!(gazetteer().code(at(path)), code);
    }
    let mut seen = BTreeMap::new();
    for id in gazetteer().iter() {
        let Some(code) = gazetteer().code(id) else { continue };
        assert!(matches!(code.len(), 6 | 9) && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        if let Some(other) = seen.insert(code, id) {
            panic!("{code} is {:?} and {:?}", gazetteer().path(other), gazetteer().path(id));
        }
    }
}

#[test]
fn levels() {
    for (path, level) in [
        ("湖南省/长沙市/浏阳市", Level::County),
        ("湖北省/恩施土家族苗族自治州", Level::Prefecture),
        ("黑龙江省/大兴安岭地区", Level::Prefecture),
        ("黑龙江省/大兴安岭地区/加格达奇区", Level::County),
        ("上海市/浦东新区", Level::County),
        ("湖南省/湘潭市/湘潭高新区", Level::Zone),
        ("贵州省/贵安新区", Level::Zone),
    ] {
        assert_eq!(gazetteer().level(at(path)), level, "{path}");
    }
}

#[test]
fn short_forms() {
    for (short, path) in [
        ("湘潭", "湖南省/湘潭市"),
        ("浏阳", "湖南省/长沙市/浏阳市"),
        ("雨湖", "湖南省/湘潭市/雨湖区"),
        ("恩施", "湖北省/恩施土家族苗族自治州"),
        ("恩施州", "湖北省/恩施土家族苗族自治州"),
        ("湘西", "湖南省/湘西土家族苗族自治州"),
        ("湘西自治州", "湖南省/湘西土家族苗族自治州"),
        ("黔南", "贵州省/黔南布依族苗族自治州"),
        ("新晃县", "湖南省/怀化市/新晃侗族自治县"),
        ("东乡", "甘肃省/临夏回族自治州/东乡族自治县"),
        ("神农架", "湖北省/神农架林区"),
        ("万柏林", "山西省/太原市/万柏林区"),
        ("六枝", "贵州省/六盘水市/六枝特区"),
        ("内蒙古", "内蒙古自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("黑龙江", "黑龙江省"),
        ("石河子", "新疆维吾尔自治区/石河子市"),
        ("楠竹山", "湖南省/湘潭市/雨湖区/楠竹山镇"),
    ] {
        assert_eq!(gazetteer().form(short, at(path)), Some(Form::Short), "{short}");
    }
    assert_eq!(gazetteer().short_name(at("山西省/吕梁市/临县")), None, "nothing is left of 临县");
}

#[test]
fn former_names_lead_to_the_division_of_today() {
    let lishi = at("山西省/吕梁市/离石区");
    for old in ["离石县", "离石市"] {
        assert_eq!(gazetteer().lookup(old), [lishi]);
        assert_eq!(gazetteer().form(old, lishi), Some(Form::Former));
    }
    assert_eq!(gazetteer().former_names(lishi).collect::<Vec<_>>(), [("离石县", 1996), ("离石市", 2003)]);
    for (old, path) in [
        ("襄樊市", "湖北省/襄阳市"),
        ("襄樊", "湖北省/襄阳市"),
        ("大庸市", "湖南省/张家界市"),
        ("株洲县", "湖南省/株洲市/渌口区"),
        ("芝山区", "湖南省/永州市/零陵区"),
        ("思茅市", "云南省/普洱市"),
    ] {
        assert_eq!(gazetteer().form(old, at(path)), Some(Form::Former), "{old}");
    }
}

#[test]
fn a_division_that_another_took_in_keeps_its_own_path() {
    let gone = at("浙江省/杭州市/江干区");
    assert_eq!(gazetteer().until(gone), Some(2021));
    assert_eq!(gazetteer().successor(gone), Some(at("浙江省/杭州市/上城区")));
    assert_eq!(gazetteer().form("江干区", gone), Some(Form::Former));
    assert_eq!(paths("渝北区"), ["重庆市/渝北区"]);
}

#[test]
fn the_scan_takes_the_leftmost_and_longest() {
    for text in [
        "[雨湖区][楠竹山镇][永丰]村68岁居民",
        "经过[津市市][新洲镇]梅花路口",
        "[郴州][永兴]设置联络员，[长沙][浏阳]在大型企业",
        "杨女士是[贵州省][黔南布依族苗族自治州]人",
        "[恩施州][恩施市]",
        "清廉医保惠[三湘]",
        "[湘赣边]6市",
        "[吉林市][吉林]",
    ] {
        assert_eq!(marked(&text.replace(['[', ']'], "")), text);
    }
    assert_eq!(marked("来湘投资，在粤务工"), "来湘投资，在粤务工", "abbreviations are for compounds");
    assert_eq!(gazetteer().form("湘", at("湖南省")), Some(Form::Abbreviation));
}

#[test]
fn the_nearest_place_below_a_parent() {
    let child =
        |parent: &str, surface: &str| gazetteer().child(at(parent), surface).map(|id| gazetteer().path(id).join("/"));
    for (parent, surface, found) in [
        ("北京市", "朝阳区", "北京市/朝阳区"),
        ("湖南省/株洲市", "嘉树", "湖南省/株洲市/醴陵市/嘉树镇"),
        ("湖南省/郴州市", "永兴", "湖南省/郴州市/永兴县"),
        ("湖南省/株洲市", "高新区", "湖南省/株洲市/株洲高新区"),
        ("湖南省/湘潭市", "高新区", "湖南省/湘潭市/湘潭高新区"),
        ("湖南省", "湘潭", "湖南省/湘潭市"),
        ("重庆市", "江北区", "重庆市/江北区"),
        ("湖南省/湘潭市", "楠竹山镇", "湖南省/湘潭市/雨湖区/楠竹山镇"),
    ] {
        assert_eq!(child(parent, surface).as_deref(), Some(found), "{surface} in {parent}");
    }
    assert_eq!(child("湖南省/株洲市", "朝阳区"), None);
    assert!(gazetteer().lookup("高新区").is_empty(), "it is no name by itself");
}

#[test]
fn within_and_ancestors() {
    let (town, city) = (at("湖南省/湘潭市/雨湖区/楠竹山镇"), at("湖南省/湘潭市"));
    assert!(gazetteer().within(town, city) && gazetteer().within(city, city) && !gazetteer().within(city, town));
    assert_eq!(gazetteer().ancestor_at(town, Level::Prefecture), Some(city));
    assert_eq!(gazetteer().ancestor_at(at("湖北省/仙桃市"), Level::Prefecture), None);
    assert_eq!(gazetteer().parent(at("湖南省")), gazetteer().lookup("中国").first().copied());
}

#[test]
fn common_words_are_names_of_the_gazetteer_in_order_with_a_reason() {
    let country = gazetteer().lookup("中国")[0];
    let mut last = String::new();
    for row in rows(COMMON) {
        let [surface, reason] = row[..] else { panic!("{row:?}: surface and reason") };
        assert!(*surface > *last, "{surface} stands after {last}");
        let known = !gazetteer().lookup(surface).is_empty() || gazetteer().child(country, surface).is_some();
        assert!(known, "{surface} names no place: take the row out");
        if let Some((left, right)) = reason.strip_prefix("meets: ").and_then(|words| words.split_once('|')) {
            let mut middle = left.chars().last().into_iter().chain(right.chars().take(1));
            assert!(surface.chars().eq(&mut middle), "{left}|{right} doesn't hold {surface}");
        }
        last = surface.to_owned();
    }
    for common in ["合作", "城区", "和平", "城关", "建设", "平和", "和县", "大方", "资源", "通道", "人民路"]
    {
        assert!(gazetteer().is_common(common), "{common}");
    }
    for name in ["湘潭", "浏阳", "郴州", "醴陵", "长沙", "株洲", "河北", "成都", "武陵源", "岳塘"]
    {
        assert!(!gazetteer().is_common(name), "{name}");
    }
}

#[test]
fn every_row_of_the_overlay_names_its_place() {
    for row in rows(OVERLAY) {
        let [surface, form, level, path, _] = row[..] else { panic!("{row:?}: five cells") };
        let id = at(path);
        assert_eq!(gazetteer().level(id).word(), level, "{path}");
        let found = gazetteer().form(surface, id).unwrap_or_else(|| panic!("{surface} does not name {path}"));
        assert!(form == "local" || found.word() == form, "{surface}: {form}, already {}", found.word());
    }
}

#[test]
fn a_table_of_the_user_is_added_or_says_where_it_is_wrong() {
    let town = "试验街道\tfull\ttownship\t湖南省/湘潭市/雨湖区/试验街道\tnew\n";
    let with = Gazetteer::with_tables(town, "试验街道\ttest\n").unwrap();
    let id = with.lookup("试验街道")[0];
    assert_eq!(with.path(id), ["湖南省", "湘潭市", "雨湖区", "试验街道"]);
    assert!(with.is_common("试验街道") && with.code(id).is_none());
    for (overlay, says) in [
        ("甲\tfull\n", "overlay table, line 1: expected surface, form, level, path and reason"),
        ("#\n甲\tfull\tplanet\t湖南省\tx\n", "overlay table, line 2: expected a level"),
        ("甲\tfull\ttownship\t无省/甲\tx\n", "overlay table, line 1: expected a path whose wider places are known"),
        ("甲\twrong\tprovince\t湖南省\tx\n", "overlay table, line 1: expected full, short"),
        ("甲\tfull\tcounty\t湖南省\tx\n", "overlay table, line 1: expected level province"),
    ] {
        let error = Gazetteer::with_tables(overlay, "").unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Names with any text between them: hits lie in order, slice well, and bear the name that stands there.
    #[test]
    fn hits_slice_right(parts in prop::collection::vec((any::<prop::sample::Index>(), "\\PC{0,4}"), 0..12)) {
        let all: Vec<_> = gazetteer().iter().collect();
        let text: String = parts.iter().map(|(at, other)| gazetteer().name(*at.get(&all)).to_owned() + other).collect();
        let mut last = 0;
        for hit in gazetteer().scan(&text) {
            prop_assert!(last <= hit.start && hit.start < hit.end);
            let surface = &text[hit.start..hit.end];
            prop_assert!(!hit.candidates.is_empty() && hit.candidates.is_sorted());
            prop_assert_eq!(hit.candidates, gazetteer().lookup(surface));
            let forms: Option<Vec<Form>> = hit.candidates.iter().map(|&id| gazetteer().form(surface, id)).collect();
            prop_assert_eq!(forms.and_then(|forms| forms.into_iter().min()), Some(hit.form));
            last = hit.end;
        }
    }

    /// Whatever a user's table holds, it is read or refused.
    #[test]
    fn any_table_is_read_or_refused(overlay in "\\PC{0,9}(\t\\PC{0,9}){0,5}", common in "\\PC{0,9}\t?\\PC{0,3}") {
        let mut builder = crate::lexicon::gazetteer::read::Builder::default();
        let _ = builder.overlay("overlay table", &overlay);
        let _ = builder.finish([("one", &common), ("other", "")]);
    }
}
