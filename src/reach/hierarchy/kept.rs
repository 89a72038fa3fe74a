//! The hierarchies of a network that were asked for, kept for its answers and for edited networks.

use super::customized::Hierarchy;
use crate::error::Result;
use crate::network::{ModeGraph, ModeProfile, RoadLayers};
use std::sync::Arc;

/// How many mode profiles' hierarchies are kept.
const KEPT: usize = 4;

/// Hierarchies by the travel layer they belong to.
#[derive(Clone, Debug, Default)]
pub struct Hierarchies(Vec<(Arc<ModeGraph>, Arc<Hierarchy>)>);

impl Hierarchies {
    /// The hierarchy of a travel layer, if it is ready.
    pub fn of(&self, graph: &Arc<ModeGraph>) -> Option<Arc<Hierarchy>> {
        let known = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, graph));
        known.map(|(_, hierarchy)| Arc::clone(hierarchy))
    }

    /// Makes the hierarchy of a mode profile ready: one of the same profile is re-weighted where
    /// roads have changed; for other speeds or other ends of arcs it is built in the known order.
    ///
    /// `None` for a graph that is no road network.
    ///
    /// # Errors
    /// `network.mode` if no road is open to the mode.
    pub fn prepare(
        &mut self,
        layers: &RoadLayers,
        profile: &ModeProfile,
    ) -> Result<Option<Arc<Hierarchy>>> {
        let graph = layers.roads_of(profile)?.graph;
        if let Some(ready) = self.of(&graph) {
            return Ok(Some(ready));
        }
        let before = self.0.iter().rev().find(|(known, _)| known.profile() == graph.profile());
        let made = before
            .and_then(|(known, hierarchy)| {
                let changed = Hierarchy::changes(known.arcs(), graph.arcs())?;
                let mut hierarchy = Hierarchy::clone(hierarchy);
                hierarchy.reweight(graph.arcs(), &changed)?;
                Some(hierarchy)
            })
            .or_else(|| Hierarchy::of(&graph, layers.order(profile.base)));
        let Some(made) = made.map(Arc::new) else { return Ok(None) };
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((graph, Arc::clone(&made)));
        Ok(Some(made))
    }
}
