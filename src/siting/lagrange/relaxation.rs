//! The bound at given multipliers, and what it shows of each site.

use super::table::Table;
use crate::siting::limits::Limits;
use crate::siting::presolve::Fate;

/// Bounds are cut off here, far above the 52 bits of all prices.
pub(crate) const FAR: i64 = 1 << 61;
/// The price of the budget is sought in this many steps.
const PRICE_STEPS: usize = 24;

/// What the plans are compared by, and what they must keep to.
#[derive(Clone, Debug)]
pub(crate) enum Goal {
    /// Least charges and prices within a number of sites and a budget.
    Least(Limits),
    /// Least charges such that the prices of all rows are at most `most` together.
    Enough {
        /// The most that all rows may pay.
        most: i64,
    },
}

/// The multipliers of a table's rows, in grains, and the price of the budget.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Multipliers {
    /// One for each row, up to what it pays alone.
    pub(crate) of_row: Vec<i64>,
    /// Grains per unit of cost.
    pub(crate) of_budget: i64,
}

/// Evaluates multipliers on one table with some sites decided, and keeps what it found last.
#[derive(Clone, Debug)]
pub(crate) struct Relaxation {
    goal: Goal,
    /// `Σ (u_i − c_ij)⁺` of each site.
    score: Vec<i64>,
    /// What opening each free site would take off the bound.
    worth: Vec<i64>,
    /// The sites that the relaxed problem opens, forced ones included.
    chosen: Vec<bool>,
    bound: i64,
    /// The worth of the last site that is taken, and of the first that is not.
    last_in: i64,
    first_out: i64,
    /// What is left of the budget beside the open sites.
    room: i128,
    /// How much the bound grows with a multiplier that no chosen site pays for.
    slope: f64,
    scratch: Vec<i64>,
    order: Vec<u32>,
    /// Rows in the order in which sites serve them, and what sites can still serve.
    rows: Vec<u32>,
    spare: Vec<i64>,
}

impl Relaxation {
    pub(crate) fn new(goal: Goal, sites: usize) -> Self {
        Self {
            goal,
            score: vec![0; sites],
            worth: vec![0; sites],
            chosen: vec![false; sites],
            bound: 0,
            last_in: 0,
            first_out: 0,
            room: i128::MAX,
            slope: 1.0,
            scratch: Vec::new(),
            order: Vec::new(),
            rows: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// What the plans are compared by.
    pub(crate) fn goal(&self) -> &Goal {
        &self.goal
    }

    /// The sites that the relaxed problem opens.
    pub(crate) fn chosen(&self) -> &[bool] {
        &self.chosen
    }

    /// The score of each site.
    pub(crate) fn score(&self) -> &[i64] {
        &self.score
    }

    /// How much the bound grows per grain of a multiplier that no chosen site pays for.
    pub(crate) fn slope(&self) -> f64 {
        self.slope
    }

    /// The bound below every plan that opens the open sites and none of the shut ones.
    ///
    /// The price of the budget is improved on the way.
    pub(crate) fn evaluate(&mut self, table: &Table, fate: &[Fate], at: &mut Multipliers) -> i64 {
        let due = |(i, &u): (usize, &i64)| i128::from(u) * i128::from(table.need(i));
        let sum = at.of_row.iter().enumerate().map(due).sum();
        self.add_up(table, &at.of_row);
        for (j, &fate) in fate.iter().enumerate() {
            self.worth[j] = self.score[j] - table.charge[j];
            self.chosen[j] = fate == Fate::Open;
        }
        let bound = match self.goal.clone() {
            Goal::Least(limits) => self.least(fate, &limits, sum, &mut at.of_budget),
            Goal::Enough { most } => self.enough(table, fate, most, sum),
        };
        self.bound = bound.clamp(i128::from(-FAR), i128::from(FAR)) as i64;
        self.bound
    }

    /// The score of each site.
    fn add_up(&mut self, table: &Table, of_row: &[i64]) {
        self.score.fill(0);
        if !table.capacity.is_empty() {
            self.fill_up(table, of_row);
            return;
        }
        for (i, &u) in of_row.iter().enumerate() {
            for &(j, price) in table.row(i) {
                if price >= u {
                    break;
                }
                self.score[j as usize] += u - price;
            }
        }
    }

    /// The score of each site where it serves up to its capacity: the rows of the greatest
    /// multiplier per weight first.
    fn fill_up(&mut self, table: &Table, of_row: &[i64]) {
        self.by_rate(table, of_row);
        self.spare.clone_from(&table.capacity);
        for &i in &self.rows {
            let (u, weight) = (of_row[i as usize], table.alone[i as usize]);
            for &(j, _) in table.row(i as usize) {
                let spare = &mut self.spare[j as usize];
                if *spare >= weight {
                    *spare -= weight;
                    self.score[j as usize] += u;
                } else if *spare > 0 {
                    // Rounded up: the bound stays one.
                    let part = i128::from(u) * i128::from(*spare);
                    self.score[j as usize] += (part / i128::from(weight)) as i64 + 1;
                    *spare = 0;
                }
            }
        }
    }

    /// Puts the rows in the order in which sites serve them.
    fn by_rate(&mut self, table: &Table, of_row: &[i64]) {
        let rate = |i: u32| of_row[i as usize] as f64 / table.alone[i as usize] as f64;
        if self.rows.is_empty() {
            let is_wanted = |i: &u32| table.alone[*i as usize] > 0;
            self.rows = (0..of_row.len() as u32).filter(is_wanted).collect();
        }
        self.rows.sort_unstable_by(|&a, &b| rate(b).total_cmp(&rate(a)).then(a.cmp(&b)));
    }

    /// How the bound grows with each multiplier: what the row needs less what the chosen sites serve
    /// of it.
    pub(super) fn slopes(&mut self, table: &Table, of_row: &[i64], slopes: &mut Vec<f64>) {
        slopes.clear();
        slopes.extend((0..of_row.len()).map(|i| table.need(i) as f64));
        if table.capacity.is_empty() {
            for (i, (&u, slope)) in of_row.iter().zip(slopes).enumerate() {
                let served = table.row(i).iter().take_while(|e| e.1 < u);
                *slope -= served.filter(|e| self.chosen[e.0 as usize]).count() as f64;
            }
            return;
        }
        self.spare.clone_from(&table.capacity);
        for &i in &self.rows {
            let weight = table.alone[i as usize];
            for &(j, _) in table.row(i as usize).iter().filter(|e| self.chosen[e.0 as usize]) {
                let taken = self.spare[j as usize].min(weight);
                self.spare[j as usize] -= taken;
                slopes[i as usize] -= taken as f64 / weight as f64;
            }
        }
    }

    fn least(&mut self, fate: &[Fate], limits: &Limits, mut sum: i128, price: &mut i64) -> i128 {
        let (mut left, mut budget) = (limits.sites, i128::from(limits.budget));
        for j in (0..fate.len()).filter(|&j| fate[j] == Fate::Open) {
            sum -= i128::from(self.worth[j]);
            budget -= i128::from(limits.cost_of(j as u32));
            let Some(fewer) = left.checked_sub(1) else { return i128::from(FAR) };
            left = fewer;
        }
        self.room = budget;
        if budget < 0 {
            return i128::from(FAR);
        }
        if !limits.cost.is_empty() {
            *price = self.price(fate, limits, left, budget, *price);
            for (worth, &cost) in self.worth.iter_mut().zip(&*limits.cost) {
                let left = i128::from(*worth) - i128::from(*price) * i128::from(cost);
                *worth = left.max(i128::from(-FAR)) as i64;
            }
            sum -= budget * i128::from(*price);
        }
        let taken = self.take_best(fate, left);
        sum - taken
    }

    /// Chooses the `left` free sites of most worth; gives their worth together.
    fn take_best(&mut self, fate: &[Fate], left: usize) -> i128 {
        self.scratch.clear();
        let free = |j: &usize| fate[*j] == Fate::Free && self.worth[*j] > 0;
        self.scratch.extend((0..fate.len()).filter(free).map(|j| self.worth[j]));
        (self.last_in, self.first_out) = (0, 0);
        if left == 0 {
            self.last_in = FAR;
            self.first_out = self.scratch.iter().copied().max().unwrap_or(0);
            return 0;
        }
        if left < self.scratch.len() {
            self.scratch.select_nth_unstable_by(left, |a, b| b.cmp(a));
            self.first_out = self.scratch[left];
            self.scratch.truncate(left);
            self.last_in = self.scratch.iter().copied().min().unwrap_or(0);
        }
        let mut room = left;
        for at_least in [self.last_in + 1, self.last_in.max(1)] {
            for (j, &fate) in fate.iter().enumerate() {
                let fits = self.worth[j] >= at_least && fate == Fate::Free && !self.chosen[j];
                if fits && room > 0 {
                    self.chosen[j] = true;
                    room -= 1;
                }
            }
        }
        self.scratch.iter().map(|&w| i128::from(w)).sum()
    }

    /// The price of the budget at which the bound is best, sought from the last one on.
    fn price(&mut self, fate: &[Fate], limits: &Limits, left: usize, budget: i128, at: i64) -> i64 {
        let (mut low, mut high) = (0_i64, i64::MAX);
        let mut price = at;
        for _ in 0..PRICE_STEPS {
            let spent = self.spent(fate, limits, left, price);
            if spent > budget {
                low = price + 1;
            } else {
                high = price;
            }
            if low >= high {
                break;
            }
            price = if high == i64::MAX {
                (2 * price).clamp(1, FAR)
            } else if low == 0 && spent <= budget && price > 8 {
                // Near the last price first, then by halves.
                price - price / 8
            } else {
                low + (high - low) / 2
            };
        }
        if high == i64::MAX { price } else { high }
    }

    /// What the best sites at a price of the budget cost together.
    fn spent(&mut self, fate: &[Fate], limits: &Limits, left: usize, price: i64) -> i128 {
        let mut best = std::mem::take(&mut self.order);
        best.clear();
        let worth = |j: u32| {
            i128::from(self.worth[j as usize]) - i128::from(price) * i128::from(limits.cost_of(j))
        };
        let free = (0..fate.len() as u32).filter(|&j| fate[j as usize] == Fate::Free);
        best.extend(free.filter(|&j| worth(j) > 0));
        if left < best.len() {
            best.select_nth_unstable_by(left, |&a, &b| worth(b).cmp(&worth(a)).then(a.cmp(&b)));
            best.truncate(left);
        }
        let spent = best.iter().map(|&j| i128::from(limits.cost_of(j))).sum();
        self.order = best;
        spent
    }

    /// Charges that are at least due when the rows pay no more than `most`: a fractional knapsack
    /// of scores per charge.
    fn enough(&mut self, table: &Table, fate: &[Fate], most: i64, sum: i128) -> i128 {
        let mut need = sum - i128::from(most);
        let mut charged = 0_i128;
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        for (j, fate) in fate.iter().enumerate() {
            match fate {
                Fate::Open => {
                    need -= i128::from(self.score[j]);
                    charged += i128::from(table.charge[j]);
                }
                Fate::Free if self.score[j] > 0 => order.push(j as u32),
                Fate::Free | Fate::Shut => {}
            }
        }
        let part =
            |j: u32| (i128::from(self.score[j as usize]), i128::from(table.charge[j as usize]));
        order.sort_unstable_by(|&a, &b| {
            let ((sa, ca), (sb, cb)) = (part(a), part(b));
            (sb * ca).cmp(&(sa * cb)).then(a.cmp(&b))
        });
        // At the critical site, a grain of score is worth `charge / score`.
        let mut critical = None;
        for &j in &order {
            let (score, charge) = part(j);
            if need <= 0 {
                break;
            }
            critical = Some((score, charge));
            self.chosen[j as usize] = true;
            if score >= need {
                charged += (charge * need) / score;
            } else {
                charged += charge;
            }
            need -= score;
        }
        self.order = order;
        if need > 0 {
            return i128::from(FAR);
        }
        (self.last_in, self.first_out) = (0, 0);
        let (score, charge) = critical.unwrap_or((1, 0));
        self.slope = charge as f64 / score as f64;
        for j in 0..self.worth.len() {
            // Rounded towards 0, so that nothing is decided by less than a grain.
            let (own, due) = part(j as u32);
            let worth = (own * charge) / score - due;
            self.worth[j] = worth.clamp(i128::from(-FAR), i128::from(FAR)) as i64;
        }
        charged
    }

    /// What the last bound shows of each free site, for plans below `better`: gives the decisions.
    pub(crate) fn decided(&self, fate: &[Fate], better: i64) -> Vec<(u32, Fate)> {
        // Two grains of rounding in `enough`.
        let slack = if matches!(self.goal, Goal::Enough { .. }) { 2 } else { 0 };
        let at = self.bound - slack;
        let cost = |j: usize| match &self.goal {
            Goal::Least(limits) => i128::from(limits.cost_of(j as u32)),
            Goal::Enough { .. } => 0,
        };
        let decide = |j: usize| {
            if cost(j) > self.room {
                return Some(Fate::Shut);
            }
            let worth = self.worth[j];
            if worth > 0 && worth >= self.last_in && at + worth - self.first_out >= better {
                Some(Fate::Open)
            } else if worth <= self.last_in && at + self.last_in - worth >= better {
                Some(Fate::Shut)
            } else {
                None
            }
        };
        let free = (0..fate.len()).filter(|&j| fate[j] == Fate::Free);
        free.filter_map(|j| decide(j).map(|fate| (j as u32, fate))).collect()
    }
}
