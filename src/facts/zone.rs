//! Zones 城镇化, 近郊 and 远郊: how far people live from the middle of things, and how they travel.

use crate::error::{Error, ErrorCode, Result};
use crate::units::TravelMode;
use serde::{Deserialize, Serialize};

/// People per square kilometre from which a unit without a class is 近郊 …
const SUBURBAN: f64 = 500.0;
/// … and from which it is 城镇化.
const URBAN: f64 = 3000.0;

/// The zone of a unit; it sets the mode that its residents travel by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// 城镇化.
    Urban,
    /// 近郊.
    Suburban,
    /// 远郊.
    Rural,
}

impl Zone {
    /// The three zones in their fixed order.
    pub const ALL: [Zone; 3] = [Zone::Urban, Zone::Suburban, Zone::Rural];

    /// Position in [`Zone::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["urban", "suburban", "rural"][self.index()]
    }

    /// The name in Chinese.
    pub fn zh(self) -> &'static str {
        ["城镇化", "近郊", "远郊"][self.index()]
    }

    /// The zone of a name in Chinese or English; an ending 地区, 区 or 型 does not matter.
    ///
    /// # Errors
    /// `argument.range` for any other name.
    pub fn parse(name: &str) -> Result<Self> {
        let stem = ["地区", "区域", "区", "型"]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .unwrap_or(name);
        let is = |zone: &Zone| stem == zone.zh() || stem.eq_ignore_ascii_case(zone.as_str());
        Self::ALL
            .into_iter()
            .find(is)
            .ok_or_else(|| Error::new(ErrorCode::ArgumentRange, format!("zone {name:?}")))
    }

    /// The mode that residents travel by unless a standard says otherwise: walk, cycle, drive.
    ///
    /// Source: the letter of 湖州 (城镇化 步行, 近郊 骑行, 远郊 车行).
    pub fn mode(self) -> TravelMode {
        TravelMode::ALL[self.index()]
    }

    /// The zone of a 城乡分类 code; `None` for a code that is none.
    ///
    /// Source: assumption: 111 and 121 (centres) are 城镇化, 112, 122 and 123 (edges, special areas)
    /// 近郊, 210 and 220 (villages) 远郊.
    pub fn of_class(class: u16) -> Option<Self> {
        match class {
            111 | 121 => Some(Self::Urban),
            112 | 122 | 123 => Some(Self::Suburban),
            210 | 220 => Some(Self::Rural),
            _ => None,
        }
    }

    /// The zone by people per square kilometre; `None` for what is no density.
    ///
    /// Source: assumption: from 3,000 城镇化, from 500 近郊, below 远郊.
    pub fn of_density(per_square_kilometre: f64) -> Option<Self> {
        match per_square_kilometre {
            d if !(d.is_finite() && d >= 0.0) => None,
            d if d >= URBAN => Some(Self::Urban),
            d if d >= SUBURBAN => Some(Self::Suburban),
            _ => Some(Self::Rural),
        }
    }
}

/// What a zone was told from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZoneBasis {
    /// Somebody set it; nothing else changes it.
    Hand,
    /// The 城乡分类 code.
    Class,
    /// People per square kilometre.
    Density,
}

/// A zone and what it was told from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zoning {
    /// The zone.
    pub zone: Zone,
    /// What it was told from.
    pub by: ZoneBasis,
}

impl Zoning {
    /// A zone that was set by hand wins, else the 城乡分类 code tells it, else the density; `None`
    /// if nothing does.
    ///
    /// ```
    /// use service_circle::facts::{Zone, Zoning};
    /// let told = |hand, class, density| Zoning::tell(hand, class, density).map(|z| z.zone);
    /// assert_eq!(told(Some(Zone::Rural), Some(111), Some(9000.0)), Some(Zone::Rural));
    /// assert_eq!(told(None, Some(111), Some(10.0)), Some(Zone::Urban));
    /// assert_eq!(told(None, None, Some(500.0)), Some(Zone::Suburban));
    /// assert_eq!(told(None, None, None), None);
    /// ```
    pub fn tell(hand: Option<Zone>, class: Option<u16>, density: Option<f64>) -> Option<Self> {
        let by = |by: ZoneBasis| move |zone: Zone| Self { zone, by };
        hand.map(by(ZoneBasis::Hand))
            .or_else(|| class.and_then(Zone::of_class).map(by(ZoneBasis::Class)))
            .or_else(|| density.and_then(Zone::of_density).map(by(ZoneBasis::Density)))
    }
}

/// One value per zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByZone<T> {
    /// 城镇化.
    pub urban: T,
    /// 近郊.
    pub suburban: T,
    /// 远郊.
    pub rural: T,
}

impl<T> ByZone<T> {
    /// The value of a zone.
    pub fn get(&self, zone: Zone) -> &T {
        match zone {
            Zone::Urban => &self.urban,
            Zone::Suburban => &self.suburban,
            Zone::Rural => &self.rural,
        }
    }

    /// The value of a zone, to change it.
    pub fn get_mut(&mut self, zone: Zone) -> &mut T {
        match zone {
            Zone::Urban => &mut self.urban,
            Zone::Suburban => &mut self.suburban,
            Zone::Rural => &mut self.rural,
        }
    }

    /// The three values in the zones' order.
    pub fn each(&self) -> [&T; 3] {
        [&self.urban, &self.suburban, &self.rural]
    }
}

impl<T> From<[T; 3]> for ByZone<T> {
    fn from([urban, suburban, rural]: [T; 3]) -> Self {
        Self { urban, suburban, rural }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_densities_tell_the_zone() {
        let classes = [111, 121, 112, 122, 123, 210, 220];
        let zones = classes.map(|c| Zone::of_class(c).expect("a class").as_str());
        let (u, s, r) = ("urban", "suburban", "rural");
        assert_eq!(zones, [u, u, s, s, s, r, r]);
        assert_eq!(Zone::of_class(0), None);
        let of = |density| Zone::of_density(density).map(Zone::as_str);
        assert_eq!(
            [of(3000.0), of(2999.9), of(499.9), of(0.0)],
            [Some(u), Some(s), Some(r), Some(r)]
        );
        assert_eq!([of(f64::NAN), of(-1.0)], [None, None]);
    }

    #[test]
    fn names_are_read_in_both_languages() {
        assert_eq!(Zone::parse("城镇化地区"), Ok(Zone::Urban));
        assert_eq!(Zone::parse("近郊型"), Ok(Zone::Suburban));
        assert_eq!(Zone::parse("Rural"), Ok(Zone::Rural));
        assert!(Zone::parse("郊").is_err());
        assert_eq!(Zone::ALL.map(Zone::mode), TravelMode::ALL);
    }
}
