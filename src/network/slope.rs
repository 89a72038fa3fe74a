//! How slopes change the speed on foot and by bicycle.

/// Slopes that heights of nodes give are held within this: steeper ones are slips of the map.
pub const STEEPEST: f64 = 0.4;

/// Factor on the walking speed: Tobler's hiking function, 1 on the flat.
///
/// Formula: `exp(-3.5 (|s + 0.05| - 0.05))` for a rise of `s` metres per metre travelled; fastest
/// (1.19) at 5 % down, 0.70 at 10 % up.
///
/// Source: W. Tobler, Three Presentations on Geographical Analysis and Modeling (NCGIA 93-1).
pub fn walking(rise: f64) -> f64 {
    if rise == 0.0 { 1.0 } else { libm::exp(-3.5 * ((rise + 0.05).abs() - 0.05)) }
}

/// Factor on the cycling speed, 1 on the flat.
///
/// Formula: `1 / (1 + 12 s)` uphill, so 0.63 at 5 % and 0.45 at 10 %; `1 + 5 |s|` downhill, at most
/// 1.25, which is reached at 5 %: steeper roads are braked. Whoever rides so slowly that walking is
/// faster pushes; that is the profile's to decide.
///
/// Source: planning assumption.
pub fn cycling(rise: f64) -> f64 {
    if rise >= 0.0 { 1.0 / (1.0 + 12.0 * rise) } else { (1.0 - 5.0 * rise).min(1.25) }
}

/// A rise in metres per metre as roads keep it: in per mille, to the next 5.
pub fn permille(rise: f64) -> i16 {
    (libm::round(rise * 200.0) * 5.0) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flat_changes_nothing_and_up_is_slower_than_down() {
        assert!((walking(0.0) - 1.0).abs() < 1e-12 && (cycling(0.0) - 1.0).abs() < 1e-12);
        assert!((walking(-0.05) - 1.191).abs() < 1e-3 && (walking(-0.1) - 1.0).abs() < 1e-12);
        assert!((walking(0.1) - 0.7047).abs() < 1e-4);
        assert!((cycling(0.05) - 0.625).abs() < 1e-12 && (cycling(-0.3) - 1.25).abs() < 1e-12);
        for rise in [0.01, 0.08, 0.3] {
            assert!(walking(rise) < walking(-rise) && cycling(rise) < cycling(-rise));
        }
    }
}
