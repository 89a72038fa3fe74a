//! The house holds: floors, what only the roof may name, and a first sentence in every file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may use besides itself; `ARCHITECTURE.md` draws the same.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("units", &["error"]),
    ("archive", &["error"]),
    ("frame", &["error", "units"]),
    ("raster", &["error", "units", "frame"]),
    ("network", &["error", "units", "archive", "frame"]),
    ("reach", &["error", "units", "frame", "raster", "network"]),
    ("facts", &["error", "units", "archive", "frame", "network"]),
    ("access", &["error", "units", "frame", "raster", "network", "reach", "facts"]),
    ("import", &["error", "units", "archive", "frame", "network", "facts"]),
    ("checkup", &["error", "units", "frame", "network", "reach", "facts", "access"]),
    ("siting", &["error", "units", "frame", "network", "reach", "facts", "access", "checkup"]),
];

/// Crates that only the roof may name.
const ROOF_ONLY: &[&str] = &["wasm_bindgen", "js_sys", "serde_wasm_bindgen", "tsify", "web_sys"];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<_> =
            fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// The room of a file: the first part of its path below `src`, without the ending.
fn room(path: &Path) -> String {
    let below =
        path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("below");
    let first = below.iter().next().expect("a part").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The lines of code: comments and everything from the unit tests on left out.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
}

/// The names that follow `crate::` on a line, `crate::{a, b::c}` included.
fn used_rooms(line: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(
                list.split('}').next().unwrap_or(list).split(',').map(|part| name(part.trim())),
            ),
            None => found.push(name(rest)),
        }
    }
    // The error type is re-exported at the root.
    found.retain(|n| !n.is_empty() && !["Error", "ErrorCode", "Result"].contains(&n.as_str()));
    found
}

#[test]
fn a_file_uses_only_its_own_room_and_those_below() {
    let rooms: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let own = room(&path);
        if own == "wasm" || own == "lib" {
            continue;
        }
        let Some(allowed) = rooms.get(own.as_str()) else {
            broken.push(format!("{} is in no room", path.display()));
            continue;
        };
        for line in code(&text) {
            for used in used_rooms(line) {
                if used != own && !allowed.contains(&used.as_str()) {
                    broken.push(format!("{}: {own} uses {used}: {line}", path.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_rooms_make_no_circle() {
    for (i, (room, uses)) in ROOMS.iter().enumerate() {
        for used in *uses {
            let at = ROOMS.iter().position(|(name, _)| name == used).expect("a room");
            assert!(at < i, "{room} uses {used}, which stands above it");
        }
    }
}

#[test]
fn only_the_roof_knows_javascript() {
    for (path, text) in sources() {
        if room(&path) != "wasm" {
            for line in code(&text) {
                for name in ROOF_ONLY {
                    assert!(!line.contains(name), "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn below_the_roof_nothing_prints_reads_a_clock_or_does_io() {
    const FORBIDDEN: &[&str] =
        &["println!", "eprintln!", "std::fs", "std::time", "std::env", "std::net", "std::thread"];
    for (path, text) in sources() {
        for line in code(&text) {
            for name in FORBIDDEN {
                assert!(!line.contains(name), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn only_libm_computes_transcendental_functions() {
    const INEXACT: &[&str] = &[
        ".sin()", ".cos()", ".tan()", ".exp()", ".ln()", ".powf(", ".log10()", ".atan2(", ".hypot(",
    ];
    for (path, text) in sources() {
        for line in code(&text) {
            for name in INEXACT {
                assert!(!line.contains(name), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_file_opens_with_what_it_holds() {
    for (path, text) in sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 20, "{}: {first}", path.display());
    }
}
