//! From the root crate to `pkg/`: the wasm target, the build, the bindings, the sizes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::project::Project;
use crate::steps;

/// The target the core is built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "service_circle";

/// Builds `pkg/`.
///
/// # Errors
/// When the target cannot be added, the crate does not compile or the bindings fail.
pub(crate) fn build(project: &Project) -> Result<()> {
    ensure_target()?;
    steps::step(
        "building service-circle for wasm32, release (the first time compiles what it uses: minutes)",
        || {
            let arguments = ["build", "--release", "--package=service-circle", "--lib"];
            steps::show(project.cargo(arguments).args(["--target", TARGET]))
        },
    )?;
    steps::step("writing pkg/: bindings, types, package.json", || bind(project))?;
    for file in [format!("{NAME}_bg.wasm"), format!("{NAME}.js")] {
        println!("  pkg/{file}: {}", size(&project.pkg().join(&file))?);
    }
    Ok(())
}

/// Adds the wasm target to the toolchain in use, unless it is there.
///
/// `targets` in a rust-toolchain.toml would not do: rustup ignores it where automatic installs are
/// off, and elsewhere may install the whole toolchain anew.
pub(crate) fn ensure_target() -> Result<()> {
    let sysroot = steps::read(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", TARGET])
}

/// Adds a component such as rustfmt, unless `cargo <name>` answers.
pub(crate) fn ensure_component(project: &Project, name: &str, command: &str) -> Result<()> {
    if steps::read(&mut project.cargo([command, "--version"])).is_ok() {
        return Ok(());
    }
    rustup(&["component", "add", name])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let what = arguments.join(" ");
    steps::step(&format!("rustup {what}"), || {
        steps::show(Command::new("rustup").args(arguments)).with_context(|| {
            format!("this toolchain lacks what `rustup {what}` adds; install it and try again")
        })
    })
}

fn bind(project: &Project) -> Result<()> {
    let module = project.target.join(TARGET).join("release").join(format!("{NAME}.wasm"));
    let pkg = project.pkg();
    Bindgen::new()
        .input_path(&module)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&pkg)
        .with_context(|| format!("cannot make bindings for {}", module.display()))?;
    fs::write(pkg.join("package.json"), package_json())?;
    Ok(())
}

/// What npm and bundlers read; the version is the workspace's.
fn package_json() -> String {
    format!(
        r#"{{
  "name": "service-circle",
  "version": "{}",
  "description": "15-minute public-service circles: reach on real roads, and where to build next, in the browser.",
  "license": "{}",
  "type": "module",
  "main": "{NAME}.js",
  "module": "{NAME}.js",
  "types": "{NAME}.d.ts",
  "files": ["{NAME}.js", "{NAME}.d.ts", "{NAME}_bg.wasm", "{NAME}_bg.wasm.d.ts", "README.md"],
  "sideEffects": false
}}
"#,
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_LICENSE"),
    )
}

/// A file's size, as it is and as a server would send it.
pub(crate) fn size(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&bytes)?;
    let packed = packed.finish()?.len();
    Ok(format!("{:.1} kB (gz {:.1} kB)", bytes.len() as f64 / 1e3, packed as f64 / 1e3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_json_is_json_and_carries_the_version() -> Result<()> {
        let parsed: serde_json::Value = serde_json::from_str(&package_json())?;
        assert_eq!(parsed["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(parsed["type"], "module");
        Ok(())
    }
}
