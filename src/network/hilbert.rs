//! Order along the Hilbert curve: places that are near each other get numbers that are near each other.

use crate::units::Position;

/// The place's number along a Hilbert curve over the whole globe (32 bits a side).
pub fn index(at: Position) -> u64 {
    let mut x = at.lng_e7.cast_unsigned() ^ 0x8000_0000;
    let mut y = at.lat_e7.cast_unsigned() ^ 0x8000_0000;
    let mut d = 0u64;
    for bit in (0..32).rev() {
        let (rx, ry) = ((x >> bit) & 1, (y >> bit) & 1);
        d = (d << 2) | u64::from((3 * rx) ^ ry);
        if ry == 0 {
            if rx == 1 {
                x = !x;
                y = !y;
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_along_the_curve_are_steps_on_the_map() {
        let mut cells: Vec<(u64, i32, i32)> = (0..16)
            .flat_map(|x| (0..16).map(move |y| (x, y)))
            .map(|(x, y)| (index(Position { lng_e7: x, lat_e7: y }), x, y))
            .collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            let [(_, ax, ay), (_, bx, by)] = pair else { continue };
            assert_eq!((ax - bx).abs() + (ay - by).abs(), 1);
        }
    }
}
