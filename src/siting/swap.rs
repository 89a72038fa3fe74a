//! The search for better plans: swaps of one site for another, downhill and annealed.
//!
//! Source: vertex substitution of Teitz & Bart 1968 with the loss and extra arrays of
//! Resende & Werneck 2007, `value(S − j + k) = value(S) − loss_j + gain_k + extra_jk`; annealing
//! by the rule of Metropolis et al. 1953, of which only the accepted steps are taken.

use std::sync::Arc;

use super::cover::Cover;
use super::opened::Opened;
use super::part::Part;
use super::presolve::Fate;
use super::random::Random;

/// An annealing begins where a loss of this part of a site's mean worth is common, up to …
const WARM: f64 = 0.02;
/// … this many times that, …
const WARMER: usize = 4;
/// … and ends where one of this part is.
const COLD: f64 = 0.003;
/// A plan that was good for a problem much like this one is annealed from here first, …
const GENTLE: f64 = 0.015;
/// … so often.
const GENTLE_COUNT: usize = 4;
/// The first annealings have this many steps per site, …
const STEPS_PER_SITE: usize = 20;
/// … doubled every second time, up to this often.
const DOUBLINGS: usize = 5;

/// A plan that is being changed, and the best one seen.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    whole: Arc<Cover>,
    /// The part of the problem that is searched, with the sites that seem worth it.
    focus: Part,
    opened: Opened,
    /// By sites of the whole.
    best: Vec<u32>,
    best_value: i64,
    /// How many open sites have not had their best swap tried since the last change, and the
    /// place of the next one; they take turns.
    untried: usize,
    turn: usize,
    annealing: Annealing,
    /// How many annealings are gentle.
    gentle: usize,
    /// A plan to go on from, by sites of the whole.
    offer: Option<Vec<u32>>,
    is_settled: bool,
    random: Random,
    extra: Vec<i64>,
    fitting: Vec<u32>,
    walked_before: u64,
}

/// How many annealings there were, how many steps this one still has, and how warm it is.
#[derive(Clone, Debug, Default)]
struct Annealing {
    count: usize,
    steps: usize,
    heat: f64,
    cooling: f64,
}

impl Search {
    /// Starts from the sites of a plan for a problem much like this one, if there is one, filled up
    /// greedily to `p`.
    pub(crate) fn new(whole: Arc<Cover>, p: usize, start: &[u32], seed: u64) -> Self {
        let mut search = Self {
            focus: Part::whole(whole.clone(), p),
            opened: Opened::none(&whole),
            best: Vec::new(),
            best_value: 0,
            untried: 0,
            turn: 0,
            annealing: Annealing::default(),
            gentle: if start.is_empty() { 0 } else { GENTLE_COUNT },
            offer: None,
            is_settled: false,
            random: Random::new(seed),
            extra: vec![0; whole.sites()],
            fitting: Vec::new(),
            walked_before: 0,
            whole,
        };
        search.go_on_from(start);
        search.keep();
        search
    }

    /// The best plan seen, and what it covers.
    pub(crate) fn best(&self) -> (&[u32], i64) {
        (&self.best, self.best_value)
    }

    /// The problem that is searched.
    pub(crate) fn whole(&self) -> &Cover {
        &self.whole
    }

    /// Entries walked so far.
    pub(crate) fn walked(&self) -> u64 {
        self.walked_before + self.opened.walked
    }

    /// No single swap improves the first plan.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// Searches among these sites of the whole and those of the best plan only, from now on.
    pub(crate) fn focus_on(&mut self, is_worth_it: &[bool]) {
        let fate = |&is_in: &bool| if is_in { Fate::Free } else { Fate::Shut };
        let mut fate: Vec<Fate> = is_worth_it.iter().map(fate).collect();
        for &j in &self.best {
            fate[j as usize] = Fate::Free;
        }
        let Some(focus) = Part::whole(self.whole.clone(), self.focus.p).decided(&fate) else {
            return;
        };
        self.walked_before = self.walked() + 2 * self.whole.entries() as u64;
        self.opened = Opened::none(&focus.cover);
        self.extra = vec![0; focus.cover.sites()];
        self.focus = focus;
        self.annealing.steps = 0;
        let plan = self.offer.take().unwrap_or_else(|| self.best.clone());
        self.go_on_from(&plan);
    }

    /// Takes note of a plan, to go on from when the present one is done with.
    pub(crate) fn offer(&mut self, plan: Vec<u32>) {
        let mut covered = vec![false; self.whole.rows()];
        let mut value = 0;
        for &i in plan.iter().flat_map(|&j| self.whole.site(j as usize)) {
            if !std::mem::replace(&mut covered[i as usize], true) {
                value += self.whole.weight[i as usize];
            }
        }
        if value > self.best_value {
            self.best_value = value;
            self.best.clone_from(&plan);
        }
        self.offer = Some(plan);
    }

    /// Tries one swap.
    pub(crate) fn advance(&mut self) {
        let cover = self.focus.cover.clone();
        if self.untried > 0 {
            self.untried -= 1;
            self.turn = (self.turn + 1) % self.opened.sites().len();
            self.improve(&cover, self.opened.sites()[self.turn]);
        } else if self.annealing.steps > 0 {
            self.anneal(&cover);
        } else {
            self.is_settled = true;
            match self.offer.take() {
                Some(offer) => self.go_on_from(&offer),
                None => self.go_on_from(&self.best.clone()),
            }
            self.warm_up();
        }
    }

    /// Takes up a plan of the whole as far as it is in focus.
    fn go_on_from(&mut self, plan: &[u32]) {
        let place = |j| self.focus.site_of.binary_search(j).ok().map(|at| at as u32);
        let plan: Vec<u32> = plan.iter().filter_map(place).collect();
        self.opened.become_like(&self.focus.cover, &plan);
        self.opened.thin(&self.focus.cover, self.focus.p);
        self.opened.fill(&self.focus.cover, self.focus.p);
        self.untried = self.opened.sites().len();
    }

    fn keep(&mut self) {
        if self.opened.value > self.best_value {
            self.best_value = self.opened.value;
            let of_whole = self.opened.sites().iter().map(|&j| self.focus.site_of[j as usize]);
            self.best = of_whole.collect();
        }
    }

    fn warm_up(&mut self) {
        let p = self.opened.sites().len().max(1);
        let worth = self.best_value as f64 / p as f64;
        let steps = (STEPS_PER_SITE * p) << (self.annealing.count / 2).min(DOUBLINGS);
        let warm = WARM * (1 + self.random.below(WARMER)) as f64;
        let heat = if self.annealing.count < self.gentle { GENTLE } else { warm };
        self.annealing = Annealing {
            count: self.annealing.count + 1,
            steps,
            heat: heat * worth,
            cooling: libm::pow(COLD / heat, 1.0 / steps as f64),
        };
    }

    /// Swaps open site `j` for the one that gains most by it, if that gains anything.
    fn improve(&mut self, cover: &Cover, j: u32) {
        self.add_extra(cover, j);
        let mut best = (self.opened.loss[j as usize], j);
        for (k, (&gain, extra)) in self.opened.gain.iter().zip(&mut self.extra).enumerate() {
            let worth = gain + std::mem::take(extra);
            if worth > best.0 && !self.opened.is_open(k) {
                best = (worth, k as u32);
            }
        }
        if best.1 != j {
            self.opened.close(cover, j);
            self.opened.open(cover, best.1);
            self.untried = self.opened.sites().len();
            self.keep();
        }
    }

    /// Swaps a random open site for a random one of those that cost no more than the heat allows.
    fn anneal(&mut self, cover: &Cover) {
        self.annealing.steps -= 1;
        self.annealing.heat *= self.annealing.cooling;
        let sites = self.opened.sites();
        if sites.is_empty() {
            return;
        }
        let j = sites[self.random.below(sites.len())];
        let allowed = (-libm::log(self.random.share()) * self.annealing.heat) as i64;
        self.add_extra(cover, j);
        let least = self.opened.loss[j as usize] - allowed;
        self.fitting.clear();
        for (k, (&gain, extra)) in self.opened.gain.iter().zip(&mut self.extra).enumerate() {
            if gain + std::mem::take(extra) >= least && !self.opened.is_open(k) {
                self.fitting.push(k as u32);
            }
        }
        if let Some(&k) = self.fitting.get(self.random.below(self.fitting.len())) {
            self.opened.close(cover, j);
            self.opened.open(cover, k);
            self.keep();
        }
        if self.annealing.steps == 0 {
            self.untried = self.opened.sites().len();
        }
    }

    /// Adds to `extra` of each site what it would still cover of what `j` covers alone.
    fn add_extra(&mut self, cover: &Cover, j: u32) {
        let mut walked = cover.sites() + cover.site(j as usize).len();
        for &i in cover.site(j as usize) {
            if self.opened.count(i as usize) == 1 {
                let row = cover.row(i as usize);
                for &k in row {
                    self.extra[k as usize] += cover.weight[i as usize];
                }
                walked += row.len();
            }
        }
        self.opened.walked += walked as u64;
    }
}
