//! What counts as served: a service within a time.

use super::service::ServiceId;
use crate::units::Millis;
use serde::{Deserialize, Serialize};

/// The service standard that a question is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceStandard {
    /// The service.
    pub service: ServiceId,
    /// The longest time that is still within it.
    pub within: Millis,
}

impl ServiceStandard {
    /// Whether somebody at this time from the nearest facility is served: the one place where
    /// "within 15 minutes" is decided. The limit itself is within.
    ///
    /// ```
    /// use service_circle::{facts::{ServiceId, ServiceStandard}, units::Millis};
    /// let standard = ServiceStandard { service: ServiceId(0), within: Millis(900_000) };
    /// assert!(standard.is_met_by(Millis(900_000)));
    /// assert!(!standard.is_met_by(Millis(900_001)));
    /// assert!(!standard.is_met_by(Millis::NEVER));
    /// ```
    pub fn is_met_by(&self, time: Millis) -> bool {
        time.within(self.within)
    }
}
