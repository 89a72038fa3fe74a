//! `cargo xtask fuzz`: long runs of the fuzz targets by cargo-fuzz on nightly Rust.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{self, Project};
use crate::steps;

const SECONDS: u32 = 60;

/// Runs one fuzz target, or each.
///
/// # Errors
/// When there is no such target, a tool is missing, or a target finds a failure.
pub(crate) fn run(project: &Project, arguments: &[&str]) -> Result<()> {
    let targets = targets(project)?;
    if targets.is_empty() {
        bail!("there is no fuzz target: tests/fuzz/fuzz_targets/ holds no .rs file");
    }
    let (chosen, seconds) = choose(&targets, arguments)?;
    ensure_tools()?;
    for target in chosen {
        steps::step(&format!("fuzzing {target} for {seconds} s"), || {
            fuzz(project, target, seconds)
        })?;
    }
    Ok(())
}

fn targets(project: &Project) -> Result<Vec<String>> {
    let folder = project.root.join("tests/fuzz/fuzz_targets");
    let files = project::files_ending(&folder, ".rs")?;
    let name = |file: &Path| file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(files.iter().map(|file| name(file)).collect())
}

fn choose<'a>(targets: &'a [String], arguments: &[&str]) -> Result<(Vec<&'a str>, u32)> {
    let all = || targets.iter().map(String::as_str).collect();
    let (name, seconds) = match arguments {
        [] => return Ok((all(), SECONDS)),
        [name] => (*name, SECONDS),
        [name, seconds] => {
            (*name, seconds.parse().with_context(|| format!("{seconds:?} is no time in seconds"))?)
        }
        _ => bail!("fuzz takes a target and a time in seconds"),
    };
    match targets.iter().find(|target| *target == name) {
        Some(target) => Ok((vec![target], seconds)),
        None => bail!("there is no fuzz target {name:?}; there are: {}", targets.join(", ")),
    }
}

/// Nightly must be there; cargo-fuzz is installed if it is not.
fn ensure_tools() -> Result<()> {
    steps::read(&mut nightly(&["--version"])).context(
        "fuzzing needs nightly Rust: rustup toolchain install nightly --profile minimal",
    )?;
    if steps::read(&mut nightly(&["fuzz", "--version"])).is_ok() {
        return Ok(());
    }
    steps::step("cargo-fuzz is missing: cargo install cargo-fuzz (about a minute)", || {
        steps::show(&mut nightly(&["install", "cargo-fuzz"]))
            .context("install it by hand: cargo install cargo-fuzz")
    })
}

fn fuzz(project: &Project, target: &str, seconds: u32) -> Result<()> {
    let folder = project.root.join("tests/fuzz");
    // libFuzzer writes what it finds into the first folder and only reads the others.
    let corpus = folder.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    let seeds = folder.join("seeds").join(target);
    let mut command = nightly(&["fuzz", "run", "--fuzz-dir", "tests/fuzz", target]);
    command.current_dir(&project.root).arg(corpus);
    if seeds.is_dir() {
        command.arg(seeds);
    }
    steps::show(command.args(["--", &format!("-max_total_time={seconds}")]))
}

/// A cargo command of the nightly toolchain, free of what the stable one set for us.
fn nightly(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo"]).args(arguments);
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_and_a_time_are_chosen_or_refused() -> Result<()> {
        let targets = ["osm".to_owned(), "table".to_owned()];
        assert_eq!(choose(&targets, &[])?, (vec!["osm", "table"], SECONDS));
        assert_eq!(choose(&targets, &["table", "5"])?, (vec!["table"], 5));
        assert!(choose(&targets, &["tab"]).is_err());
        assert!(choose(&targets, &["osm", "soon"]).is_err());
        Ok(())
    }
}
