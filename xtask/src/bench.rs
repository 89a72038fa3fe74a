//! `cargo xtask bench`: cargo's benches natively, Node's on the built `pkg/`, and the peers'.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::{self, Project};
use crate::{node, peers, steps, wasm};

/// Runs the benches of one name, or all.
///
/// # Errors
/// When there is none of that name, or one fails.
pub(crate) fn run(project: &Project, name: Option<&str>) -> Result<()> {
    if name == Some("peers") {
        node::check_version()?;
        wasm::build(project)?;
        return peers::run(project);
    }
    if name == Some("siting") {
        return siting(project, None);
    }
    let folder = project.root.join("benches");
    let native = chosen(project::files_ending(&folder, ".rs")?, name);
    let scripts = chosen(project::files_ending(&folder, ".mjs")?, name);
    if native.is_empty() && scripts.is_empty() {
        bail!("there is no benches/{0}.rs and no benches/{0}.mjs", name.unwrap_or("*"));
    }
    // Where a native bench leaves files for the script of its name.
    let files = project.target.join("bench");
    for bench in native {
        let name = stem(&bench);
        // `--bench`, or cargo would run the library's unit tests as benches too.
        steps::step(&format!("bench {name}, native"), || {
            let arguments = ["bench", "--package=service-circle", "--bench", &name];
            steps::show(project.cargo(arguments).env("BENCH_FOLDER", &files))
        })?;
    }
    if scripts.is_empty() {
        return Ok(());
    }
    node::check_version()?;
    wasm::build(project)?;
    for script in scripts {
        steps::step(&format!("bench {}, wasm in Node", stem(&script)), || {
            let mut node = Command::new("node");
            steps::show(node.current_dir(&project.root).arg(&script).env("BENCH_FOLDER", &files))
        })?;
    }
    Ok(())
}

/// Siting: instances and native times first, then wasm in Node with `HiGHS` beside it.
///
/// # Errors
/// When a part of it fails. Without `HiGHS` ours stands alone, and that is said.
pub(crate) fn siting(project: &Project, row: Option<&str>) -> Result<()> {
    node::check_version()?;
    let files = project.target.join("bench").join("siting");
    let mut arguments = vec!["bench", "--package=service-circle", "--bench", "siting", "--"];
    arguments.extend(row);
    steps::step("bench siting, instances and native rows", || {
        steps::show(project.cargo(arguments).env("BENCH_FOLDER", &files))
    })?;
    wasm::build(project)?;
    let mut script = Command::new("node");
    script.current_dir(&project.root).arg("benches/siting/run.mjs").args(row);
    script.env("BENCH_FOLDER", &files);
    match peers::installed("highspy", &project.target.join("peers").join("highspy")) {
        Ok(python) => {
            script.env("HIGHS_PYTHON", python);
        }
        Err(error) => println!("  highspy is left out: {error:#}"),
    }
    steps::step("bench siting, wasm in Node", || steps::show(&mut script))
}

fn chosen(files: Vec<PathBuf>, name: Option<&str>) -> Vec<PathBuf> {
    files.into_iter().filter(|file| name.is_none_or(|name| stem(file) == name)).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_chooses_by_the_file_without_its_ending() {
        let files = || vec![PathBuf::from("benches/import.rs"), PathBuf::from("benches/reach.rs")];
        assert_eq!(chosen(files(), Some("reach")), [PathBuf::from("benches/reach.rs")]);
        assert_eq!(chosen(files(), None).len(), 2);
        assert!(chosen(files(), Some("rea")).is_empty());
    }
}
