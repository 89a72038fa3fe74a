//! Which actions are worth a trial, told from a checkup without trying them.

use super::action::{Action, ActionKind, Because, expanded};
use super::question::LayoutQuestion;
use super::standing::Standing;
use crate::checkup::ServiceCheckup;
use crate::facts::FacilityId;
use crate::frame::Frame;
use crate::siting::Candidate;
use crate::siting::circle_table::CircleTable;
use std::collections::BTreeSet;

/// So many of the facilities that would be missed least may be closed, merged or moved, …
const SPARE: usize = 16;
/// … each merged into so many of those nearest to it, …
const NEIGHBOURS: usize = 2;
/// … or moved to so many places.
const PLACES: usize = 8;
/// So many overloaded facilities may be expanded.
const OVERLOADED: usize = 16;

/// Where facilities can be moved to.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) candidates: Vec<Candidate>,
    /// Their circles, of those who lack the service today.
    pub(super) table: CircleTable,
    /// The demand point of each of the table's places.
    pub(super) points: Vec<u32>,
}

/// What is taken already.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Facilities that an action was about, or that are to stay as they are.
    pub(super) facilities: BTreeSet<FacilityId>,
    /// Facilities that took over another's capacity: they are not given up any more.
    pub(super) enlarged: BTreeSet<FacilityId>,
    /// Candidate places by number.
    pub(super) places: BTreeSet<u32>,
}

/// A facility that may be given up.
struct Spare {
    id: FacilityId,
    /// At most so many people, by weight, are worse off without it.
    missed: f64,
    because: Option<Because>,
}

/// Whether an action can still be made after those that were.
pub(super) fn is_possible(action: Action, taken: &Taken) -> bool {
    let facility = action.facility();
    let stays = matches!(action, Action::Expand(_));
    !taken.facilities.contains(&facility)
        && (stays || !taken.enlarged.contains(&facility))
        && action.into().is_none_or(|into| !taken.facilities.contains(&into))
        && action.place().is_none_or(|place| !taken.places.contains(&(place as u32)))
}

/// The actions worth a trial, in a fixed order.
pub(super) fn proposals(
    question: &LayoutQuestion,
    now: &Standing,
    places: &Places,
    taken: &Taken,
) -> Vec<(Action, Because)> {
    let Some(service) = now.service() else { return Vec::new() };
    let mut found = Vec::new();
    let spare = spare(question, now, service, taken);
    let frame = now.area().network().frame();
    let gives_up = |s: &Spare| s.because.map(|because| (s.id, because));
    for (id, because) in spare.iter().filter_map(gives_up) {
        found.push((Action::Close(id), because));
        let near = neighbours(question, now, frame, id);
        found.extend(near.into_iter().map(|into| (Action::Merge(id, into), because)));
    }
    if question.may(ActionKind::Move) {
        let best = best_places(question, now, service, places, taken);
        for Spare { id, because, .. } in &spare {
            let because = because.unwrap_or(Because::Unserved);
            found.extend(best.iter().map(|&place| (Action::Move(*id, place), because)));
        }
    }
    let overloaded = overloaded(question, now, service);
    found.extend(overloaded.into_iter().map(|id| (Action::Expand(id), Because::Overloaded)));
    let may = |(action, _): &(Action, Because)| {
        question.may(action.kind()) && is_possible(*action, taken)
    };
    found.retain(may);
    found
}

/// Facilities of this service alone that would be missed least, ties by id.
fn spare(
    question: &LayoutQuestion,
    now: &Standing,
    service: &ServiceCheckup,
    taken: &Taken,
) -> Vec<Spare> {
    let asked_for = |point: usize| service.terms.k[now.checkup.zone(point).index()];
    let (norms, unit) = (norms(now, service), now.area().demand().unit());
    let mut found = Vec::new();
    for (j, provider) in service.providers.iter().enumerate() {
        let is_free =
            !taken.facilities.contains(&provider.id) && !taken.enlarged.contains(&provider.id);
        // What it gives beside the service would go with it.
        if !is_free || provider.facility.services.len() != 1 {
            continue;
        }
        let ratio = service.answer.handed_out.ratio[j];
        let (mut alone, mut short) = (0.0, 0.0);
        for (i, _) in provider.circle.iter() {
            if service.answer.counts[i] == asked_for(i) && service.people.people[i] > 0.0 {
                alone += service.people.people[i];
            }
            let norm = norms[unit[i].index()];
            let has = service.answer.handed_out.access[i] / norm;
            // Where it is unknown what people have, it is unknown what they would lose.
            if has > 0.0 {
                let left = (has - ratio / norm).max(0.0);
                short += service.people.base[i] * (has.min(1.0) - left.min(1.0)).max(0.0);
            }
        }
        let because = if service.answer.saturation[j] < question.idle {
            Some(Because::Idle)
        } else {
            (alone <= 0.0).then_some(Because::Redundant)
        };
        let missed = question.weights.in_reach * alone + question.weights.met * short;
        found.push(Spare { id: provider.id, missed, because });
    }
    found.sort_by(|a, b| a.missed.total_cmp(&b.missed).then(a.id.cmp(&b.id)));
    found.truncate(SPARE);
    found
}

/// The facilities nearest to one, as the crow flies.
fn neighbours(
    question: &LayoutQuestion,
    now: &Standing,
    frame: Frame,
    id: FacilityId,
) -> Vec<FacilityId> {
    let Some(from) = now.provider(id) else { return Vec::new() };
    let metres = |at| frame.distance(from.facility.at, at);
    let others = now.providers().iter().filter(|p| p.id != id);
    let mut near: Vec<(f64, FacilityId)> = others
        .map(|p| (metres(p.facility.at), p.id))
        .filter(|(metres, _)| *metres <= question.merge_metres)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.into_iter().take(NEIGHBOURS).map(|(_, id)| id).collect()
}

/// The norm of every unit; NaN = nothing is owed.
fn norms(now: &Standing, service: &ServiceCheckup) -> Vec<f64> {
    let units = now.area().units().all().iter();
    units.map(|unit| service.terms.norm_of(unit).unwrap_or(f64::NAN)).collect()
}

/// What is missing at every demand point, in people by weight: who has too few facilities in reach,
/// and what people lack of their norm.
pub(super) fn missing(
    question: &LayoutQuestion,
    now: &Standing,
    service: &ServiceCheckup,
) -> Vec<f64> {
    let (norms, unit) = (norms(now, service), now.area().demand().unit());
    let missing = |i: usize| {
        let asked_for = service.terms.k[now.checkup.zone(i).index()];
        let (people, base) = (service.people.people[i], service.people.base[i]);
        let is_out = service.answer.counts[i] < asked_for && people > 0.0;
        let out = if is_out { people } else { 0.0 };
        // NaN, of no norm or no knowledge, is below nothing.
        let met = service.answer.handed_out.access[i] / norms[unit[i].index()];
        let short = if met < 1.0 { base * (1.0 - met) } else { 0.0 };
        question.weights.in_reach * out + question.weights.met * short
    };
    (0..service.answer.counts.len()).map(missing).collect()
}

/// The places around which most is missing, each counting only those who are in the circle of none
/// before it.
fn best_places(
    question: &LayoutQuestion,
    now: &Standing,
    service: &ServiceCheckup,
    places: &Places,
    taken: &Taken,
) -> Vec<u32> {
    let all = missing(question, now, service);
    let mut missing: Vec<f64> = places.points.iter().map(|&i| all[i as usize]).collect();
    let mut best = Vec::new();
    while best.len() < PLACES {
        let mut top: Option<(f64, u32)> = None;
        for place in 0..places.candidates.len() as u32 {
            let circle = places.table.circle(place as usize);
            let sum: f64 = circle.iter().map(|&i| missing[i as usize]).sum();
            if sum > top.map_or(0.0, |t| t.0) && !taken.places.contains(&place) {
                top = Some((sum, place));
            }
        }
        let Some((_, place)) = top else { break };
        for &i in places.table.circle(place as usize) {
            missing[i as usize] = 0.0;
        }
        best.push(place);
    }
    best
}

/// Overloaded facilities, those that lack most capacity first.
fn overloaded(
    question: &LayoutQuestion,
    now: &Standing,
    service: &ServiceCheckup,
) -> Vec<FacilityId> {
    let lacks =
        |p: &crate::checkup::Provider| Some((expanded(question, now, p.id)? - p.capacity, p.id));
    let mut found: Vec<(f64, FacilityId)> = service.providers.iter().filter_map(lacks).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().take(OVERLOADED).map(|(_, id)| id).collect()
}
