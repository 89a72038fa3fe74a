//! One block of a `.osm.pbf` file: its texts, and elements in delta-coded columns.

use super::element::{Sink, position_from_nano};
use super::wire::{Broken, Fields, Packed, Read, zigzag};
use crate::network::{MemberKind, Tags};
use crate::units::Position;

/// No element has as many tags, nodes or members, and no block as many texts.
const MANY: usize = 1 << 20;

/// Which elements of a block are wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub nodes: bool,
    pub ways: bool,
    pub relations: bool,
}

pub(super) const NOTHING: Wanted = Wanted { nodes: false, ways: false, relations: false };

/// Which elements a block held.
#[derive(Clone, Copy, Default)]
pub(super) struct Held {
    pub nodes: bool,
    pub ways: bool,
    pub relations: bool,
}

/// A block's texts and the scale of its coordinates.
struct Block<'a> {
    texts: Vec<&'a str>,
    granularity: i64,
    lng_offset: i64,
    lat_offset: i64,
}

/// Refuses counts that only a made-up file has, before they fill the memory.
fn few(count: usize) -> Read<()> {
    if count < MANY { Ok(()) } else { Broken::new("more than a million entries in one place") }
}

/// Hands the wanted elements of a block to the sink, and says which kinds it holds.
pub(super) fn read_block(message: &[u8], wanted: Wanted, sink: &mut impl Sink) -> Read<Held> {
    let mut block = Block { texts: Vec::new(), granularity: 100, lng_offset: 0, lat_offset: 0 };
    let mut groups = Vec::new();
    let mut fields = Fields::of(message);
    while let Some((field, value)) = fields.next()? {
        match field {
            1 => {
                let mut texts = Fields::of(value.bytes()?);
                while let Some((field, value)) = texts.next()? {
                    if field == 1 {
                        // A text that is none is as good as an absent tag.
                        let text = value.bytes()?;
                        block.texts.push(std::str::from_utf8(text).unwrap_or_default());
                        few(block.texts.len())?;
                    }
                }
            }
            2 => groups.push(value.bytes()?),
            17 => block.granularity = value.number()? as i64,
            19 => block.lat_offset = value.number()? as i64,
            20 => block.lng_offset = value.number()? as i64,
            _ => {}
        }
    }
    let mut held = Held::default();
    let mut room = Room::default();
    for group in groups {
        let mut fields = Fields::of(group);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 | 2 => {
                    held.nodes = true;
                    match (wanted.nodes, field) {
                        (true, 1) => block.node(value.bytes()?, &mut room, sink)?,
                        (true, _) => block.dense_nodes(value.bytes()?, &mut room, sink)?,
                        _ => {}
                    }
                }
                3 => {
                    held.ways = true;
                    if wanted.ways {
                        block.way(value.bytes()?, &mut room, sink)?;
                    }
                }
                4 => {
                    held.relations = true;
                    if wanted.relations {
                        block.relation(value.bytes()?, &mut room, sink)?;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(held)
}

/// Memory that elements of a block are read into, one after the other.
#[derive(Default)]
struct Room<'a> {
    tags: Vec<(&'a str, &'a str)>,
    nodes: Vec<i64>,
    members: Vec<(MemberKind, i64, &'a str)>,
}

impl<'a> Block<'a> {
    fn text(&self, index: u64) -> Read<&'a str> {
        let text = usize::try_from(index).ok().and_then(|i| self.texts.get(i));
        text.copied().map_or_else(|| Broken::new("a text that the table does not have"), Ok)
    }

    fn place(&self, lng: i64, lat: i64) -> Option<Position> {
        let nano = |value: i64, offset| value.checked_mul(self.granularity)?.checked_add(offset);
        position_from_nano(nano(lng, self.lng_offset)?, nano(lat, self.lat_offset)?)
    }

    fn put_node(&self, id: i64, at: (i64, i64), tags: &Tags<'_>, sink: &mut impl Sink) {
        match self.place(at.0, at.1) {
            Some(place) => sink.node(id, place, tags),
            None => sink.misplaced_node(),
        }
    }

    fn tags(
        &self,
        mut keys: Packed<'_>,
        mut values: Packed<'_>,
        tags: &mut Vec<(&'a str, &'a str)>,
    ) -> Read<()> {
        tags.clear();
        while let Some(key) = keys.next()? {
            tags.push((self.text(key)?, self.text(values.expect()?)?));
            few(tags.len())?;
        }
        Ok(())
    }

    fn node(&self, message: &[u8], room: &mut Room<'a>, sink: &mut impl Sink) -> Read<()> {
        let (mut id, mut lng, mut lat) = (0, 0, 0);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let mut fields = Fields::of(message);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => id = zigzag(value.number()?),
                2 => keys.set(value)?,
                3 => values.set(value)?,
                8 => lat = zigzag(value.number()?),
                9 => lng = zigzag(value.number()?),
                _ => {}
            }
        }
        self.tags(keys, values, &mut room.tags)?;
        self.put_node(id, (lng, lat), &Tags::new(&room.tags), sink);
        Ok(())
    }

    /// Keys and values up to a zero.
    fn tags_of_node(
        &self,
        column: &mut Packed<'_>,
        tags: &mut Vec<(&'a str, &'a str)>,
    ) -> Read<()> {
        loop {
            match column.expect()? {
                0 => return Ok(()),
                key => tags.push((self.text(key)?, self.text(column.expect()?)?)),
            }
            few(tags.len())?;
        }
    }

    fn dense_nodes(&self, message: &[u8], room: &mut Room<'a>, sink: &mut impl Sink) -> Read<()> {
        let mut ids = Packed::default();
        let (mut lngs, mut lats, mut tags) = (ids, ids, ids);
        let mut fields = Fields::of(message);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => ids.set(value)?,
                8 => lats.set(value)?,
                9 => lngs.set(value)?,
                10 => tags.set(value)?,
                _ => {}
            }
        }
        let (mut id, mut lng, mut lat) = (0i64, 0i64, 0i64);
        let tagged = !tags.is_empty();
        while let Some(step) = ids.next()? {
            // Deltas wrap as they do in every reader; places that make no sense are sorted out.
            id = id.wrapping_add(zigzag(step));
            lng = lng.wrapping_add(zigzag(lngs.expect()?));
            lat = lat.wrapping_add(zigzag(lats.expect()?));
            room.tags.clear();
            if tagged {
                self.tags_of_node(&mut tags, &mut room.tags)?;
            }
            self.put_node(id, (lng, lat), &Tags::new(&room.tags), sink);
        }
        Ok(())
    }

    fn way(&self, message: &[u8], room: &mut Room<'a>, sink: &mut impl Sink) -> Read<()> {
        let mut id = 0;
        let mut keys = Packed::default();
        let (mut values, mut refs) = (keys, keys);
        let mut fields = Fields::of(message);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => id = value.number()? as i64,
                2 => keys.set(value)?,
                3 => values.set(value)?,
                8 => refs.set(value)?,
                _ => {}
            }
        }
        self.tags(keys, values, &mut room.tags)?;
        room.nodes.clear();
        let mut node = 0i64;
        while let Some(step) = refs.next()? {
            node = node.wrapping_add(zigzag(step));
            room.nodes.push(node);
            few(room.nodes.len())?;
        }
        sink.way(id, &room.nodes, &Tags::new(&room.tags));
        Ok(())
    }

    fn relation(&self, message: &[u8], room: &mut Room<'a>, sink: &mut impl Sink) -> Read<()> {
        let mut id = 0;
        let mut keys = Packed::default();
        let (mut values, mut roles, mut ids, mut kinds) = (keys, keys, keys, keys);
        let mut fields = Fields::of(message);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => id = value.number()? as i64,
                2 => keys.set(value)?,
                3 => values.set(value)?,
                8 => roles.set(value)?,
                9 => ids.set(value)?,
                10 => kinds.set(value)?,
                _ => {}
            }
        }
        self.tags(keys, values, &mut room.tags)?;
        room.members.clear();
        let mut member = 0i64;
        while let Some(step) = ids.next()? {
            member = member.wrapping_add(zigzag(step));
            let role = self.text(roles.expect()?)?;
            let kind = match kinds.expect()? {
                0 => MemberKind::Node,
                1 => MemberKind::Way,
                2 => MemberKind::Relation,
                other => return Broken::new(format!("a member of kind {other}")),
            };
            room.members.push((kind, member, role));
            few(room.members.len())?;
        }
        sink.relation(id, &Tags::new(&room.tags), &room.members);
        Ok(())
    }
}
