//! The siting problem as bare numbers, and the checks it must pass before anything is computed.

use crate::{Error, ErrorCode, Result};

/// Beside more seconds than these, some thirty years, all times in reach would be lost by rounding.
const MOST_SECONDS: f64 = 1e9;
/// Long arrays are checked in pieces of so many numbers.
const CHUNK: usize = 4096;

/// What a plan is to be best at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Objective {
    /// Most weight with at least one open candidate in its row: `max Σ w_d·[row d ∩ open ≠ ∅]`.
    #[default]
    MaxCoverage,
    /// Fewest open candidates (least cost) that cover a share of the coverable weight.
    MinSites,
    /// Least `Σ w_d·(seconds to the nearest open candidate)`.
    MinTotalTravel,
    /// Least `max_d (seconds to the nearest open candidate)` over points of weight > 0.
    MinFarthestTravel,
    /// Least coefficient of variation of access, `A_d = Σ_{open j in row d} R_j·f_dj` with
    /// `R_j = capacity_j / Σ_d w_d·f_dj`; no bound is known.
    MinInequality,
    /// Largest `min_d A_d` over points of weight > 0 with a candidate in their row, of equals with
    /// the fewest people at it; no bound is known.
    MaxMin,
}

impl Objective {
    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaxCoverage => "maxCoverage",
            Self::MinSites => "minSites",
            Self::MinTotalTravel => "minTotalTravel",
            Self::MinFarthestTravel => "minFarthestTravel",
            Self::MinInequality => "minInequality",
            Self::MaxMin => "maxMin",
        }
    }

    /// Whether it compares the access of people.
    pub(crate) fn is_of_access(self) -> bool {
        matches!(self, Self::MinInequality | Self::MaxMin)
    }

    /// Whether more is better.
    pub(crate) fn is_max(self) -> bool {
        matches!(self, Self::MaxCoverage | Self::MaxMin)
    }
}

/// A siting problem as bare numbers.
///
/// Shape: row `d` (a demand point) lists the candidates that can serve it,
/// `candidate[row_start[d] .. row_start[d + 1]]`, with the travel seconds at the same positions.
/// A candidate that stands in a row twice counts once.
///
/// Units: weights in people (any unit ≥ 0), seconds, costs in one currency.
///
/// ```
/// use service_circle::siting::{self, Instance};
/// let rows = [vec![0, 1], vec![0, 1], vec![0, 2], vec![0, 2], vec![1], vec![2]];
/// let mut instance = Instance::coverage(3, vec![10., 10., 10., 10., 9., 9.], &rows);
/// instance.sites = Some(2);
/// let plan = siting::solve(instance, || false)?;
/// assert_eq!((plan.objective, plan.bound, plan.optimal), (58.0, Some(58.0), true));
/// # Ok::<(), service_circle::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Instance {
    /// What a plan is to be best at.
    pub objective: Objective,
    /// How many candidates there are; they are named `0..candidates`.
    pub candidates: u32,
    /// Weight of each demand point, finite and ≥ 0.
    pub weight: Vec<f64>,
    /// Where each row starts in `candidate`; one entry more than there are weights.
    pub row_start: Vec<u32>,
    /// The candidates of all rows, one row after the other.
    pub candidate: Vec<u32>,
    /// Travel seconds at the positions of `candidate`; the travel objectives need them.
    pub seconds: Option<Vec<f64>>,
    /// Share of the coverable weight that `MinSites` has to cover.
    pub coverage: Option<f64>,
    /// At most this many new sites; as many as there are candidates or more opens all.
    pub sites: Option<u32>,
    /// Cost of each candidate.
    pub cost: Option<Vec<f64>>,
    /// The most that the new sites may cost together.
    pub budget: Option<f64>,
    /// Weight that one site can serve; what it hands out, for the objectives of access (default 1).
    pub capacity: Option<Vec<f64>>,
    /// With capacities: every point is served by one site as a whole, or not at all.
    pub whole: bool,
    /// How many open candidates each row needs to be covered (`MaxCoverage`); 0: it is covered.
    pub need: Option<Vec<u32>>,
    /// What each entry of `candidate` counts, for the objectives of access; default 1.
    pub decay: Option<Vec<f64>>,
    /// Candidates that are open already: they serve, but are not counted and not listed.
    pub fixed: Vec<u32>,
    /// Seconds counted for a point that no open candidate can reach (travel objectives); up to 1e9.
    pub unserved_seconds: Option<f64>,
    /// The solver stops when the gap is at most this.
    pub target_gap: f64,
    /// The solver stops after this much work, in its own repeatable units.
    pub work_limit: Option<u64>,
}

impl Instance {
    /// A maximal-coverage problem from one list of candidates per demand point.
    pub fn coverage(candidates: u32, weight: Vec<f64>, rows: &[Vec<u32>]) -> Self {
        let mut row_start = vec![0];
        row_start.extend(rows.iter().scan(0, |end, row| {
            *end += row.len() as u32;
            Some(*end)
        }));
        Self { candidates, weight, row_start, candidate: rows.concat(), ..Self::default() }
    }

    /// The candidates that can serve demand point `d`.
    pub(crate) fn row(&self, d: usize) -> &[u32] {
        &self.candidate[self.range(d)]
    }

    /// Where row `d` stands in `candidate` and `seconds`.
    pub(crate) fn range(&self, d: usize) -> std::ops::Range<usize> {
        self.row_start[d] as usize..self.row_start[d + 1] as usize
    }

    /// How many open candidates row `d` needs.
    pub(crate) fn need_of(&self, d: usize) -> u32 {
        self.need.as_ref().map_or(1, |need| need[d])
    }

    /// Whether the objective is one of travel seconds.
    pub(crate) fn is_travel(&self) -> bool {
        matches!(self.objective, Objective::MinTotalTravel | Objective::MinFarthestTravel)
    }

    /// Checks every array.
    ///
    /// # Errors
    /// `siting.input` with the array and the position; `siting.unsupported` with the
    /// field for what no solver answers yet.
    pub fn check(&self) -> Result<()> {
        self.check_rows()?;
        each("weight", &self.weight, |w| w.is_finite() && w >= 0.0, "a finite number >= 0")?;
        if !self.weight.iter().sum::<f64>().is_finite() {
            return Err(input("weight", "the sum is not finite"));
        }
        if let Some(seconds) = &self.seconds {
            length("seconds", seconds.len(), self.candidate.len())?;
            each("seconds", seconds, |s| s.is_finite() && s >= 0.0, "a finite number >= 0")?;
        }
        if let Some(decay) = &self.decay {
            length("decay", decay.len(), self.candidate.len())?;
            each("decay", decay, |f| f.is_finite() && f >= 0.0, "a finite number >= 0")?;
        }
        if let Some(need) = &self.need {
            length("need", need.len(), self.weight.len())?;
        }
        for (name, values) in [("cost", &self.cost), ("capacity", &self.capacity)] {
            if let Some(values) = values {
                length(name, values.len(), self.candidates as usize)?;
                each(name, values, |c| c.is_finite() && c >= 0.0, "a finite number >= 0")?;
            }
        }
        for (name, value) in [
            ("coverage", self.coverage),
            ("unservedSeconds", self.unserved_seconds),
            ("targetGap", Some(self.target_gap)),
        ] {
            if let Some(v) = value.filter(|v| v.is_nan() || *v < 0.0) {
                return Err(input(name, format!("{v} where a number >= 0 is due")));
            }
        }
        if let Some(v) = self.unserved_seconds.filter(|v| *v > MOST_SECONDS) {
            let found = format!("{v} where a number up to {MOST_SECONDS} is due");
            return Err(input("unservedSeconds", found));
        }
        in_range("fixed", &self.fixed, self.candidates)?;
        self.check_answered()
    }

    fn check_rows(&self) -> Result<()> {
        length("rowStart", self.row_start.len(), self.weight.len() + 1)?;
        if let Some(first) = self.row_start.first()
            && *first != 0
        {
            return Err(input("rowStart[0]", format!("{first} where 0 is due")));
        }
        if let Some(d) = self.row_start.windows(2).position(|w| w[0] > w[1]) {
            let place = format!("rowStart[{}]", d + 1);
            return Err(input(&place, "less than the entry before it"));
        }
        let end = self.row_start.last().copied().unwrap_or(0) as usize;
        length("candidate", self.candidate.len(), end)?;
        in_range("candidate", &self.candidate, self.candidates)
    }

    /// Checks what goes with which objective.
    fn check_answered(&self) -> Result<()> {
        self.check_limits(self.sites, self.budget)?;
        if self.is_travel() && self.seconds.is_none() {
            return Err(input("seconds", "a travel objective needs them"));
        }
        if let Some(share) = self.coverage.filter(|c| *c > 1.0) {
            return Err(input("coverage", format!("{share} where a share up to 1 is due")));
        }
        let is_coverage = self.objective == Objective::MaxCoverage;
        let is_of_access = self.objective.is_of_access();
        let unsupported = [
            ("capacity", self.capacity.is_some() && !is_coverage && !is_of_access),
            ("whole", self.whole && (self.capacity.is_none() || !is_coverage)),
            ("need", self.need.is_some() && (!is_coverage || self.capacity.is_some())),
            ("decay", self.decay.is_some() && !is_of_access),
            (
                // Fewest sites are counted or priced, not both at once.
                "sites",
                self.sites.is_some()
                    && self.cost.is_some()
                    && self.objective == Objective::MinSites,
            ),
        ];
        if let Some((name, _)) = unsupported.iter().find(|(_, given)| *given) {
            return Err(Error::new(ErrorCode::SitingUnsupported, format!("`{name}`")).at(name));
        }
        Ok(())
    }

    /// Checks a number of sites and a budget.
    pub(crate) fn check_limits(&self, sites: Option<u32>, budget: Option<f64>) -> Result<()> {
        if let Some(budget) = budget.filter(|b| b.is_nan() || *b < 0.0) {
            return Err(input("budget", format!("{budget} where a number >= 0 is due")));
        }
        if budget.is_some() && self.cost.is_none() {
            return Err(input("cost", "a budget needs the candidates' costs"));
        }
        if sites.is_none() && budget.is_none() && self.objective != Objective::MinSites {
            return Err(input("sites", "neither a number of sites nor a budget is given"));
        }
        Ok(())
    }
}

/// A `siting.input` error at a place.
pub(crate) fn input(place: &str, found: impl Into<String>) -> Error {
    Error::new(ErrorCode::SitingInput, found).at(place)
}

/// Refuses a candidate that is not there.
pub(crate) fn in_range(name: &str, ids: &[u32], candidates: u32) -> Result<()> {
    if ids.chunks(CHUNK).all(|chunk| is_below(chunk, candidates)) {
        return Ok(());
    }
    match ids.iter().position(|&c| c >= candidates) {
        Some(at) => {
            Err(input(&format!("{name}[{at}]"), format!("candidate {} of {candidates}", ids[at])))
        }
        None => Ok(()),
    }
}

/// Never inlined, as browsers compile again for speed what is called often, and not a loop that runs
/// once.
#[inline(never)]
fn is_below(ids: &[u32], candidates: u32) -> bool {
    ids.iter().max().is_none_or(|most| *most < candidates)
}

fn length(name: &str, found: usize, due: usize) -> Result<()> {
    if found == due {
        return Ok(());
    }
    Err(input(name, format!("{found} entries where {due} are due")))
}

fn each(name: &str, values: &[f64], good: impl Fn(f64) -> bool, due: &str) -> Result<()> {
    match values.iter().position(|&v| !good(v)) {
        Some(at) => {
            Err(input(&format!("{name}[{at}]"), format!("{} where {due} is due", values[at])))
        }
        None => Ok(()),
    }
}
