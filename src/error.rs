//! The one error of the crate: a stable code, the place it was met at, and what was found there.

use std::fmt;

/// `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $advice:literal;)*) => {
        /// What went wrong, as a code that stays the same from version to version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            /// Every code there is, for tables and translations.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The code as programs read it, for example `import.osm`.
            pub fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)* }
            }

            /// What the reader can do about it, one English sentence.
            pub fn advice(self) -> &'static str {
                match self { $(ErrorCode::$variant => $advice,)* }
            }
        }
    };
}

codes! {
    /// The bytes are of no format that is read here.
    ImportFormat = "import.format", "Give an .osm.pbf or .osm file.";
    /// The bytes begin like OSM data and then break.
    ImportOsm = "import.osm", "Fetch the file again; it is truncated or damaged.";
    /// A row of a table of tags that cannot be read.
    ImportTable = "import.table", "Correct the row that is named, or use the standard table.";
    /// The bytes hold no roads.
    NetworkEmpty = "network.empty", "Use an extract that includes highway ways.";
    /// The network has no road for the mode.
    NetworkMode = "network.mode", "Choose another mode, or an extract with roads for this one.";
    /// Bytes that are no ready network of this version, or were changed.
    NetworkFormat = "network.format", "Import the original file again.";
    /// A network from bare arcs was asked for places or modes.
    NetworkNoGeometry = "network.noGeometry", "Build the network from a map file.";
    /// A network from a map file was asked for its bare arcs.
    NetworkNoArcs = "network.noArcs", "Build the network from arcs.";
    /// Arcs that do not describe a graph.
    NetworkArcs = "network.arcs", "Check node numbers, lengths and seconds of the arcs.";
    /// A coordinate that is not finite or no longitude and latitude.
    PlaceCoordinate = "place.coordinate", "Give WGS-84 degrees, longitude first.";
    /// A mode or a setting of a mode that is not known or out of range.
    ModeSetting = "mode.setting", "Use walk, cycle or drive, with settings of the mode profile.";
    /// An argument that is out of its range.
    ArgumentRange = "argument.range", "Give a value within the stated range.";
    /// Bytes that are no study of this version, or were changed.
    StudyFormat = "study.format", "Import the original file again.";
    /// A service code that the study does not know.
    StudyService = "study.service", "Use a code of the study's list of services.";
    /// A service of which the study has no data.
    StudyNoData = "study.noData", "Add a facility of that service, or a file that has some.";
    /// An edit names a way or a node that the roads do not have.
    RoadUnknown = "road.unknown", "Name a way of the map, and two of its nodes.";
    /// An edit of a road that cannot be made as it is said.
    RoadEdit = "road.edit", "Correct the edit where it is named.";
    /// A table of the standard with a column that is unknown, missing or there twice.
    StandardColumn = "standard.column", "Keep to the columns of the standard table.";
    /// A row of the standard that cannot be read or is out of range.
    StandardRow = "standard.row", "Correct the field that is named.";
    /// A table of people, units or facilities that lacks a column it cannot do without.
    TableColumn = "table.column", "Add the column that is named, in Chinese or English.";
    /// A table with a column that says who somebody is.
    TablePersonal = "table.personal", "Remove the column that is named: only counts are taken in.";
    /// Bytes that are no table.
    TableFormat = "table.format", "Give a CSV or GeoJSON file.";
    /// A scenario names a facility that is not there.
    ScenarioUnknown = "scenario.unknown", "Name an open facility of the study.";
    /// A scenario gives a code that is taken already.
    ScenarioDuplicate = "scenario.duplicate", "Give what is new a code of its own.";
    /// Two checkups that were measured differently were to be compared.
    CheckupDefinition = "checkup.definition", "Compare checkups of the same standard, speeds and method.";
    /// Numbers that do not make a siting problem.
    SitingInput = "siting.input", "Check the siting instance's arrays.";
    /// A study has no place where a site could be opened.
    SitingNoCandidates = "siting.noCandidates", "Use an area with homes near roads.";
    /// A siting objective or option that is not answered yet.
    SitingUnsupported = "siting.unsupported", "Leave out the option that is named.";
    /// No plan can satisfy the constraints.
    SitingInfeasible = "siting.infeasible", "Relax the constraint that is named.";
}

/// What was wrong, where, and what was found there.
///
/// ```
/// use service_circle::{Error, ErrorCode};
/// let e = Error::new(ErrorCode::PlaceCoordinate, "lat 95").at("from[3]");
/// assert_eq!(e.code().as_str(), "place.coordinate");
/// assert_eq!(e.place(), Some("from[3]"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    code: ErrorCode,
    place: Option<String>,
    found: String,
}

impl Error {
    /// An error with what was found.
    pub fn new(code: ErrorCode, found: impl Into<String>) -> Self {
        Self { code, place: None, found: found.into() }
    }

    /// The same error with the file, row, field or id it was met at; an outer place goes in front.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(match self.place {
            Some(inner) => format!("{place}: {inner}"),
            None => place.to_string(),
        });
        self
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Where it was met, if it has a place.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What was found there.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.as_str())?;
        if let Some(place) = &self.place {
            write!(f, " at {place}")?;
        }
        write!(f, ": {}. {}", self.found, self.code.advice())
    }
}

impl std::error::Error for Error {}
