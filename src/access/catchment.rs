//! Catchments: which demand points are in reach of each facility, and how long they take.

use crate::error::{Error, ErrorCode, Result};
use std::sync::Arc;

/// The demand points in reach of one facility, ascending and each once, with the time of each.
///
/// Units: `u32` milliseconds in a study, `f64` seconds for bare numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circle<T> {
    points: Vec<u32>,
    times: Vec<T>,
}

impl<T: Copy + Into<f64>> Circle<T> {
    /// A circle from pairs in ascending order of their points.
    pub fn new(pairs: impl Iterator<Item = (u32, T)>) -> Self {
        let (points, times) = pairs.unzip();
        Self { points, times }
    }

    /// The points in ascending order, each with its time.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.points.iter().zip(&self.times).map(|(&point, &time)| (point as usize, time.into()))
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether nobody is in reach.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

/// The circles of all facilities of one service.
///
/// They stand facility by facility, so that an edit exchanges the circles it touches and shares the
/// others. Every sum over a point's facilities runs in the order of the facilities, every sum over a
/// facility's points in the order of the points: an answer is the same to the bit however it came
/// about.
#[derive(Clone, Debug, Default)]
pub struct Catchment<T> {
    circles: Vec<Arc<Circle<T>>>,
    points: usize,
}

impl<T: Copy + Into<f64>> Catchment<T> {
    /// The circles over a number of demand points; every circle's points are below it.
    pub fn new(circles: Vec<Arc<Circle<T>>>, points: usize) -> Self {
        debug_assert!(circles.iter().all(|c| c.points.iter().all(|&p| (p as usize) < points)));
        Self { circles, points }
    }

    /// The circles, facility by facility.
    pub fn circles(&self) -> &[Arc<Circle<T>>] {
        &self.circles
    }

    /// How many demand points there are, in reach of something or not.
    pub fn points(&self) -> usize {
        self.points
    }

    /// All points and facilities: what a first answer touches.
    pub fn all(&self) -> Touched {
        Touched { points: vec![true; self.points], facilities: (0..self.circles.len()).collect() }
    }

    /// Points with every facility that has one of them in reach.
    pub fn touched(&self, points: Vec<bool>) -> Touched {
        let has_any = |c: &Circle<T>| c.points.iter().any(|&p| points[p as usize]);
        let facilities =
            self.circles.iter().enumerate().filter(|(_, c)| has_any(c)).map(|(j, _)| j).collect();
        Touched { points, facilities }
    }

    /// The points that share a facility with these, and these.
    pub fn spread(&self, from: &Touched) -> Touched {
        let mut points = from.points.clone();
        for &j in &from.facilities {
            for &point in &self.circles[j].points {
                points[point as usize] = true;
            }
        }
        self.touched(points)
    }

    /// Sums `term(facility, point, time)` anew at the points that are touched, in the order of the
    /// facilities.
    pub fn sum(
        &self,
        touched: &Touched,
        sums: &mut [f64],
        term: impl Fn(usize, usize, f64) -> f64,
    ) {
        for (sum, _) in sums.iter_mut().zip(&touched.points).filter(|(_, is)| **is) {
            *sum = 0.0;
        }
        for &j in &touched.facilities {
            for (i, t) in self.circles[j].iter() {
                if touched.points[i] {
                    sums[i] += term(j, i, t);
                }
            }
        }
    }
}

/// What an edit touches.
#[derive(Clone, Debug)]
pub struct Touched {
    /// By demand point: whether it is touched.
    pub points: Vec<bool>,
    /// The facilities with such a point in reach, ascending.
    pub facilities: Vec<usize>,
}

/// Where an edit is felt.
#[derive(Clone, Copy, Debug)]
pub struct Felt<'a> {
    /// The facilities that are not as they were.
    pub new: &'a [usize],
    /// The points in reach of these, or of what is gone, and the facilities in reach of them.
    pub near: &'a Touched,
    /// The points that share a facility with the near ones, and theirs.
    pub far: &'a Touched,
}

impl Catchment<f64> {
    /// Circles from rows: row `i` lists what demand point `i` can travel to,
    /// `facility[row_start[i]..row_start[i + 1]]` with `seconds` at the same positions. What is
    /// farther than `within` seconds is left out.
    ///
    /// # Errors
    /// `argument.range`, with the place: rows that do not ascend from 0 to the end, columns of
    /// different lengths, a facility out of range or twice in a row, seconds that are negative or
    /// not finite.
    pub fn from_rows(
        row_start: &[u32],
        facility: &[u32],
        seconds: &[f64],
        facilities: usize,
        within: f64,
    ) -> Result<Self> {
        let refuse = |place: String, found: String| {
            Err(Error::new(ErrorCode::ArgumentRange, found).at(place))
        };
        if row_start.first() != Some(&0) {
            return refuse("rowStart[0]".into(), "rows that do not begin at 0".into());
        }
        if let Some(i) = row_start.windows(2).position(|w| w[0] > w[1]) {
            return refuse(format!("rowStart[{}]", i + 1), "rows that do not ascend".into());
        }
        let end = row_start[row_start.len() - 1] as usize;
        if end != facility.len() {
            let found = format!("{} entries, rows end at {end}", facility.len());
            return refuse("facility".into(), found);
        }
        if end != seconds.len() {
            return refuse("seconds".into(), format!("{} entries, not {end}", seconds.len()));
        }
        let mut circles = vec![Circle { points: Vec::new(), times: Vec::new() }; facilities];
        // The row in which each facility stood last, plus one.
        let mut last_row = vec![0u32; facilities];
        for (row, range) in row_start.windows(2).enumerate() {
            for at in range[0] as usize..range[1] as usize {
                let (j, time) = (facility[at] as usize, seconds[at]);
                if j >= facilities {
                    return refuse(format!("facility[{at}]"), format!("{j}, of {facilities}"));
                }
                if !time.is_finite() || time < 0.0 {
                    return refuse(format!("seconds[{at}]"), time.to_string());
                }
                if std::mem::replace(&mut last_row[j], row as u32 + 1) == row as u32 + 1 {
                    return refuse(format!("facility[{at}]"), format!("{j} twice in row {row}"));
                }
                if time <= within {
                    circles[j].points.push(row as u32);
                    circles[j].times.push(time);
                }
            }
        }
        Ok(Self::new(circles.into_iter().map(Arc::new).collect(), row_start.len() - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_circles_of_what_is_in_reach() {
        let rows =
            Catchment::from_rows(&[0, 2, 2, 4], &[1, 0, 0, 1], &[5.0, 9.0, 3.0, 9.1], 2, 9.0)
                .expect("rows");
        let circle = |j: usize| rows.circles()[j].iter().collect::<Vec<_>>();
        assert_eq!(circle(0), [(0, 9.0), (2, 3.0)]);
        assert_eq!(circle(1), [(0, 5.0)]);
        let mut sums = vec![7.0; 3];
        rows.sum(&rows.all(), &mut sums, |j, _, t| t + j as f64);
        assert_eq!(sums.iter().map(|s| *s as i32).collect::<Vec<_>>(), [15, 0, 3]);
    }

    #[test]
    fn an_edit_is_felt_by_those_who_share_a_facility() {
        let rows = Catchment::from_rows(&[0, 1, 3, 4], &[0, 0, 1, 1], &[1.0; 4], 3, 9.0);
        let rows = rows.expect("rows");
        let near = rows.touched(vec![true, false, false]);
        assert_eq!(near.facilities, [0]);
        let far = rows.spread(&near);
        assert_eq!((far.points, far.facilities), (vec![true, true, false], vec![0, 1]));
        let mut sums = vec![7.0; 3];
        rows.sum(&near, &mut sums, |_, _, t| t);
        assert_eq!(sums.iter().map(|s| *s as i32).collect::<Vec<_>>(), [1, 7, 7]);
    }

    #[test]
    fn rows_that_are_none_are_refused_by_name() {
        let refused = |row_start: &[u32], facility: &[u32], seconds: &[f64]| {
            let error =
                Catchment::from_rows(row_start, facility, seconds, 2, 9.0).expect_err("no rows");
            assert_eq!(error.code(), ErrorCode::ArgumentRange);
            error.place().unwrap_or_default().to_owned()
        };
        assert_eq!(refused(&[], &[], &[]), "rowStart[0]");
        assert_eq!(refused(&[1, 1], &[0], &[1.0]), "rowStart[0]");
        assert_eq!(refused(&[0, 2, 1], &[0], &[1.0]), "rowStart[2]");
        assert_eq!(refused(&[0, 2], &[0], &[1.0]), "facility");
        assert_eq!(refused(&[0, 1], &[0], &[]), "seconds");
        assert_eq!(refused(&[0, 1], &[2], &[1.0]), "facility[0]");
        assert_eq!(refused(&[0, 2], &[1, 1], &[1.0, 2.0]), "facility[1]");
        assert_eq!(refused(&[0, 1], &[0], &[-0.5]), "seconds[0]");
        assert_eq!(refused(&[0, 1], &[0], &[f64::NAN]), "seconds[0]");
    }
}
