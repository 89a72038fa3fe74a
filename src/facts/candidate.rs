//! Candidate sites: where something could be built, taken over or shared, and at what cost.

use super::code::Code;
use super::service::ServiceId;
use crate::units::Position;
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

/// Whether a site can be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteState {
    /// It can.
    #[default]
    Available,
    /// It is promised to something, which may be this.
    Reserved,
    /// It cannot.
    Excluded,
}

impl SiteState {
    /// The state of a name in either language.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "可用" | "available" => Some(Self::Available),
            "预留" | "意向" | "reserved" => Some(Self::Reserved),
            "排除" | "不可用" | "excluded" => Some(Self::Excluded),
            _ => None,
        }
    }
}

/// A place where facilities could be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its stable code, unique among candidates.
    pub code: Code,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Where it is.
    pub at: Position,
    /// What kind of site it is.
    pub kind: SiteKind,
    /// What could be given there, in the catalogue's order; empty: anything.
    pub services: Vec<ServiceId>,
    /// Room for so many capacity units of each of these; shorter or `None`: not known.
    pub capacity: Vec<Option<f64>>,
    /// What it costs, in 10,000 yuan, where known.
    pub cost: Option<f64>,
    /// Whether it can be had.
    pub state: SiteState,
    /// Who has it, where known.
    pub owner: Option<String>,
    /// Where the row comes from, where known.
    pub source: Option<String>,
    /// The day of that, as the source writes it.
    pub as_of: Option<String>,
}

/// All candidate sites of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidates {
    list: Vec<Candidate>,
}

impl Candidates {
    /// Candidates in an order that stays.
    pub fn new(list: Vec<Candidate>) -> Self {
        Self { list }
    }

    /// All of them.
    pub fn all(&self) -> &[Candidate] {
        &self.list
    }

    /// Those that can be had for a service.
    pub fn of(&self, service: ServiceId) -> impl Iterator<Item = &Candidate> {
        self.list.iter().filter(move |c| {
            c.state != SiteState::Excluded
                && (c.services.is_empty() || c.services.contains(&service))
        })
    }

    pub(super) fn is_consistent(&self, services: usize) -> bool {
        let mut codes: Vec<&str> = self.list.iter().map(|c| c.code.as_str()).collect();
        codes.sort_unstable();
        let is_amount = |v: &f64| v.is_finite() && *v >= 0.0;
        codes.windows(2).all(|w| w[0] != w[1])
            && self.list.iter().all(|c| {
                c.services.iter().all(|s| s.index() < services)
                    && c.cost.iter().all(is_amount)
                    && c.capacity.iter().flatten().all(is_amount)
            })
    }
}
