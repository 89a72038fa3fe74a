//! Builds, serves, tests and measures the project: the commands behind `cargo xtask`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to the person who runs it"
)]

mod bench;
mod checks;
mod chromium;
mod fuzz;
mod node;
mod peers;
mod project;
mod steps;
mod tally;
mod wasm;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::project::Project;

const HELP: &str = "\
cargo xtask <command>

  demo [--port N]            build, then serve the page on 127.0.0.1 (4173 or the next free port)
  build                      pkg/ (the npm package) and www/dist/ (the static page), release
  test                       every check; the last line is `N passed, N failed`
  bench [name]               benches/*.rs by cargo bench, benches/*.mjs by Node on the built pkg/
  bench peers                the same tasks by Valhalla and pandana, in Pythons of their own under
                             target/peers/; prints our time, theirs and the ratio
  bench siting [row]         what siting reaches, row by row, with HiGHS beside it in a Python of its
                             own under target/peers/
  fuzz [target] [seconds]    tests/fuzz by cargo-fuzz on nightly; every target, 60 s each, if none
                             is named; reads seeds/<target>/, writes corpus/<target>/
  help                       this text

Needed: rustup, a C linker, Node 20.11 or newer. The wasm target, rustfmt and clippy are added to
the toolchain when missing. `test` also needs Chromium: found by $CHROMIUM or on the path, else
installed where apt-get and root are there.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<ExitCode> {
    match arguments {
        ["build"] => {
            let project = Project::find()?;
            wasm::build(&project)?;
            node::build_site(&project)?;
        }
        ["demo"] => demo(None)?,
        ["demo", "--port", port] => {
            demo(Some(port.parse().with_context(|| format!("{port:?} is no port number"))?))?;
        }
        ["test"] => return Ok(checks::run(&Project::find()?)),
        ["bench"] => bench::run(&Project::find()?, None)?,
        ["bench", name] => bench::run(&Project::find()?, Some(name))?,
        ["bench", "siting", row] => bench::siting(&Project::find()?, Some(row))?,
        ["fuzz", rest @ ..] => fuzz::run(&Project::find()?, rest)?,
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        other => bail!("no such command: {}\n\n{HELP}", other.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(port: Option<u16>) -> Result<()> {
    let project = Project::find()?;
    wasm::build(&project)?;
    node::build_site(&project)?;
    node::serve(&project, port)
}
