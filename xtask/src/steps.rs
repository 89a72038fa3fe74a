//! Steps: say what is being done, do it, say how long it took.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A command that has ended, and what it printed.
pub(crate) struct Finished {
    /// It exited with 0.
    pub(crate) ok: bool,
    /// Standard output and standard error, as they came.
    pub(crate) log: String,
}

/// Does one step between two lines: what it is, and that it is done.
///
/// # Errors
/// Those of the work.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("> {what}");
    let start = Instant::now();
    let value = work()?;
    println!("  done in {}", duration(start));
    Ok(value)
}

/// The time since a moment, as it is shown.
pub(crate) fn duration(start: Instant) -> String {
    format!("{:.1} s", start.elapsed().as_secs_f64())
}

/// Runs a command whose output goes straight to the terminal.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn show(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a short command and gives what it wrote to standard output.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", line(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command into a log file, with a sign of life every 20 seconds.
///
/// A file and not a pipe: a browser left behind by a crashed test would keep a pipe open for ever.
///
/// # Errors
/// When it cannot be started; that it failed is in the answer.
pub(crate) fn capture(command: &mut Command, log: &Path) -> Result<Finished> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        // Colour codes would hide the summaries that are counted.
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("FORCE_COLOR")
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let mut next_sign = Duration::from_secs(20);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() >= next_sign {
            println!("  ... {} s, output in {}", next_sign.as_secs(), log.display());
            next_sign += Duration::from_secs(20);
        }
        thread::sleep(Duration::from_millis(20));
    };
    let mut log = String::from_utf8_lossy(&fs::read(log)?).into_owned();
    if !status.success() {
        log = format!("{log}{} ended with {status}\n", line(command));
    }
    Ok(Finished { ok: status.success(), log })
}

/// Runs a command into a log file and shows the log's end if it fails.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn quiet(command: &mut Command, log: &Path) -> Result<()> {
    let finished = capture(command, log)?;
    if !finished.ok {
        bail!("{} failed:\n{}", line(command), tail(&finished.log, 60));
    }
    Ok(())
}

/// The last lines of a text.
pub(crate) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.trim_end().lines().collect();
    let left_out = all.len().saturating_sub(lines);
    let end = all.get(left_out..).unwrap_or_default().join("\n");
    if left_out > 0 { format!("... ({left_out} lines before)\n{end}") } else { end }
}

/// A command as one would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(program.as_os_str());
    let mut words = vec![program.to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tail_says_what_it_left_out() {
        assert_eq!(tail("a\nb\nc\n", 2), "... (1 lines before)\nb\nc");
        assert_eq!(tail("a\nb\n", 2), "a\nb");
        assert_eq!(tail("", 2), "");
    }

    #[test]
    fn a_command_is_named_without_its_folder() {
        assert_eq!(
            line(Command::new("/usr/bin/cargo").args(["fmt", "--check"])),
            "cargo fmt --check"
        );
    }
}
