//! How are we: who is served, in every unit and in all.

pub mod area_checkup;
pub mod bare_service;
pub mod checkup_run;
pub mod comparison;
pub mod equity;
pub mod index;
pub mod indicators;
pub mod question;
pub mod served;
pub mod service_checkup;
pub mod service_equity;
pub mod shortage;
pub mod terms;
pub mod unserved;

pub use area_checkup::{Checkup, CheckupFacts, Indicator};
pub use bare_service::{BareAnswer, BareService};
pub use checkup_run::CheckupRun;
pub use comparison::{Comparison, ServiceChange};
pub use equity::{Decomposition, Inequality, Measure, Undefined};
pub use index::{CompositeIndex, IndexRules};
pub use indicators::{ServiceAnswer, ServiceQuestion, UnitRules, UnitSums};
pub use question::{CheckupSettings, StudyQuestion};
pub use served::Served;
pub use service_checkup::{Provider, ServiceCheckup, ServicePeople};
pub use service_equity::ServiceEquity;
pub use shortage::{
    Circumstance, Lack, RemedyRule, Shortage, ShortageRules, Surroundings, shortages,
};
pub use terms::{Definition, ServiceTerms};
pub use unserved::Unserved;
