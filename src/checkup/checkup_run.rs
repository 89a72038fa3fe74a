//! A checkup being worked out facility by facility, so that a caller can show progress or stop.

use super::area_checkup::{Checkup, CheckupFacts, Indicator};
use super::service_checkup::{Provider, ServiceCheckup, ServiceFrame, ServicePeople};
use super::terms::{Definition, ServiceTerms};
use crate::access::{CircleDrawer, JoinedStudy, Reach, UnitFinder};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Code, FacilityId, ServiceId, StudyArea};
use crate::units::Position;
use ndarray::Array3;
use std::sync::Arc;

/// A facility whose circle may still have to be drawn.
#[derive(Debug)]
struct Asked {
    id: FacilityId,
    code: Code,
    at: Position,
    capacity: f64,
    observed: f64,
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
    /// Whether that was measured by the same rules.
    same_rules: bool,
    done: Vec<Provider>,
}

/// A checkup on its way.
#[derive(Debug)]
pub struct CheckupRun {
    definition: Arc<Definition>,
    area: Arc<StudyArea>,
    zone: Arc<[u8]>,
    finder: Arc<UnitFinder>,
    drawer: Option<CircleDrawer>,
    study: JoinedStudy,
    tasks: Vec<Task>,
    next: usize,
    services: Vec<Option<Arc<ServiceCheckup>>>,
    circles: (usize, usize),
    /// The earlier checkup, whose part of the table may still be true.
    before: Option<Checkup>,
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
        let zone_of = |unit: &crate::facts::UnitId| facts.zones[unit.index()].index() as u8;
        let zone: Arc<[u8]> = area.demand().unit().iter().map(zone_of).collect();
        let before = before.filter(|b| {
            Arc::ptr_eq(area.network(), b.area.network())
                && Arc::ptr_eq(area.demand(), b.area.demand())
                && Arc::ptr_eq(area.units(), b.area.units())
                && b.definition.profiles == definition.profiles
                && b.zone == zone
        });
        let mut tasks = Vec::new();
        for (service, terms) in definition.terms.iter().enumerate() {
            let id = ServiceId(service as u16);
            let (Some(terms), Some(people)) = (terms, &facts.people[service]) else { continue };
            if !area.facilities().is_known(id) {
                continue;
            }
            let asked = area.facilities().of(id).map(|(facility, f)| Asked {
                id: facility,
                code: f.code.clone(),
                at: f.at,
                capacity: (facts.capacity)(f, id).unwrap_or(f64::NAN),
                observed: (facts.observed)(f, id).unwrap_or(f64::NAN),
            });
            let earlier = before.and_then(|b| b.services.get(service)?.clone());
            tasks.push(Task {
                service,
                asked: asked.collect(),
                before: earlier.filter(|e| reach(&e.terms) == reach(terms)),
                same_rules: before.is_some_and(|b| {
                    b.definition.method == definition.method && b.definition.huff == definition.huff
                }),
                terms: terms.clone(),
                people: people.clone(),
                done: Vec::new(),
            });
        }
        let finder =
            before.map_or_else(|| Arc::new(UnitFinder::new(area)), |b| Arc::clone(&b.finder));
        Ok(Self {
            definition: Arc::clone(definition),
            area: Arc::clone(area),
            services: vec![None; definition.terms.len()],
            circles: (0, tasks.iter().map(|t| t.asked.len()).sum()),
            study: study.with_area(StudyArea::clone(area)),
            before: before.cloned(),
            drawer: None,
            next: 0,
            zone,
            finder,
            tasks,
        })
    }

    /// Works until `stop` says so, which it asks after every circle and every service; whether all
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

    /// Share of the circles that are there.
    pub fn share(&self) -> f64 {
        self.circles.0 as f64 / self.circles.1.max(1) as f64
    }

    /// The checkup; services that were not reached have no data.
    pub fn finish(self) -> Checkup {
        let units = self.area.units().len();
        let (earlier, mut indicators) = if let Some(before) = self.before {
            (before.services, before.indicators)
        } else {
            let shape = [self.services.len(), units, Indicator::ALL.len()];
            (vec![None; self.services.len()], Array3::from_elem(shape, f64::NAN))
        };
        let rows = self.services.iter().zip(&earlier).zip(indicators.outer_iter_mut());
        for ((service, earlier), mut row) in rows {
            match (service, earlier) {
                (None, None) => {}
                (Some(service), Some(earlier)) if Arc::ptr_eq(service, earlier) => {}
                (Some(service), _) => {
                    let of_unit = row.outer_iter_mut().enumerate();
                    for (unit, mut values) in of_unit {
                        let each = Indicator::ALL.iter().zip(values.iter_mut());
                        each.for_each(|(i, value)| *value = i.of(service, unit));
                    }
                }
                (None, Some(_)) => row.fill(f64::NAN),
            }
        }
        Checkup {
            definition: self.definition,
            area: self.area,
            zone: self.zone,
            finder: self.finder,
            services: self.services,
            indicators,
        }
    }

    /// One circle, or one service whose circles are all there.
    fn advance(&mut self) {
        let task = &mut self.tasks[self.next];
        if let Some(asked) = task.asked.get(task.done.len()) {
            let known = task.before.as_ref();
            let known = known.and_then(|b| find(&b.providers, task.done.len(), asked));
            let (unit, circle) = match (known, &mut self.drawer) {
                (Some(known), _) => (known.unit, Arc::clone(&known.circle)),
                (None, Some(drawer)) => {
                    let circle = drawer.draw(asked.at, &reach(&task.terms));
                    (self.finder.unit_at(asked.at), Arc::new(circle))
                }
                (None, None) => return self.join(),
            };
            task.done.push(Provider {
                id: asked.id,
                code: asked.code.clone(),
                at: asked.at,
                capacity: asked.capacity,
                observed: asked.observed,
                unit,
                circle,
            });
            self.circles.0 += 1;
            return;
        }
        let providers = std::mem::take(&mut task.done);
        let same = |b: &&Arc<ServiceCheckup>| b.terms == task.terms && b.people.are(&task.people);
        let before = task.before.as_ref().filter(|_| task.same_rules).filter(same);
        let is_as_before = before.filter(|b| {
            b.providers.len() == providers.len()
                && b.providers.iter().zip(&providers).all(|(b, p)| b.id == p.id && p.counts_as(b))
        });
        let checkup = if let Some(same) = is_as_before {
            Arc::clone(same)
        } else {
            let frame = ServiceFrame {
                area: &self.area,
                definition: &self.definition,
                zone: &self.zone,
                terms: &task.terms,
                people: &task.people,
            };
            Arc::new(ServiceCheckup::of(frame, providers, before.map(Arc::as_ref)))
        };
        self.services[task.service] = Some(checkup);
        self.next += 1;
    }

    /// Joins the residents to the roads: once, and only if there is a circle to draw.
    fn join(&mut self) {
        let used = self.tasks.iter().map(|t| reach(&t.terms));
        let profiles = &self.definition.profiles;
        self.drawer = Some(CircleDrawer::new(&self.study, profiles, Arc::clone(&self.zone), used));
    }
}

/// The facility among earlier ones, if it has not moved; `near` is where it is looked for first.
fn find<'a>(earlier: &'a [Provider], near: usize, asked: &Asked) -> Option<&'a Provider> {
    let is_same = |p: &&Provider| p.code == asked.code && p.at == asked.at;
    earlier.get(near).filter(is_same).or_else(|| earlier.iter().find(is_same))
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
    for (i, service) in area.catalogue().services().iter().enumerate() {
        if let Some(terms) = &definition.terms[i] {
            terms.check().map_err(|e| e.at(&service.code))?;
        }
        // Columns that an earlier checkup took are not walked again.
        let taken = before.and_then(|b| Some(&b.services.get(i)?.as_ref()?.people));
        for column in facts.people[i].iter().flat_map(|p| [&p.people, &p.base]) {
            let is_taken =
                taken.is_some_and(|t| [&t.people, &t.base].iter().any(|c| Arc::ptr_eq(c, column)));
            let is_count = |v: &f64| v.is_finite() && *v >= 0.0;
            if column.len() != points || !(is_taken || column.iter().all(is_count)) {
                return refuse(&service.code, "people that are no counts by demand point".into());
            }
        }
    }
    Ok(())
}
