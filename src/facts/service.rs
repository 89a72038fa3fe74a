//! One kind of public service and the domain of life it belongs to.

use super::text::Text;
use serde::{Deserialize, Serialize};

/// Position of a service in the study's [`super::Catalogue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ServiceId(pub u16);

impl ServiceId {
    /// The position as an array index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A domain of life under which services are grouped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// A short stable name, for example `childcare`.
    pub code: String,
    /// Its name in both languages.
    pub name: Text,
}

/// A kind of public service, for example pharmacies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Three capital letters.
    pub code: String,
    /// Its name in both languages.
    pub name: Text,
    /// Position of its domain in the catalogue's list of domains.
    pub domain: usize,
}
