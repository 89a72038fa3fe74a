//! Population groups: named counts that may overlap, beside the total; never added up.

use super::standard_row::Trust;
use super::text::Text;
use crate::archive::{Reader, Writer};
use crate::error::Result;

/// The code of all residents.
pub const TOTAL: &str = "total";

/// What a known group is.
#[derive(Clone, Copy, Debug)]
pub struct KnownGroup {
    /// Its code.
    pub code: &'static str,
    /// Its name in Chinese and English.
    pub name: (&'static str, &'static str),
    /// The counted groups it is put together from, with weights; empty if it is counted itself.
    pub parts: &'static [(&'static str, f64)],
    /// Its share of all residents where nobody counted it, to be labelled 假定; and how far to
    /// trust that.
    pub assumed_share: Option<(f64, Trust)>,
}

const fn counted(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    share: f64,
    trust: Trust,
) -> KnownGroup {
    KnownGroup { code, name: (zh, en), parts: &[], assumed_share: Some((share, trust)) }
}

const fn put_together(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    parts: &'static [(&'static str, f64)],
) -> KnownGroup {
    KnownGroup { code, name: (zh, en), parts, assumed_share: None }
}

/// The groups that the product knows; a study may have others.
///
/// Source: shares of ages are those of 湖州 in the census of 2020 (0–14, 15–59 and 60+ from the
/// restated bulletin, finer bands assumed); disabled people general knowledge; the rest assumed.
pub const KNOWN: &[KnownGroup] = &[
    counted("0-2", "0–2 岁", "aged 0–2", 0.021, Trust::A),
    counted("3-5", "3–5 岁", "aged 3–5", 0.026, Trust::A),
    counted("6-11", "6–11 岁", "aged 6–11", 0.05, Trust::A),
    counted("12-14", "12–14 岁", "aged 12–14", 0.0224, Trust::A),
    counted("15-59", "15–59 岁", "aged 15–59", 0.6672, Trust::V2),
    counted("60+", "60 岁以上", "aged 60 and over", 0.2134, Trust::V2),
    counted("80+", "80 岁以上", "aged 80 and over", 0.032, Trust::A),
    counted("disabled", "残疾人", "disabled people", 0.063, Trust::K),
    counted("assisted", "低保低边对象", "people on social aid", 0.015, Trust::A),
    counted("veterans", "退役军人", "veterans", 0.03, Trust::A),
    counted("car-owners", "有车者", "car owners", 0.25, Trust::A),
    put_together("0-6", "0–6 岁", "aged 0–6", &[("0-2", 1.0), ("3-5", 1.0), ("6-11", 1.0 / 6.0)]),
    put_together("3-14", "3–14 岁", "aged 3–14", &[("3-5", 1.0), ("6-11", 1.0), ("12-14", 1.0)]),
];

impl KnownGroup {
    /// The group of a code.
    pub fn find(code: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|g| g.code == code)
    }

    /// Its name.
    pub fn text(&self) -> Text {
        Text::fixed(self.name.0, self.name.1)
    }
}

/// Counts of one group; `NaN` where there is no data.
#[derive(Clone, Debug)]
pub enum Counts {
    /// Per unit: within a smallest unit the group lives where the residents live.
    ByUnit(Vec<f64>),
    /// Per demand point.
    ByPoint(Vec<f64>),
}

impl Counts {
    /// The counts, whatever they are of.
    pub fn values(&self) -> &[f64] {
        match self {
            Self::ByUnit(values) | Self::ByPoint(values) => values,
        }
    }
}

impl PartialEq for Counts {
    /// No data is the same as no data.
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
        };
        match (self, other) {
            (Self::ByUnit(a), Self::ByUnit(b)) | (Self::ByPoint(a), Self::ByPoint(b)) => same(a, b),
            _ => false,
        }
    }
}

/// The counted groups of a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    columns: Vec<(String, Counts)>,
}

impl Groups {
    /// Sets the counts of a group; what was known of it before is gone.
    pub fn set(&mut self, code: &str, counts: Counts) {
        match self.columns.iter_mut().find(|(known, _)| known == code) {
            Some((_, old)) => *old = counts,
            None => self.columns.push((code.to_owned(), counts)),
        }
    }

    /// The counts of a group.
    pub fn get(&self, code: &str) -> Option<&Counts> {
        self.columns.iter().find(|(known, _)| known == code).map(|(_, counts)| counts)
    }

    /// Codes and counts in the order they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Counts)> {
        self.columns.iter().map(|(code, counts)| (code.as_str(), counts))
    }

    /// Whether no group is counted.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Changes the counts of every group.
    pub(super) fn each_mut(&mut self) -> impl Iterator<Item = (&str, &mut Counts)> {
        self.columns.iter_mut().map(|(code, counts)| (code.as_str(), counts))
    }

    pub(super) fn write(&self, to: &mut Writer) -> Result<()> {
        let head: Vec<(&str, bool)> =
            self.iter().map(|(code, c)| (code, matches!(c, Counts::ByPoint(_)))).collect();
        to.put_document(&head)?;
        for (_, counts) in self.iter() {
            to.put_f64(counts.values());
        }
        Ok(())
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let head: Vec<(String, bool)> = from.take_document()?;
        let mut groups = Self::default();
        for (code, by_point) in head {
            let values = from.take_f64()?;
            let counts = if by_point { Counts::ByPoint(values) } else { Counts::ByUnit(values) };
            groups.columns.push((code, counts));
        }
        Ok(groups)
    }

    pub(super) fn is_consistent(&self, points: usize, units: usize) -> bool {
        self.iter().enumerate().all(|(i, (code, counts))| {
            let length = match counts {
                Counts::ByUnit(_) => units,
                Counts::ByPoint(_) => points,
            };
            let is_count = |v: &f64| v.is_nan() || (v.is_finite() && *v >= 0.0);
            code != TOTAL
                && counts.values().len() == length
                && counts.values().iter().all(is_count)
                && self.columns[..i].iter().all(|(before, _)| before != code)
        })
    }
}

/// A group's people at the demand points.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPeople {
    /// Per demand point; `NaN` where there is no data.
    pub people: Vec<f64>,
    /// They were not counted: an assumed share of the residents, trusted so far.
    pub assumed: Option<Trust>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_ages_add_up_where_they_should() {
        let share = |code: &str| KnownGroup::find(code).and_then(|g| g.assumed_share).map(|s| s.0);
        let sum = |codes: &[&str]| codes.iter().filter_map(|c| share(c)).sum::<f64>();
        assert!((sum(&["0-2", "3-5", "6-11", "12-14"]) - 0.1194).abs() < 1e-12);
        assert!((sum(&["0-2", "3-5", "6-11", "12-14", "15-59", "60+"]) - 1.0).abs() < 1e-12);
        assert!(share("80+") < share("60+"));
    }

    #[test]
    fn the_parts_of_a_group_are_counted_groups() {
        for group in KNOWN {
            for (part, _) in group.parts {
                assert!(KnownGroup::find(part).is_some_and(|g| g.parts.is_empty()), "{part}");
            }
        }
    }
}
