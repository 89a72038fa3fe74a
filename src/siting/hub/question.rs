//! The question where to put sites that give several services.

use crate::access::Reach;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{ServiceId, StudyArea};
use crate::siting::{Aim, GroupWeight, SiteQuestion};

/// One of the services of every site.
#[derive(Clone, Debug, PartialEq)]
pub struct HubService {
    /// Which one.
    pub service: ServiceId,
    /// What a person who is newly served by it counts.
    pub weight: f64,
    /// Who needs it.
    pub people: Vec<GroupWeight>,
    /// How people of each zone travel to it, and how long at most.
    pub reach: Reach,
}

/// Where to put sites that give several services?
#[derive(Clone, Debug)]
pub struct HubQuestion {
    /// The services, each once.
    pub services: Vec<HubService>,
    /// People, by weight, who have to be newly served for 10,000 yuan to be well spent.
    pub worth: Option<f64>,
    /// Number, budget, places, restrictions, speeds and year; its service, people and reach are
    /// those of the first service.
    pub shared: SiteQuestion,
}

impl HubQuestion {
    /// The services by the study's own standard, each of weight 1.
    ///
    /// # Errors
    /// `argument.range` for no service; `study.service` if the standard has no row of one.
    pub fn by_standard(area: &StudyArea, services: &[ServiceId]) -> Result<Self> {
        let mut asked = Vec::new();
        for &service in services {
            let SiteQuestion { people, reach, .. } = SiteQuestion::by_standard(area, service)?;
            asked.push(HubService { service, weight: 1.0, people, reach });
        }
        let first = services.first().ok_or_else(|| refused("services", "no service"))?;
        let shared = SiteQuestion::by_standard(area, *first)?;
        Ok(Self { services: asked, worth: None, shared })
    }

    /// The question about one of the services alone.
    pub fn of(&self, service: &HubService) -> SiteQuestion {
        let HubService { service, people, reach, .. } = service.clone();
        SiteQuestion { service, people, reach, ..self.shared.clone() }
    }

    /// Checks every number against the study.
    ///
    /// # Errors
    /// Those of [`SiteQuestion::check`] for each service; `siting.unsupported` for another aim than
    /// coverage, capacities, phases, facilities that may be closed and metres between sites.
    pub fn check(&self, area: &StudyArea) -> Result<()> {
        if self.services.is_empty() {
            return Err(refused("services", "no service"));
        }
        let is_amount = |v: f64| v.is_finite() && v >= 0.0;
        for (i, of) in self.services.iter().enumerate() {
            let place = format!("services[{i}]");
            if self.services[..i].iter().any(|other| other.service == of.service) {
                return Err(refused(&place, "the same service twice"));
            }
            if !is_amount(of.weight) {
                return Err(refused(&place, &format!("weight {}", of.weight)));
            }
        }
        if let Some(worth) = self.worth.filter(|w| !is_amount(*w)) {
            return Err(refused("worth", &worth.to_string()));
        }
        let unsupported = [
            ("objective", self.shared.aim != Aim::MaxCoverage),
            ("capacity", self.shared.room.is_some()),
            ("backup", self.shared.backup.is_some()),
            ("phases", !self.shared.phases.is_empty()),
            ("closable", !self.shared.closable.is_empty()),
            ("metresApart", self.shared.restrictions.apart > 0.0),
        ];
        if let Some((field, _)) = unsupported.iter().find(|(_, is_asked)| *is_asked) {
            let found = format!("`{field}` with several services");
            return Err(Error::new(ErrorCode::SitingUnsupported, found).at(field));
        }
        for service in &self.services {
            let mut alone = self.of(service);
            if self.worth.is_some() && alone.budget.is_none() {
                // Then what a site costs limits their number.
                alone.sites = alone.sites.or(Some(u32::MAX));
            }
            alone.check(area)?;
        }
        Ok(())
    }
}

fn refused(field: &str, found: &str) -> Error {
    Error::new(ErrorCode::ArgumentRange, found).at(field)
}
