//! Node's part: the page's packages, its build, its server, and tests run by `node --test`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{self, Project};
use crate::steps;
use crate::tally::Tally;
use crate::wasm;

/// The first Node that knows `--test-timeout` and `--test-concurrency`.
const OLDEST: (u32, u32) = (20, 11);

/// Builds `www/dist/`, with the page's packages installed first when they are not.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(crate) fn build_site(project: &Project) -> Result<()> {
    install(project)?;
    steps::step("building the page: npm run build in www/", || {
        steps::quiet(&mut npm(project, &["run", "build"]), &project.log("www-build.log"))
    })?;
    let dist = project.www().join("dist");
    let files = project::files_below(&dist).context("npm run build wrote no www/dist/")?;
    for file in files {
        let name = file.strip_prefix(&project.root).unwrap_or(&file).display();
        println!("  {name}: {}", wasm::size(&file)?);
    }
    Ok(())
}

/// Installs the page's packages as the lock file says, unless that was done since it last changed.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(crate) fn install(project: &Project) -> Result<()> {
    check_version()?;
    let www = project.www();
    let lock = www.join("package-lock.json");
    let changed = lock
        .metadata()
        .and_then(|it| it.modified())
        .with_context(|| format!("the page is not there: cannot read {}", lock.display()))?;
    // npm writes this file when all is in place, so an install that broke off is done again.
    let installed = www.join("node_modules/.package-lock.json");
    if installed.metadata().and_then(|it| it.modified()).is_ok_and(|done| done >= changed) {
        return Ok(());
    }
    steps::step("installing the page's packages: npm ci in www/", || {
        let arguments = ["ci", "--no-audit", "--no-fund"];
        steps::quiet(&mut npm(project, &arguments), &project.log("npm-ci.log"))
    })
}

/// An npm command in `www/`.
pub(crate) fn npm(project: &Project, arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(project.www()).args(arguments);
    command
}

/// Serves `www/dist/` until the person stops it.
///
/// # Errors
/// When the server cannot be started or fails.
pub(crate) fn serve(project: &Project, port: Option<u16>) -> Result<()> {
    println!("> serving www/dist/; Ctrl-C stops it");
    let mut command = Command::new("node");
    command.current_dir(project.www()).arg("serve.mjs");
    command.args(port.map(|it| it.to_string()));
    become_command(&mut command)
}

/// On Unix we turn into the server, so that whoever ends this process ends the server.
#[cfg(unix)]
fn become_command(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start node")
}

#[cfg(not(unix))]
fn become_command(command: &mut Command) -> Result<()> {
    steps::show(command)
}

/// A finished run of Node tests: what was counted, and what to read if it failed.
pub(crate) struct TestRun {
    /// The tests.
    pub(crate) tally: Tally,
    /// The readable report.
    pub(crate) log: String,
}

/// Runs `tests/<folder>/*.test.mjs`, two files at a time: a browser waits more than it works.
///
/// # Errors
/// When Node is missing or too old, or there is no such file.
pub(crate) fn run_tests(
    project: &Project,
    folder: &str,
    environment: &[(&str, PathBuf)],
) -> Result<TestRun> {
    check_version()?;
    let files = project::files_ending(&project.root.join("tests").join(folder), ".test.mjs")?;
    if files.is_empty() {
        bail!("there is no tests/{folder}/*.test.mjs");
    }
    let report = project.log(&format!("{folder}-tests.tap"));
    // A report left from an earlier run must not be counted for one that crashed.
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let mut command = Command::new("node");
    command
        .current_dir(&project.root)
        .args(["--test", "--test-concurrency=2", "--test-timeout=600000"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .args(["--test-reporter=tap", "--test-reporter-destination"])
        .arg(&report)
        .args(files)
        .envs(environment.iter().map(|(name, value)| (*name, value)));
    let finished = steps::capture(&mut command, &project.log(&format!("{folder}-tests.log")))?;
    let report = std::fs::read_to_string(&report).unwrap_or_default();
    let mut log = finished.log;
    for crash in crashes(&report) {
        log = format!("{log}{crash}\n");
    }
    Ok(TestRun { tally: Tally::of_node(&report, finished.ok), log })
}

/// How the files ended that did not end by themselves: only the TAP report tells.
fn crashes(report: &str) -> Vec<String> {
    let mut file = "";
    let mut found = Vec::new();
    for line in report.lines() {
        if let Some(name) = line.strip_prefix("not ok ") {
            file = name;
        }
        let end = line.trim_start();
        let ended = end.starts_with("exitCode: ") || end.starts_with("signal: ");
        if ended && !end.ends_with(": ~") {
            found.push(format!("{file}: {end}"));
        }
    }
    found
}

/// Fails unless a new enough Node is on the path.
///
/// # Errors
/// When Node is missing or too old.
pub(crate) fn check_version() -> Result<()> {
    let wanted = format!("Node {}.{} or newer is needed: https://nodejs.org", OLDEST.0, OLDEST.1);
    let version = steps::read(Command::new("node").arg("--version")).context(wanted.clone())?;
    let version = version.trim();
    match parse_version(version) {
        Some(found) if found >= OLDEST => Ok(()),
        _ => bail!("{wanted}; found {version}"),
    }
}

fn parse_version(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_stopped_says_by_what() {
        let report =
            "ok 1 - a\nnot ok 2 - siting.test.mjs\n  ---\n  exitCode: ~\n  signal: 'SIGTERM'\n";
        assert_eq!(crashes(report), ["2 - siting.test.mjs: signal: 'SIGTERM'"]);
        assert!(crashes("not ok 1 - a\n  exitCode: ~\n  signal: ~\n").is_empty());
    }

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.20.2"), Some((20, 20)));
        assert!(parse_version("v20.9.0") < Some(OLDEST));
        assert!(parse_version("v100.0.0") > Some(OLDEST));
        assert_eq!(parse_version("20"), None);
    }
}
