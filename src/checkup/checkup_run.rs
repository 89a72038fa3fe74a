//! A checkup being worked out facility by facility, so that a caller can show progress or stop.

use super::area_checkup::{Checkup, CheckupFacts};
use super::service_checkup::{Provider, ServiceCheckup, ServiceFrame, ServicePeople};
use super::terms::{Definition, ServiceTerms};
use crate::access::{Circle, CircleDrawer, JoinedStudy, Reach, UnitFinder};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Facility, FacilityId, ServiceId, StudyArea, UnitId, Zone};
use crate::network::hilbert;
use crate::units::Position;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many circles are drawn before a caller is asked whether to go on.
const TOGETHER: usize = 256;

/// The unit that a facility lies in, and its circle.
type Placed = (Option<UnitId>, Arc<Circle<u32>>);

/// A facility whose circle may still have to be drawn.
#[derive(Debug)]
struct Asked {
    id: FacilityId,
    facility: Arc<Facility>,
    /// Its capacity, where known.
    known: Option<f64>,
    observed: f64,
}

impl Asked {
    /// Its capacity in a unit, by what the terms assume in its zone if nobody knows it.
    fn capacity(&self, unit: Option<UnitId>, terms: &ServiceTerms, zones: &[Zone]) -> f64 {
        let zone = unit.map_or(Zone::Urban, |unit| zones[unit.index()]);
        self.known.or(terms.assumed[zone.index()]).unwrap_or(f64::NAN)
    }

    /// Whether an earlier checkup, by the same terms, looked at the same facility and numbers.
    fn is_as(&self, before: &Provider, terms: &ServiceTerms, zones: &[Zone]) -> bool {
        self.id == before.id
            && Arc::ptr_eq(&self.facility, &before.facility)
            && self.capacity(before.unit, terms, zones).to_bits() == before.capacity.to_bits()
            && self.observed.to_bits() == before.observed.to_bits()
    }
}

/// One service that has to be worked out.
#[derive(Debug)]
struct Task {
    service: usize,
    terms: ServiceTerms,
    people: ServicePeople,
    asked: Vec<Asked>,
    /// The same service in the earlier checkup, if its circles are still true.
    before: Option<Arc<ServiceCheckup>>,
    /// Whether it is the same service of the same people, measured by the same rules.
    is_edited: bool,
    /// The circles that are there so far.
    circles: Vec<Option<Placed>>,
}

/// A checkup on its way.
#[derive(Debug)]
pub struct CheckupRun {
    definition: Arc<Definition>,
    area: Arc<StudyArea>,
    zone: Arc<[u8]>,
    /// The zone of each unit.
    zones: Arc<[Zone]>,
    finder: Arc<UnitFinder>,
    drawer: Arc<Mutex<CircleDrawer>>,
    tasks: Vec<Task>,
    /// What is still to be drawn, by task and facility: those drawn together are next to each other.
    missing: Vec<(usize, usize)>,
    drawn: usize,
    next: usize,
    services: Vec<Option<Arc<ServiceCheckup>>>,
}

impl CheckupRun {
    /// Lists what has to be done; see [`Checkup::of`].
    ///
    /// # Errors
    /// `argument.range` for terms or columns that do not fit the study.
    pub fn new(
        study: &JoinedStudy,
        definition: &Arc<Definition>,
        facts: &CheckupFacts<'_>,
        before: Option<&Checkup>,
    ) -> Result<Self> {
        let area = study.area();
        check(area, definition, facts, before)?;
        let before = before.filter(|b| {
            Arc::ptr_eq(area.network(), b.area.network())
                && Arc::ptr_eq(area.demand(), b.area.demand())
                && Arc::ptr_eq(area.units(), b.area.units())
                && b.definition.profiles == definition.profiles
                && *facts.zones == *b.zones
        });
        let zones = before.map_or_else(|| facts.zones.into(), |b| Arc::clone(&b.zones));
        let zone_of = |unit: &UnitId| facts.zones[unit.index()].index() as u8;
        let zone = before.map_or_else(
            || area.demand().unit().iter().map(zone_of).collect(),
            |b| Arc::clone(&b.zone),
        );
        let same_rules = before.is_some_and(|b| {
            b.definition.method == definition.method && b.definition.huff == definition.huff
        });
        let (mut tasks, mut services) = (Vec::new(), vec![None; definition.terms.len()]);
        let open = area.facilities().by_service(services.len());
        for (service, terms) in definition.terms.iter().enumerate() {
            let id = ServiceId(service as u16);
            let (Some(terms), Some(people)) = (terms, &facts.people[service]) else { continue };
            if !area.facilities().is_known(id) {
                continue;
            }
            let earlier = before.and_then(|b| b.services.get(service)?.as_ref());
            let is_edited =
                same_rules && earlier.is_some_and(|e| e.terms == *terms && e.people.are(people));
            let asked = open[service].iter().map(|&facility| {
                let found = &area.facilities().all()[facility.index()];
                Asked {
                    id: facility,
                    known: (facts.capacity)(found, id),
                    observed: (facts.observed)(found, id).unwrap_or(f64::NAN),
                    facility: Arc::clone(found),
                }
            });
            if let Some(same) = earlier.filter(|_| is_edited)
                && open[service].len() == same.providers.len()
                && asked.clone().zip(&same.providers).all(|(a, b)| a.is_as(b, terms, &zones))
            {
                services[service] = Some(Arc::clone(same));
                continue;
            }
            let earlier = earlier.filter(|e| reach(&e.terms) == reach(terms)).cloned();
            tasks.push(Task {
                service,
                asked: asked.collect(),
                before: earlier,
                is_edited,
                circles: Vec::new(),
                terms: terms.clone(),
                people: people.clone(),
            });
        }
        let finder =
            before.map_or_else(|| Arc::new(UnitFinder::new(area)), |b| Arc::clone(&b.finder));
        let drawer = before.map_or_else(
            || {
                let profiles = &definition.profiles;
                Arc::new(Mutex::new(CircleDrawer::new(study, profiles, Arc::clone(&zone))))
            },
            |b| Arc::clone(&b.drawer),
        );
        let mut run = Self {
            definition: Arc::clone(definition),
            area: Arc::clone(area),
            services,
            missing: Vec::new(),
            drawn: 0,
            next: 0,
            drawer,
            zone,
            zones,
            finder,
            tasks,
        };
        run.list_missing();
        Ok(run)
    }

    /// Takes over the circles that are known, and lists the others.
    fn list_missing(&mut self) {
        for (t, task) in self.tasks.iter_mut().enumerate() {
            let earlier = task.before.as_ref().map_or(&[][..], |b| &b.providers);
            // Facilities keep their order, so each is looked for from where the last was found.
            let mut next = 0;
            for (f, asked) in task.asked.iter().enumerate() {
                let found = find(earlier, next, asked);
                next = found.map_or(next, |at| at + 1);
                let known = found.map(|at| (earlier[at].unit, Arc::clone(&earlier[at].circle)));
                if known.is_none() {
                    self.missing.push((t, f));
                }
                task.circles.push(known);
            }
        }
        let tasks = &self.tasks;
        // Facilities of one reach that are near each other are drawn together.
        let group = |&(t, f): &(usize, usize)| {
            let same = tasks.iter().position(|other| reach(&other.terms) == reach(&tasks[t].terms));
            (same, hilbert::index(tasks[t].asked[f].facility.at), t, f)
        };
        self.missing.sort_by_cached_key(group);
    }

    /// Works until `stop` says so, which it asks after some circles and every service; whether all
    /// is done.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> bool {
        while self.next < self.tasks.len() {
            self.advance();
            if stop() {
                break;
            }
        }
        self.next == self.tasks.len()
    }

    /// Share of what is to be drawn that is there.
    pub fn share(&self) -> f64 {
        if self.missing.is_empty() { 1.0 } else { self.drawn as f64 / self.missing.len() as f64 }
    }

    /// The checkup; services that were not reached have no data.
    pub fn finish(self) -> Checkup {
        Checkup {
            definition: self.definition,
            area: self.area,
            zone: self.zone,
            zones: self.zones,
            finder: self.finder,
            drawer: self.drawer,
            services: self.services,
        }
    }

    /// Some circles, or one service once all are there.
    fn advance(&mut self) {
        if self.drawn < self.missing.len() {
            return self.draw();
        }
        let task = &mut self.tasks[self.next];
        let circles = std::mem::take(&mut task.circles);
        let with_circle = task.asked.iter().zip(circles);
        let providers = with_circle.filter_map(|(asked, circle)| {
            let (unit, circle) = circle?;
            Some(Provider {
                id: asked.id,
                facility: Arc::clone(&asked.facility),
                capacity: asked.capacity(unit, &task.terms, &self.zones),
                observed: asked.observed,
                unit,
                circle,
            })
        });
        let providers: Vec<Provider> = providers.collect();
        let before = task.before.as_deref().filter(|_| task.is_edited);
        let frame = ServiceFrame {
            area: &self.area,
            definition: &self.definition,
            zone: &self.zone,
            terms: &task.terms,
            people: &task.people,
        };
        let checkup = Arc::new(ServiceCheckup::of(frame, providers, before));
        self.services[task.service] = Some(checkup);
        self.next += 1;
    }

    /// The next circles of one reach.
    fn draw(&mut self) {
        let reach_of = |(t, _): (usize, usize)| reach(&self.tasks[t].terms);
        let first = reach_of(self.missing[self.drawn]);
        let left = self.missing[self.drawn..].iter();
        let expected = left.clone().take_while(|m| reach_of(**m) == first).count();
        let same = left.take(TOGETHER.min(expected));
        let batch: Vec<(usize, usize)> = same.copied().collect();
        let places: Vec<Position> =
            batch.iter().map(|&(t, f)| self.tasks[t].asked[f].facility.at).collect();
        let circles = self.drawer().draw_all(&places, &first, expected);
        for ((&(t, f), at), circle) in batch.iter().zip(places).zip(circles) {
            self.tasks[t].circles[f] = Some((self.finder.unit_at(at), Arc::new(circle)));
        }
        self.drawn += batch.len();
    }

    fn drawer(&self) -> MutexGuard<'_, CircleDrawer> {
        self.drawer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the facility stands among earlier ones, if it has not moved; looked for from `next` on.
fn find(earlier: &[Provider], next: usize, asked: &Asked) -> Option<usize> {
    let is_same = |p: &Provider| {
        Arc::ptr_eq(&p.facility, &asked.facility)
            || (p.facility.code == asked.facility.code && p.facility.at == asked.facility.at)
    };
    let (passed, ahead) = earlier.split_at(next);
    let ahead = ahead.iter().position(is_same).map(|at| next + at);
    ahead.or_else(|| passed.iter().position(is_same))
}

fn reach(terms: &ServiceTerms) -> Reach {
    Reach { modes: terms.modes, limits: terms.limits() }
}

fn check(
    area: &StudyArea,
    definition: &Definition,
    facts: &CheckupFacts<'_>,
    before: Option<&Checkup>,
) -> Result<()> {
    let refuse =
        |place: &str, found: String| Err(Error::new(ErrorCode::ArgumentRange, found).at(place));
    let (services, units, points) =
        (area.catalogue().len(), area.units().len(), area.demand().len());
    for (name, length, expected) in [
        ("terms", definition.terms.len(), services),
        ("people", facts.people.len(), services),
        ("zones", facts.zones.len(), units),
    ] {
        if length != expected {
            return refuse(name, format!("{length} entries, not {expected}"));
        }
    }
    // Services share columns, and an earlier checkup took many: none is walked twice.
    let earlier = before.into_iter().flat_map(|b| b.services.iter().flatten());
    let mut taken: Vec<&Arc<[f64]>> = earlier.map(|s| &s.people.base).collect();
    for (i, service) in area.catalogue().services().iter().enumerate() {
        if let Some(terms) = &definition.terms[i] {
            terms.check().map_err(|e| e.at(&service.code))?;
        }
        let columns = facts.people[i].iter().flat_map(|p| [(&p.people, true), (&p.base, false)]);
        for (column, may_be_unknown) in columns {
            let is_taken = taken.iter().any(|known| Arc::ptr_eq(known, column));
            let is_count = |v: &f64| (v.is_finite() && *v >= 0.0) || (may_be_unknown && v.is_nan());
            if column.len() != points || !(is_taken || column.iter().all(is_count)) {
                return refuse(&service.code, "people that are no counts by demand point".into());
            }
            // What may be unknown in one column may not in another.
            if !may_be_unknown && !is_taken {
                taken.push(column);
            }
        }
    }
    Ok(())
}
