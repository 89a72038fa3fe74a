//! `cargo xtask bench peers`: the peers' own Python environments, and the bench that asks them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::steps;

/// A peer: its package, and the variable by which the bench learns of its Python.
const PEERS: [(&str, &str); 2] = [("pyvalhalla", "VALHALLA_PYTHON"), ("pandana", "PANDANA_PYTHON")];
/// The first Python for which current wheels of the peers are made.
const WANTED: (u32, u32) = (3, 12);

/// Sets the peers up and runs the bench.
///
/// # Errors
/// When the bench fails. A peer that cannot be installed is left out, and said so.
pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = project.target.join("peers");
    let mut bench = Command::new("node");
    bench
        .current_dir(&project.root)
        .arg("benches/peers/run.mjs")
        .env("PEERS_FOLDER", folder.join("files"));
    for (package, variable) in PEERS {
        match installed(package, &folder.join(package)) {
            Ok(python) => {
                bench.env(variable, python);
            }
            Err(error) => println!("  {package} is left out: {error:#}"),
        }
    }
    steps::step("bench peers, wasm in Node", || steps::show(&mut bench))
}

/// The Python of an environment that holds a package, made first when it is not there.
///
/// # Errors
/// When there is no Python, or the package cannot be installed.
pub(crate) fn installed(package: &str, folder: &Path) -> Result<PathBuf> {
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // pip lists what is there: an install that broke off is done again.
    let is_there =
        || steps::read(Command::new(&python).args(["-m", "pip", "show", package])).is_ok();
    if !is_there() {
        let (base, version) = best_python()?;
        steps::step(
            &format!("installing {package} under Python {}.{}", version.0, version.1),
            || {
                steps::read(Command::new(base).args(["-m", "venv"]).arg(folder))?;
                // Wheels only: to build these from source takes compilers and half an hour.
                let arguments = ["-m", "pip", "install", "--quiet", "--only-binary=:all:", package];
                steps::show(Command::new(&python).args(arguments))
            },
        )?;
    }
    if !is_there() {
        bail!("pip installed it and does not list it");
    }
    Ok(python)
}

/// The newest Python that wheels are surely made for (3.12 or 3.13); else any Python 3, for which
/// pip then picks an older release.
fn best_python() -> Result<(PathBuf, (u32, u32))> {
    let mut candidates: Vec<PathBuf> =
        ["python3.12", "python3.13", "python3"].iter().map(PathBuf::from).collect();
    candidates.extend(by_pyenv());
    let found: Vec<_> =
        candidates.into_iter().filter_map(|it| version_of(&it).map(|v| (it, v))).collect();
    let is_wanted = |v: &(u32, u32)| *v >= WANTED && *v <= (WANTED.0, WANTED.1 + 1);
    found
        .iter()
        .find(|(_, v)| is_wanted(v))
        .or_else(|| found.iter().find(|(_, v)| v.0 == 3))
        .cloned()
        .context("no Python 3 on the path or among those of pyenv")
}

/// Every Python that pyenv holds, by name.
fn by_pyenv() -> Vec<PathBuf> {
    let root = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv")));
    let versions = root.and_then(|root| root.join("versions").read_dir().ok());
    let mut found: Vec<PathBuf> =
        versions.into_iter().flatten().flatten().map(|e| e.path().join("bin/python")).collect();
    found.sort();
    found
}

fn version_of(python: &Path) -> Option<(u32, u32)> {
    let program = "import sys, venv, ensurepip; print(*sys.version_info[:2])";
    parse_version(&steps::read(Command::new(python).args(["-c", program])).ok()?)
}

fn parse_version(printed: &str) -> Option<(u32, u32)> {
    let (major, minor) = printed.trim().split_once(' ')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_numbers() {
        assert_eq!(parse_version("3 12\n"), Some((3, 12)));
        assert!(parse_version("3 9") < Some(WANTED));
        assert_eq!(parse_version("Python 3.12"), None);
    }
}
