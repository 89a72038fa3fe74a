//! The siting bench's native side: writes the instances into `$BENCH_FOLDER` and measures what is
//! compared with a native solver; `run.mjs` does the rest. Run by `cargo xtask bench siting [row]`.
// A command-line tool talks to the person who runs it.
#![allow(clippy::print_stdout)]

mod dice;
mod instances;
mod roads;

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use instances::{Rows, census, city, graph, graphs, random_cover};
use service_circle::siting::{Objective, SitingSolver};

/// The rows that need each city, and what sites they open natively.
const CITIES: [(usize, usize, &[&str]); 3] = [
    (500, 5_000, &["coverage-500", "capacity-500"]),
    (2_000, 20_000, &["bound-2000", "proof-2000", "cover-2000", "edit-2000"]),
    (5_000, 50_000, &["coverage-5000"]),
];
/// Sites, seconds at most, and how often, of the rows that are measured natively.
const NATIVE: [(&str, u32, u32, usize); 2] = [("bound-2000", 50, 10, 3), ("proof-2000", 10, 10, 3)];
/// Points and reach in metres of the census-like instances, the last one small.
const CENSUS: [(usize, u32); 4] = [(2_713, 900), (5_000, 700), (7_730, 600), (818, 800)];
const COVERS: u64 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::var("BENCH_FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    // Cargo adds flags of its own.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |row: &str| wanted.as_deref().is_none_or(|wanted| row.contains(wanted));
    let write = |name: &str, rows: &Rows| -> std::io::Result<()> {
        println!("{name}: {} points, density {:.3} %", rows.row.len(), 100.0 * rows.density());
        rows.write(&folder.join(format!("{name}.bin")))
    };
    for (candidates, points, rows) in CITIES {
        if !rows.iter().any(|row| is_wanted(row)) {
            continue;
        }
        let all = city(candidates, points);
        let small = all.aggregated();
        write(&format!("city-{candidates}"), &all)?;
        write(&format!("city-{candidates}-aggregated"), &small)?;
        for (row, sites, seconds, runs) in NATIVE {
            if rows.contains(&row) && is_wanted(row) {
                let file = folder.join(format!("{row}.json"));
                let runs: Result<Vec<String>, _> =
                    (0..runs).map(|_| trace(&small, sites, seconds)).collect();
                std::fs::write(file, format!("[{}]", runs?.join(",\n")))?;
            }
        }
    }
    if is_wanted("median") {
        for (at, (nodes, sites)) in (1_u64..).zip(graphs()) {
            write(&format!("graph-{at:02}-{nodes}-{sites}"), &graph(nodes, at))?;
        }
    }
    for (points, reach) in CENSUS {
        if is_wanted(if points < 1000 { "small" } else { "census" }) {
            write(&format!("census-{points}"), &census(points, reach, points as u64))?;
        }
    }
    if is_wanted("weighted") {
        for seed in 1..=COVERS {
            write(&format!("cover-{seed}"), &random_cover(seed))?;
        }
    }
    Ok(())
}

/// Solves a coverage problem on one thread: milliseconds, bound and value whenever one of them is
/// better, as JSON.
fn trace(rows: &Rows, sites: u32, seconds: u32) -> Result<String, Box<dyn Error>> {
    let mut instance = rows.instance(Objective::MaxCoverage);
    instance.seconds = None;
    instance.sites = Some(sites);
    let clock = Clock::start();
    let mut solver = SitingSolver::new(instance)?;
    let mut text = String::from("[");
    let (mut least, mut most) = (f64::INFINITY, -1.0);
    loop {
        let progress = solver.step(1000);
        let spent = clock.milliseconds();
        let found = solver.result();
        let bound = found.bound.unwrap_or(f64::INFINITY);
        if bound < least || found.objective > most {
            let comma = if text.len() > 1 { "," } else { "" };
            write!(text, "{comma}[{spent:.1},{bound},{}]", found.objective)?;
            (least, most) = (bound, found.objective);
        }
        if progress.done || spent > 1000.0 * f64::from(seconds) {
            return Ok(text + "]");
        }
    }
}

/// Processor time of this thread where the system tells it, else the time that passes.
struct Clock(Instant, f64);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), on_processor().unwrap_or(0.0))
    }

    fn milliseconds(&self) -> f64 {
        let passed = self.0.elapsed().as_secs_f64() * 1000.0;
        on_processor().map_or(passed, |now| now - self.1)
    }
}

/// The milliseconds that Linux says this process has run on a processor.
fn on_processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}
