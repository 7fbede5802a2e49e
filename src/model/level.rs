//! How wide a place is.

use crate::model::words::words;

words! {
    /// Levels of places, from the widest to the narrowest.
    Level {
        /// 国家
        Country = "country",
        /// 省, 自治区, 直辖市
        Province = "province",
        /// 地级市, 地区, 自治州, 盟
        Prefecture = "prefecture",
        /// 县, 县级市, 市辖区, 旗
        County = "county",
        /// 乡, 镇, 街道
        Township = "township",
        /// 村, 社区
        Village = "village",
        /// Development zone or a part of a city that has a name: 高新区, 城区.
        Zone = "zone",
        /// Named building or site.
        Site = "site",
    }
}
