//! `cargo xtask test`: every check, one after the other, counted.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

use crate::project::Project;
use crate::steps;
use crate::tally::Tally;
use crate::{chromium, node, wasm};

/// Lines shown of a failed check; all of them are in the log file.
const SHOWN: usize = 200;

/// Runs every check and prints the counts as the last line.
pub(crate) fn run(project: &Project) -> ExitCode {
    let start = Instant::now();
    let mut checks = Checks::new(project);

    checks.work("toolchain: wasm target, rustfmt, clippy", || {
        wasm::ensure_target()?;
        wasm::ensure_component(project, "rustfmt", "fmt")?;
        wasm::ensure_component(project, "clippy", "clippy")
    });
    checks
        .command("format", &mut project.cargo(["fmt", "--all", "--check", "--", "--color=never"]));
    checks.rust();
    let built = checks.work("pkg/", || wasm::build(project)).is_some();
    let site = checks.work("www/dist/", || node::build_site(project)).is_some();
    if site {
        checks.command("types of the page (tsc)", &mut node::npm(project, &["run", "check"]));
    } else {
        checks.missed("types of the page (tsc)", "the page could not be built");
    }
    if built {
        checks.node("tests of pkg/ in Node", "node", &[]);
    } else {
        checks.missed("tests of pkg/ in Node", "pkg/ could not be built");
    }
    let browser = checks.work("Chromium", || chromium::ensure(project));
    match (built && site, browser) {
        (true, Some(browser)) => {
            checks.node("tests of the page in Chromium", "page", &[("CHROMIUM", browser)]);
        }
        _ => checks.missed("tests of the page in Chromium", "no built page or no browser"),
    }
    checks.finish(start)
}

struct Checks<'a> {
    project: &'a Project,
    total: Tally,
    failed: Vec<String>,
}

impl<'a> Checks<'a> {
    fn new(project: &'a Project) -> Self {
        Self { project, total: Tally::default(), failed: Vec::new() }
    }

    /// Lints, documentation and tests of the Rust code.
    fn rust(&mut self) {
        let project = self.project;
        let strict = ["--", "-D", "warnings"];
        let native = ["clippy", "--quiet", "--workspace", "--all-targets"];
        self.command("clippy native", project.cargo(native).args(strict));
        let engine = ["--package=service-circle", "--lib", "--target", wasm::TARGET];
        self.command(
            "clippy wasm32",
            project.cargo(["clippy", "--quiet"]).args(engine).args(strict),
        );
        for (name, arguments) in
            [("docs native", vec!["--workspace"]), ("docs wasm32", engine.to_vec())]
        {
            let mut doc = project.cargo(["doc", "--quiet", "--no-deps"]);
            self.command(name, doc.args(arguments).env("RUSTDOCFLAGS", "-D warnings"));
        }
        self.counted("native tests", |log| {
            let mut test = project.cargo(["test", "--workspace", "--no-fail-fast"]);
            let finished = steps::capture(&mut test, &project.log(log))?;
            // What passed would push what failed out of the lines shown.
            let told = |line: &&str| !(line.starts_with("test ") && line.ends_with(" ... ok"));
            let shown: Vec<&str> = finished.log.lines().filter(told).collect();
            Ok((Tally::of_cargo(&finished.log, finished.ok), shown.join("\n")))
        });
    }

    /// One check that is a command: it passes if the command does.
    fn command(&mut self, name: &str, command: &mut Command) {
        self.counted(name, |log| {
            let finished = steps::capture(command, &self.project.log(log))?;
            Ok((Tally::one(finished.ok), finished.log))
        });
    }

    /// Node tests, each counted.
    fn node(&mut self, name: &str, folder: &str, environment: &[(&str, PathBuf)]) {
        let project = self.project;
        self.counted(name, |_| {
            let run = node::run_tests(project, folder, environment)?;
            Ok((run.tally, run.log))
        });
    }

    /// A piece of set-up that later checks need; it counts as a check itself.
    fn work<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("= {name}");
        let start = Instant::now();
        let outcome = work();
        let log = outcome.as_ref().err().map(|error| format!("{error:#}"));
        self.record(name, start, Tally::one(log.is_none()), &log.unwrap_or_default());
        outcome.ok()
    }

    /// A check that could not be run, and why.
    fn missed(&mut self, name: &str, why: &str) {
        println!("= {name}");
        self.record(name, Instant::now(), Tally::one(false), &format!("not run: {why}"));
    }

    fn counted(&mut self, name: &str, check: impl FnOnce(&str) -> Result<(Tally, String)>) {
        println!("= {name}");
        let start = Instant::now();
        let log = format!("{}.log", name.replace(' ', "-"));
        let (tally, log) =
            check(&log).unwrap_or_else(|error| (Tally::one(false), format!("{error:#}")));
        self.record(name, start, tally, &log);
    }

    fn record(&mut self, name: &str, start: Instant, tally: Tally, log: &str) {
        if tally.failed > 0 {
            println!("{}", steps::tail(log, SHOWN));
            self.failed.push(name.to_owned());
        }
        println!("  {} passed, {} failed ({})", tally.passed, tally.failed, steps::duration(start));
        self.total += tally;
    }

    fn finish(self, start: Instant) -> ExitCode {
        println!("= everything, in {}", steps::duration(start));
        if !self.failed.is_empty() {
            println!("failed: {}", self.failed.join("; "));
        }
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        ExitCode::from(u8::from(self.total.failed > 0))
    }
}
