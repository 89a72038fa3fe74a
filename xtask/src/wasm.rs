//! From the root crate to `pkg/`: the wasm target, the build, the bindings, the sizes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::project::Project;
use crate::steps;

/// The target the core is built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "service_circle";
/// The baseline module, which every browser that knows modules at all can start.
const BASELINE: &str = "service_circle_bg.wasm";
/// The same with 128-bit vector instructions; started by the same bindings.
const SIMD: &str = "service_circle_simd_bg.wasm";

/// Builds `pkg/`: the baseline module, the SIMD module and the bindings that start either.
///
/// # Errors
/// When the target cannot be added, the crate does not compile, the bindings fail, or the two
/// modules would need different ones.
pub(crate) fn build(project: &Project) -> Result<()> {
    ensure_target()?;
    // In a folder of its own: both builds write the same file names, and would undo each other.
    let simd = project.target.join("simd");
    steps::step(
        "building service-circle for wasm32, release, as it is and with SIMD instructions (minutes)",
        // Side by side: most of the time goes into one module being optimised as a whole, which
        // keeps one core busy.
        || {
            thread::scope(|scope| {
                let with_simd =
                    scope.spawn(|| compile(project, &simd, "-Ctarget-feature=+simd128"));
                compile(project, &project.target, "")?;
                with_simd.join().map_err(|_| anyhow!("the second build broke off"))?
            })
        },
    )?;
    steps::step("writing pkg/: bindings, types, package.json", || bind(project, &simd))?;
    for file in [BASELINE, SIMD, "service_circle.js"] {
        println!("  pkg/{file}: {}", size(&project.pkg().join(file))?);
    }
    Ok(())
}

/// Compiles the core into a target folder with flags of its own; those of the person's
/// environment would hide them, and are left out.
fn compile(project: &Project, folder: &Path, flags: &str) -> Result<()> {
    let arguments = ["build", "--release", "--package=service-circle", "--lib", "--target", TARGET];
    let mut cargo = project.cargo(arguments);
    cargo.arg("--target-dir").arg(folder).env("CARGO_ENCODED_RUSTFLAGS", flags);
    steps::show(&mut cargo)
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

fn bind(project: &Project, simd: &Path) -> Result<()> {
    let mut baseline = bindings(&project.target)?;
    let mut simd = bindings(simd)?;
    let is_same = baseline.js() == simd.js()
        && baseline.ts() == simd.ts()
        && baseline.snippets() == simd.snippets()
        && baseline.local_modules() == simd.local_modules();
    if !is_same {
        bail!("the SIMD build needs bindings of its own: the two modules cannot share {NAME}.js");
    }
    let pkg = project.pkg();
    baseline.emit(&pkg)?;
    fs::write(pkg.join(SIMD), simd.wasm_mut().emit_wasm())?;
    fs::write(pkg.join("package.json"), package_json())?;
    Ok(())
}

/// The bindings for the module in a target folder.
fn bindings(folder: &Path) -> Result<Output> {
    let module = folder.join(TARGET).join("release").join(format!("{NAME}.wasm"));
    Bindgen::new()
        .input_path(&module)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("cannot make bindings for {}", module.display()))
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
  "files": ["{NAME}.js", "{NAME}.d.ts", "{BASELINE}", "{SIMD}", "{BASELINE}.d.ts", "snippets", "README.md"],
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
