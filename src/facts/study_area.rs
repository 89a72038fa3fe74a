//! The study area: everything that is there, shared and never changed.

use super::candidate::Candidates;
use super::catalogue::Catalogue;
use super::demand::DemandPoints;
use super::facility::Facilities;
use super::note::Note;
use super::standard_table::StandardTable;
use super::unit::Units;
use crate::archive::{Kind, Reader, Writer};
use crate::error::{Error, ErrorCode, Result};
use crate::network::{RoadLayers, RoadNetwork};
use std::sync::Arc;

/// The archive of a study area.
pub const ARCHIVE: Kind = Kind { tag: *b"STDY", version: 4, refused: ErrorCode::StudyFormat };

/// What a study area is put together from.
#[derive(Clone, Debug)]
pub struct StudyParts {
    /// The roads.
    pub network: Arc<RoadNetwork>,
    /// The units, with their people.
    pub units: Arc<Units>,
    /// Where people live.
    pub demand: Arc<DemandPoints>,
    /// Facilities of all services.
    pub facilities: Arc<Facilities>,
    /// The services.
    pub catalogue: Arc<Catalogue>,
    /// The standard that is asked for.
    pub standard: Arc<StandardTable>,
    /// Where something could be built.
    pub candidates: Arc<Candidates>,
    /// Whether the area is made up: stamped 合成示例 wherever it is shown.
    pub synthetic: bool,
    /// Whom to credit for the data, for example `© OpenStreetMap contributors, ODbL`.
    pub credit: Arc<str>,
    /// How the facts came about.
    pub notes: Arc<[Note]>,
}

/// Roads, units, people, facilities and services of one area.
///
/// Its parts are shared: a copy, or a copy with other facilities or edited roads, costs little.
#[derive(Clone, Debug)]
pub struct StudyArea(StudyParts);

impl StudyArea {
    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// `study.format`, naming the part that does not.
    pub fn new(parts: StudyParts) -> Result<Self> {
        let (units, services) = (parts.units.len(), parts.catalogue.len());
        let broken = [
            ("units", parts.units.is_consistent()),
            ("demand points", parts.demand.is_consistent(units, services)),
            ("services", parts.catalogue.is_consistent()),
            ("facilities", parts.facilities.is_consistent(services)),
            ("candidates", parts.candidates.is_consistent(services)),
            ("standard", StandardTable::clone(&parts.standard).checked().is_ok()),
        ];
        match broken.into_iter().find(|(_, fits)| !fits) {
            None => Ok(Self(parts)),
            Some((part, _)) => {
                Err(Error::new(ErrorCode::StudyFormat, "columns that disagree").at(part))
            }
        }
    }

    /// The roads.
    pub fn network(&self) -> &Arc<RoadNetwork> {
        &self.0.network
    }

    /// The units, the smallest first and the whole last.
    pub fn units(&self) -> &Arc<Units> {
        &self.0.units
    }

    /// Where people live.
    pub fn demand(&self) -> &Arc<DemandPoints> {
        &self.0.demand
    }

    /// Facilities of all services, open and closed.
    pub fn facilities(&self) -> &Arc<Facilities> {
        &self.0.facilities
    }

    /// The services.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.0.catalogue
    }

    /// The standard that is asked for.
    pub fn standard(&self) -> &Arc<StandardTable> {
        &self.0.standard
    }

    /// Where something could be built.
    pub fn candidates(&self) -> &Arc<Candidates> {
        &self.0.candidates
    }

    /// Whether the area is made up: stamped 合成示例 wherever it is shown.
    pub fn is_synthetic(&self) -> bool {
        self.0.synthetic
    }

    /// What it is put together from, to put another one together.
    pub fn parts(&self) -> StudyParts {
        self.0.clone()
    }

    /// Whom to credit for the data.
    pub fn credit(&self) -> &str {
        &self.0.credit
    }

    /// How the facts came about: what was skipped, estimated, merged, not placed.
    pub fn notes(&self) -> &[Note] {
        &self.0.notes
    }

    /// All residents, and those of them who live in the smallest units with an estimated figure.
    pub fn people(&self) -> (f64, f64) {
        let smallest = self.units().all().iter().filter(|u| u.level == 0);
        smallest.fold((0.0, 0.0), |(all, estimated), u| {
            let people = u.people.unwrap_or(0.0);
            (all + people, if u.estimated { estimated + people } else { estimated })
        })
    }

    /// An area of parts that were changed without breaking how they fit.
    pub(super) fn of_checked(parts: StudyParts) -> Self {
        Self(parts)
    }

    /// The study area in its sealed binary form.
    ///
    /// # Errors
    /// `study.format` if a document has no binary form.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.to_bytes_with(&RoadLayers::new(Arc::clone(self.network())))
    }

    /// Opens the sealed binary form.
    ///
    /// # Errors
    /// `study.format` for foreign, truncated or changed bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::from_bytes_with(bytes).map(|(area, _)| area)
    }

    /// The binary form with the orders that layers of the same roads know, so that who opens it
    /// need not look for them again.
    ///
    /// # Errors
    /// `study.format` if a document has no binary form.
    pub fn to_bytes_with(&self, layers: &RoadLayers) -> Result<Vec<u8>> {
        let mut writer = Writer::new(ARCHIVE);
        self.network().write(&mut writer)?;
        self.units().write(&mut writer)?;
        self.demand().write(&mut writer)?;
        writer.put_document(&**self.facilities())?;
        writer.put_document(&**self.catalogue())?;
        writer.put_document(&**self.standard())?;
        writer.put_document(&**self.candidates())?;
        writer.put_document(&(self.credit(), self.notes(), self.is_synthetic()))?;
        layers.write_orders(&mut writer)?;
        Ok(writer.finish())
    }

    /// Opens the sealed binary form; the layers know the orders that were written with it.
    ///
    /// # Errors
    /// `study.format` for foreign, truncated or changed bytes.
    pub fn from_bytes_with(bytes: &[u8]) -> Result<(Self, RoadLayers)> {
        let mut reader = Reader::open(bytes, ARCHIVE)?;
        let network = Arc::new(RoadNetwork::read(&mut reader)?);
        let units = Arc::new(Units::read(&mut reader)?);
        let demand = Arc::new(DemandPoints::read(&mut reader)?);
        let facilities = Arc::new(reader.take_document()?);
        let catalogue = Arc::new(reader.take_document()?);
        let standard = Arc::new(reader.take_document()?);
        let candidates = Arc::new(reader.take_document()?);
        let (credit, notes, synthetic): (String, Vec<Note>, bool) = reader.take_document()?;
        let layers = RoadLayers::new(Arc::clone(&network));
        layers.read_orders(&mut reader)?;
        let area = Self::new(StudyParts {
            network,
            units,
            demand,
            facilities,
            catalogue,
            standard,
            candidates,
            synthetic,
            credit: credit.into(),
            notes: notes.into(),
        })?;
        Ok((area, layers))
    }
}
