//! What tests of searches for sites ask, and how they read the plan.

use service_circle::access::JoinedStudy;
use service_circle::network::ModeProfile;
use service_circle::siting::{Aim, Phase, SiteQuestion, SiteSearch, SitingPlan};
use service_circle::units::{Millis, TravelMode};

/// Pharmacies at known places alone, everybody walking 8 minutes: some 600 m.
pub fn asked(study: &JoinedStudy, aim: Aim, sites: u32) -> SiteQuestion {
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let walk = ModeProfile::of(TravelMode::Walk);
    let mut question = SiteQuestion::within(service, &walk, Millis(480_000), sites);
    question.places.kinds = [true; 4];
    question.places.junctions = false;
    question.aim = aim;
    question.up_to = Millis(1_800_000);
    question.explain = true;
    question
}

/// The plan of a search that is run to its end.
pub fn answered(study: &JoinedStudy, question: SiteQuestion) -> SitingPlan {
    let mut search = SiteSearch::new(study, question).expect("started");
    assert_eq!(search.step_until(|| false).expect("stepped"), Phase::Done);
    search.explained().expect("a plan").clone()
}

/// Its sites, as candidates by number.
pub fn numbers(plan: &SitingPlan) -> Vec<usize> {
    plan.result.sites.iter().map(|&j| j as usize).collect()
}
