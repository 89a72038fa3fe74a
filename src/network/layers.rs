//! A network with its road index and the travel layers derived from it so far.

use super::hierarchy::NodeOrder;
use super::linkage::{Link, RoadIndex, Unlinked};
use super::mode_graph::ModeGraph;
use super::mode_profile::ModeProfile;
use super::road_network::{ARCHIVE, RoadNetwork};
use crate::archive::{Reader, Writer};
use crate::error::{Error, ErrorCode, Result};
use crate::units::{LngLat, Millis, TravelMode};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many edited profiles are kept beside the three default ones.
const EDITED_KEPT: usize = 3;

/// Derives what a network's questions need when they are first asked, and keeps it.
#[derive(Debug)]
pub struct RoadLayers {
    network: Arc<RoadNetwork>,
    index: OnceLock<Arc<RoadIndex>>,
    defaults: [OnceLock<Arc<ModeGraph>>; 3],
    edited: Mutex<Vec<Arc<ModeGraph>>>,
    /// In which order a hierarchy of each mode leaves junctions out.
    orders: [OnceLock<Arc<NodeOrder>>; 3],
}

/// The roads of one mode, ready to be searched.
#[derive(Clone, Debug)]
pub struct ModeRoads {
    /// What the roads are.
    pub network: Arc<RoadNetwork>,
    /// Which roads are near a place.
    pub index: Arc<RoadIndex>,
    /// What the mode makes of them.
    pub graph: Arc<ModeGraph>,
}

impl RoadLayers {
    /// Layers over a network; nothing is derived yet.
    pub fn new(network: Arc<RoadNetwork>) -> Self {
        Self {
            network,
            index: OnceLock::new(),
            defaults: [const { OnceLock::new() }; 3],
            edited: Mutex::new(Vec::new()),
            orders: [const { OnceLock::new() }; 3],
        }
    }

    /// Layers over a network that edits made of this one; the index of the file's roads is shared.
    #[must_use]
    pub fn beside(&self, network: Arc<RoadNetwork>) -> Self {
        let layers = Self::new(network);
        if layers.network.is_of_the_same_file(&self.network)
            && let Some(index) = self.index.get()
        {
            // Nobody else has seen the new layers yet.
            let _ = layers.index.set(Arc::new(index.beside(&layers.network)));
        }
        if layers.network.is_of_the_same_file(&self.network) {
            // Junctions that edits add are numbered on, and stand below all of the order.
            for (order, known) in layers.orders.iter().zip(&self.orders) {
                if let Some(known) = known.get() {
                    let _ = order.set(Arc::clone(known));
                }
            }
        }
        layers
    }

    /// The network with the orders that are known, in its sealed binary form.
    ///
    /// # Errors
    /// `network.format` if a document has no binary form.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut writer = Writer::new(ARCHIVE);
        self.network.write(&mut writer)?;
        self.write_orders(&mut writer)?;
        Ok(writer.finish())
    }

    /// Opens the sealed binary form, of a network alone or with its orders.
    ///
    /// # Errors
    /// `network.format` for foreign, truncated or changed bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let reader = &mut Reader::open(bytes, ARCHIVE)?;
        let layers = Self::new(Arc::new(RoadNetwork::read(reader)?));
        layers.read_orders(reader)?;
        Ok(layers)
    }

    /// Writes the orders that are known behind whatever holds the network.
    pub(crate) fn write_orders(&self, to: &mut Writer) -> Result<()> {
        // An order from before an edit does not hold all junctions: it is made again.
        let junctions = self.network.junctions();
        let orders =
            self.orders.each_ref().map(|o| o.get().filter(|order| order.nodes() == junctions));
        to.put_document(&orders.map(|order| order.is_some()))?;
        orders.into_iter().flatten().for_each(|order| order.write(to));
        Ok(())
    }

    /// Reads what [`RoadLayers::write_orders`] wrote.
    pub(crate) fn read_orders(&self, from: &mut Reader<'_>) -> Result<()> {
        let is_known: [bool; 3] = from.take_document()?;
        for (order, _) in self.orders.iter().zip(is_known).filter(|(_, is_known)| *is_known) {
            let read = NodeOrder::read(from, self.network.junctions())?;
            // Fresh layers know none.
            let _ = order.set(Arc::new(read));
        }
        Ok(())
    }

    /// The network itself.
    pub fn network(&self) -> &Arc<RoadNetwork> {
        &self.network
    }

    /// The travel layer of a mode's default profile, roads or none.
    pub fn default_graph(&self, mode: TravelMode) -> &Arc<ModeGraph> {
        self.defaults[mode.index()]
            .get_or_init(|| Arc::new(ModeGraph::derive(&self.network, &ModeProfile::of(mode))))
    }

    /// The order in which a hierarchy of a mode leaves junctions out: of the roads' shape alone,
    /// so it serves every profile of the mode, before and after edits.
    pub fn order(&self, mode: TravelMode) -> &Arc<NodeOrder> {
        self.orders[mode.index()]
            .get_or_init(|| Arc::new(NodeOrder::of(&self.network, self.default_graph(mode))))
    }

    /// Whether that order is known.
    pub fn has_order(&self, mode: TravelMode) -> bool {
        self.orders[mode.index()].get().is_some()
    }

    /// The roads of a mode profile, ready to be searched.
    ///
    /// # Errors
    /// `network.mode` if no road is open to the mode.
    pub fn roads_of(&self, profile: &ModeProfile) -> Result<ModeRoads> {
        let graph = if *profile == ModeProfile::of(profile.base) {
            Arc::clone(self.default_graph(profile.base))
        } else {
            self.edited_graph(profile)
        };
        if graph.components().arcs() == 0 {
            return Err(Error::new(
                ErrorCode::NetworkMode,
                format!("no road open to {}", profile.base.as_str()),
            ));
        }
        let index = self.index.get_or_init(|| Arc::new(RoadIndex::new(&self.network)));
        Ok(ModeRoads { network: Arc::clone(&self.network), index: Arc::clone(index), graph })
    }

    fn edited_graph(&self, profile: &ModeProfile) -> Arc<ModeGraph> {
        let mut edited = self.edited.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = edited.iter().position(|g| g.profile() == profile) {
            let graph = edited.remove(known);
            edited.push(graph);
        } else {
            if edited.len() == EDITED_KEPT {
                edited.remove(0);
            }
            edited.push(Arc::new(ModeGraph::derive(&self.network, profile)));
        }
        Arc::clone(&edited[edited.len() - 1])
    }
}

impl ModeRoads {
    /// Joins a place to the roads.
    ///
    /// # Errors
    /// Why it cannot be joined.
    pub fn link(&self, at: LngLat) -> std::result::Result<Link, Unlinked> {
        self.index.link(&self.network, &self.graph, at)
    }

    /// The states one is in after leaving a link's place, with the time to each.
    pub fn departures(&self, link: &Link) -> Vec<(u32, Millis)> {
        link.departures(&self.network, &self.graph)
    }

    /// The states from which one arrives at a link's place, with the time from each.
    pub fn arrivals(&self, link: &Link) -> Vec<(u32, Millis)> {
        link.arrivals(&self.network, &self.graph)
    }
}
