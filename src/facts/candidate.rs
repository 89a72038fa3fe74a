//! Candidate sites: where something could be built, taken over or shared, and at what cost.

use serde::{Deserialize, Serialize};

/// What kind of site it is; the same four are the remedies of a shortage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteKind {
    /// 盘活存量: a building that stands idle.
    Reuse,
    /// 共建共享: room in what others have, or more room in what is there.
    Share,
    /// 家门口补缺: a small station at the doorstep.
    Doorstep,
    /// 规划新建: a planned new building.
    New,
}

impl SiteKind {
    /// The four kinds in their fixed order.
    pub const ALL: [SiteKind; 4] =
        [SiteKind::Reuse, SiteKind::Share, SiteKind::Doorstep, SiteKind::New];

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["reuse", "share", "doorstep", "new"][self as usize]
    }

    /// The name in Chinese.
    pub fn zh(self) -> &'static str {
        ["盘活存量", "共建共享", "家门口补缺", "规划新建"][self as usize]
    }

    /// The kind of a name in either language.
    pub fn parse(name: &str) -> Option<Self> {
        let is = |kind: &Self| kind.zh() == name || kind.as_str().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(is)
    }
}
