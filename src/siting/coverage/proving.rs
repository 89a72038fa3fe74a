//! A proof for others to check, made anew of all sites: the search drops some that others stand for.
//!
//! Two texts, as in [`super::super::proof`]: points in reach of the same candidates are one row, named
//! by the first of them; `cuts` are three rows each, whose multipliers follow those of rows. A leaf
//! with `mustOpen` and `mustShut` bounds the plans that decide one of these otherwise; all others are
//! in leaves that go on from it.

use std::fmt::Write;
use std::sync::Arc;

use super::recounting::uncovered;
use super::{Coverage, names};
use crate::siting::branch::{Known, Leaf, Tree};
use crate::siting::cover::Rows;
use crate::siting::lagrange::Grain;
use crate::siting::presolve::{Fate, aggregate, first_of_each};
use crate::siting::problem::Problem;
use crate::siting::proof::{CertifiedBound, hash, head, list, most_covered};

impl Coverage {
    /// The problem and its certificate, which is worked on for so many entries from the multipliers
    /// and cuts that are known.
    pub(crate) fn certificate(&self, problem: &Problem, entries: u64) -> CertifiedBound {
        let instance = &problem.instance;
        let grain = Grain::of_weights(&instance.weight);
        let weight: Vec<i64> = instance.weight.iter().map(|&w| grain.down(w)).collect();
        let (row_start, row_site) = (&instance.row_start, &instance.candidate);
        let all = aggregate(Rows { weight: &weight, row_start, row_site }, &problem.fate);
        let (start, cuts) = self.start_of(&all.cover, &all.site_of, &all.row_of, &weight);
        let points = first_of_each(&all.row_of, all.cover.rows());
        let cover = Arc::new(all.cover);
        let worth = |sites: &[u32]| {
            let rows = sites.iter().flat_map(|&j| cover.site(j as usize));
            let mut rows: Vec<u32> = rows.copied().collect();
            rows.sort_unstable();
            rows.dedup();
            rows.iter().map(|&i| cover.weight[i as usize]).sum::<i64>()
        };
        let mut plan = self.plan();
        let mut value = worth(&names(&all.site_of, &plan));
        let mut tree = Tree::new(cover.clone(), problem.limits.sites, cuts, start);
        tree.keep_leaves();
        let mut walked = 0;
        loop {
            let known = Known { value, better: value + grain.step };
            if walked >= entries || tree.bound(known) < known.better {
                break;
            }
            let outcome = tree.advance(known);
            walked += outcome.walked;
            if let Some(other) = outcome.plan
                && worth(&other) > value
            {
                value = worth(&other);
                plan = other.iter().map(|&j| all.site_of[j as usize]).collect();
            }
        }
        let (leaves, cuts) = tree.into_leaves();
        let out_of_reach =
            weight.iter().sum::<i64>() - all.covered - cover.weight.iter().sum::<i64>();
        let sites = problem.limits.sites;
        let least = leaves.iter().filter_map(|l| uncovered(&cover, sites, &cuts, out_of_reach, l));
        let stated = weight.iter().sum::<i64>() - all.covered - value;
        let least = least.fold(stated, i64::min);
        let cuts: Vec<String> =
            cuts.iter().map(|cut| list(&cut.rows.map(|i| points[i as usize]))).collect();
        let mut text = head(problem);
        text.push_str("}\n");
        let (multipliers, leaves) = written(&leaves, &all.site_of);
        let certificate = format!(
            "{{\"problem\":\"{:016x}\",\"grains\":{},\"sites\":{},\"value\":{},\"points\":{},\"cuts\":[{}],\n\
             \"multipliers\":[{}],\n\"leaves\":[{}]}}\n",
            hash(text.as_bytes()),
            grain.per_unit(),
            list(&plan),
            stated,
            list(&points),
            cuts.join(","),
            multipliers.join(",\n"),
            leaves.join(",\n"),
        );
        let bound = most_covered(instance, grain, least.into());
        CertifiedBound { problem: text, certificate, bound }
    }
}

/// Multipliers, each list once, and leaves that name them by their places.
fn written(leaves: &[Leaf], site_of: &[u32]) -> (Vec<String>, Vec<String>) {
    let (mut pool, mut multipliers) = (Vec::new(), Vec::new());
    let leaf = |leaf: &Leaf| {
        let known = pool.iter().position(|known| Arc::ptr_eq(known, &leaf.multipliers));
        let at = known.unwrap_or_else(|| {
            multipliers.push(list(&leaf.multipliers));
            pool.push(leaf.multipliers.clone());
            pool.len() - 1
        });
        let ids = |fate: &[Fate], wanted: Fate| {
            let is = |at: &usize| fate[*at] == wanted;
            list(&(0..fate.len()).filter(is).map(|at| site_of[at]).collect::<Vec<u32>>())
        };
        let (open, shut) = (ids(&leaf.fate, Fate::Open), ids(&leaf.fate, Fate::Shut));
        let mut text = format!("{{\"open\":{open},\"shut\":{shut},\"multipliers\":{at}");
        if !leaf.found.is_empty() {
            let (open, shut) = (ids(&leaf.found, Fate::Open), ids(&leaf.found, Fate::Shut));
            // Writing to a string does not fail.
            let _ = write!(text, ",\"mustOpen\":{open},\"mustShut\":{shut}");
        }
        text + "}"
    };
    let leaves = leaves.iter().map(leaf).collect();
    (multipliers, leaves)
}
