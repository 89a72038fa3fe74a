//! A Chromium for the page's tests: found, or installed where that is possible.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::steps;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_OS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser's path.
///
/// # Errors
/// When there is none and it cannot be installed; the message says what to do.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is no file", path.display());
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    if on_path("apt-get").is_some() && is_root() {
        install(project)?;
        if let Some(path) = find() {
            return Ok(path);
        }
    }
    bail!("no Chromium found: install Chromium or Chrome, or set CHROMIUM to its path")
}

fn find() -> Option<PathBuf> {
    let mac_os = Path::new(MAC_OS);
    NAMES.into_iter().find_map(on_path).or_else(|| mac_os.is_file().then(|| mac_os.to_path_buf()))
}

fn install(project: &Project) -> Result<()> {
    let apt = |arguments: &[&str], log: &str| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        steps::quiet(&mut command, &project.log(log))
    };
    steps::step(
        "no Chromium here: apt-get install chromium fonts-noto-cjk (about a minute)",
        || {
            apt(&["update"], "apt-update.log")?;
            apt(&["install", "-y", "chromium", "fonts-noto-cjk"], "apt-install.log")
        },
    )
}

fn is_root() -> bool {
    steps::read(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// Where on the path a program lies.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
