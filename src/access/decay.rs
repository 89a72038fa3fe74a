//! Decay: how much a facility at a distance in time still counts, from 1 at the door to 0 out of reach.

use crate::error::{Error, ErrorCode, Result};

/// What a band of time counts, its upper end included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The longest time that is still in the band.
    pub up_to: f64,
    /// What it counts.
    pub weight: f64,
}

/// How a facility's weight falls with the time to it; beyond the limit it is 0.
///
/// Units: times in whatever unit the limit is given in.
#[derive(Clone, Debug, PartialEq)]
pub enum Decay {
    /// 1 up to the limit.
    Step {
        /// The limit, included.
        within: f64,
    },
    /// The weight of the first band that the time is in; bands ascend.
    Bands {
        /// The bands.
        bands: Vec<Band>,
        /// The limit, included; a band beyond it does not lengthen it.
        within: f64,
    },
    /// `f(t) = (exp(−½(t/T)²) − exp(−½)) / (1 − exp(−½))` up to the limit `T`.
    ///
    /// Source: the form of the Gaussian two-step method after Dai (2010).
    Gaussian {
        /// The limit, at which the weight is 0.
        within: f64,
    },
}

/// Weights of thirds of the limit. Source: the slow decay of Luo & Qi (2009), whose bands end at
/// 10, 20 and 30 minutes, scaled to the limit.
const THIRDS: [f64; 3] = [1.0, 0.68, 0.22];

impl Decay {
    /// Bands that end at given times.
    ///
    /// # Errors
    /// `argument.range`, with the band's place, unless times are positive and ascend and weights
    /// are finite and not negative; for no band at all.
    pub fn bands(bands: Vec<Band>, within: f64) -> Result<Self> {
        let refuse = |i: usize, found: String| {
            Err(Error::new(ErrorCode::ArgumentRange, found).at(format!("bands[{i}]")))
        };
        if bands.is_empty() {
            return Err(Error::new(ErrorCode::ArgumentRange, "no band").at("bands"));
        }
        for (i, band) in bands.iter().enumerate() {
            let before = if i == 0 { 0.0 } else { bands[i - 1].up_to };
            if !band.up_to.is_finite() || band.up_to <= before {
                return refuse(i, format!("up to {}, after {before}", band.up_to));
            }
            if !band.weight.is_finite() || band.weight < 0.0 {
                return refuse(i, format!("weight {}", band.weight));
            }
        }
        Ok(Self::Bands { bands, within })
    }

    /// The weights 1, 0.68 and 0.22 for the thirds of a limit.
    pub fn thirds(within: f64) -> Self {
        let band =
            |(i, weight): (usize, f64)| Band { up_to: within * (i + 1) as f64 / 3.0, weight };
        Self::Bands { bands: THIRDS.into_iter().enumerate().map(band).collect(), within }
    }

    /// The weight at a time.
    ///
    /// ```
    /// use service_circle::access::decay::Decay;
    /// let decay = Decay::thirds(15.0);
    /// assert_eq!([5.0, 5.1, 15.0, 15.1].map(|t| decay.weight(t)), [1.0, 0.68, 0.22, 0.0]);
    /// ```
    #[inline]
    pub fn weight(&self, time: f64) -> f64 {
        match self {
            Self::Step { within } => f64::from(u8::from(time <= *within)),
            Self::Bands { bands, within } if time <= *within => {
                bands.iter().find(|b| time <= b.up_to).map_or(0.0, |b| b.weight)
            }
            Self::Gaussian { within } if time <= *within => {
                let share = time / within;
                let at_limit = libm::exp(-0.5);
                (libm::exp(-0.5 * share * share) - at_limit) / (1.0 - at_limit)
            }
            Self::Bands { .. } | Self::Gaussian { .. } => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaussian_has_its_printed_weights() {
        let decay = Decay::Gaussian { within: 15.0 };
        let expected = [
            (0.0, 1.0),
            (3.75, 0.921_806),
            (5.0, 0.862_656),
            (7.5, 0.701_367),
            (10.0, 0.493_575),
            (11.25, 0.376_926),
            (15.0, 0.0),
        ];
        for (time, weight) in expected {
            assert!((decay.weight(time) - weight).abs() < 5e-7, "{time}");
        }
        assert_eq!(decay.weight(15.001).to_bits(), 0);
    }

    #[test]
    fn bands_close_above_and_end_with_the_limit() {
        let bands = vec![Band { up_to: 5.0, weight: 1.0 }, Band { up_to: 20.0, weight: 0.5 }];
        let decay = Decay::bands(bands, 15.0).expect("ascending");
        let found = [0.0, 5.0, 5.5, 15.0, 16.0].map(|t| decay.weight(t));
        assert_eq!(found.map(f64::to_bits), [1.0, 1.0, 0.5, 0.5, 0.0].map(f64::to_bits));
    }

    #[test]
    fn bands_that_do_not_ascend_are_refused_by_name() {
        let band = |up_to, weight| Band { up_to, weight };
        for (bands, place) in [
            (vec![], "bands"),
            (vec![band(0.0, 1.0)], "bands[0]"),
            (vec![band(5.0, 1.0), band(5.0, 0.5)], "bands[1]"),
            (vec![band(5.0, -1.0)], "bands[0]"),
            (vec![band(5.0, f64::NAN)], "bands[0]"),
            (vec![band(f64::NAN, 1.0)], "bands[0]"),
        ] {
            let error = Decay::bands(bands, 15.0).expect_err("no bands");
            assert_eq!((error.code(), error.place()), (ErrorCode::ArgumentRange, Some(place)));
        }
    }
}
