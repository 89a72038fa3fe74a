//! What can be done with an existing facility, and the edits that do it.

use super::question::LayoutQuestion;
use super::standing::Standing;
use crate::checkup::Provider;
use crate::facts::{Edit, FacilityId, Moving, Resizing};
use crate::siting::Candidate;

/// Kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// A facility is closed.
    Close,
    /// It is closed, and its capacity goes to another one nearby.
    Merge,
    /// It goes to another place.
    Move,
    /// It gets more capacity.
    Expand,
}

impl ActionKind {
    /// All of them, in their fixed order.
    pub const ALL: [Self; 4] = [Self::Close, Self::Merge, Self::Move, Self::Expand];

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["close", "merge", "move", "expand"][self as usize]
    }
}

/// One change of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Close it.
    Close(FacilityId),
    /// Close the first; its capacity goes to the second.
    Merge(FacilityId, FacilityId),
    /// Put it where the candidate place of this number is.
    Move(FacilityId, u32),
    /// Give it more capacity.
    Expand(FacilityId),
}

/// Why an action was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The facility is asked for little of what it holds.
    Idle,
    /// Nobody in its circle would have too few facilities in reach without it.
    Redundant,
    /// The facility is asked for more than it holds.
    Overloaded,
    /// Most people who lack the service live around the place.
    Unserved,
}

impl Because {
    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["idle", "redundant", "overloaded", "unserved"][self as usize]
    }
}

/// An action with the edits that make it and what they cost.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    pub(super) edits: Vec<Edit>,
    /// In 10,000 yuan; `None`: nobody knows.
    pub(super) cost: Option<f64>,
}

impl Action {
    /// Its kind.
    pub fn kind(self) -> ActionKind {
        match self {
            Self::Close(_) => ActionKind::Close,
            Self::Merge(..) => ActionKind::Merge,
            Self::Move(..) => ActionKind::Move,
            Self::Expand(_) => ActionKind::Expand,
        }
    }

    /// The facility it is about.
    pub fn facility(self) -> FacilityId {
        match self {
            Self::Close(id) | Self::Merge(id, _) | Self::Move(id, _) | Self::Expand(id) => id,
        }
    }

    /// The facility that takes over another's capacity.
    pub fn into(self) -> Option<FacilityId> {
        if let Self::Merge(_, into) = self { Some(into) } else { None }
    }

    /// The number of the candidate place it needs.
    pub fn place(self) -> Option<usize> {
        if let Self::Move(_, place) = self { Some(place as usize) } else { None }
    }

    /// What it takes; `None` if it cannot be made any more.
    pub(super) fn made(
        self,
        question: &LayoutQuestion,
        now: &Standing,
        places: &[Candidate],
    ) -> Option<Made> {
        let provider = now.provider(self.facility())?;
        let code = provider.facility.code.clone();
        let resized = |of: &Provider, capacity: f64| {
            let services = now.area().catalogue().services();
            let service = services.get(question.service.index())?.code.clone();
            Some(Edit::Resize(Resizing { code: of.facility.code.clone(), service, capacity }))
        };
        let costs = &question.costs;
        match self {
            Self::Close(_) => Some(Made { edits: vec![Edit::Close(code)], cost: costs.close }),
            Self::Merge(_, into) => {
                let into = now.provider(into)?;
                let both = provider.capacity + into.capacity;
                let mut edits = vec![Edit::Close(code)];
                if !both.is_nan() {
                    edits.push(resized(into, both)?);
                }
                Some(Made { edits, cost: costs.merge })
            }
            Self::Move(_, place) => {
                let place = places.get(place as usize)?;
                let at = [place.at.lng(), place.at.lat()];
                let mut edits = vec![Edit::Move(Moving { code, at })];
                // What was assumed of its capacity might differ at the other place.
                let room = place.capacity.unwrap_or(f64::INFINITY);
                let capacity = provider.capacity.min(room);
                let stated = provider.facility.capacity(question.service);
                let is_stated = stated.is_some_and(|s| s.to_bits() == capacity.to_bits());
                if !provider.capacity.is_nan() && !is_stated {
                    edits.push(resized(provider, capacity)?);
                }
                Some(Made { edits, cost: Some(place.cost) })
            }
            Self::Expand(_) => {
                let to = expanded(question, now, self.facility())?;
                let cost = costs.expand.map(|each| each * (to - provider.capacity));
                Some(Made { edits: vec![resized(provider, to)?], cost })
            }
        }
    }
}

/// The capacity, in whole units, that the load of an overloaded facility fills as far as is fit.
pub(super) fn expanded(
    question: &LayoutQuestion,
    now: &Standing,
    facility: FacilityId,
) -> Option<f64> {
    let (at, provider) = now.find(facility)?;
    let answer = &now.service()?.answer;
    let to = (answer.load.get(at)? / question.fit).ceil();
    let is_over = *answer.saturation.get(at)? > question.overloaded;
    (is_over && to.is_finite() && to > provider.capacity).then_some(to)
}
