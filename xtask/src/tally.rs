//! Counts of passed and failed tests, read from what cargo's and Node's runners print.

use std::ops::AddAssign;

/// How many passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Checks or tests that passed.
    pub(crate) passed: u32,
    /// Checks or tests that failed, crashed or never ran.
    pub(crate) failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// One check that passed or failed as a whole.
    pub(crate) fn one(ok: bool) -> Self {
        Self { passed: u32::from(ok), failed: u32::from(!ok) }
    }

    /// The tests in the log of `cargo test`.
    ///
    /// A test program that started ("running N tests") and gave no result has crashed: one failure.
    pub(crate) fn of_cargo(log: &str, ok: bool) -> Self {
        let mut tally = Self::default();
        let mut unfinished = 0_u32;
        for line in log.lines() {
            if let Some(counts) = line.strip_prefix("test result: ") {
                unfinished = unfinished.saturating_sub(1);
                tally.passed += count_before(counts, "passed");
                tally.failed += count_before(counts, "failed");
            } else if line.starts_with("running ") && line.trim_end().ends_with(" tests")
                || line.trim_end() == "running 1 test"
            {
                unfinished += 1;
            }
        }
        tally.failed += unfinished;
        tally.settled(ok)
    }

    /// The tests in the TAP report of `node --test`.
    ///
    /// Node counts a file that holds no test as one that passed; here it is a failure.
    pub(crate) fn of_node(report: &str, ok: bool) -> Self {
        // The summary ends the report; a test may have printed lines that look like it before.
        let total = |name: &str| {
            let found = report.lines().rev().find_map(|line| {
                line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' ')?.parse().ok()
            });
            found.unwrap_or(0_u32)
        };
        let empty = report
            .lines()
            .filter(|line| line.starts_with("ok ") && line.trim_end().ends_with(".test.mjs"))
            .count() as u32;
        Self {
            passed: total("pass").saturating_sub(empty),
            failed: total("fail") + total("cancelled") + empty,
        }
        .settled(ok)
    }

    /// A run that failed has at least one failure, and so has a run of no tests at all.
    fn settled(mut self, ok: bool) -> Self {
        if self.failed == 0 && (!ok || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

/// The number before a word, as in "ok. 12 passed; 0 failed".
fn count_before(counts: &str, word: &str) -> u32 {
    let mut before = "";
    for part in counts.split([' ', ';']) {
        if part == word {
            return before.parse().unwrap_or(0);
        }
        before = part;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "\
     Running unittests src/lib.rs

running 14 tests
test frame::tests::round_trip ... ok

test result: ok. 13 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.03s

running 1 test
test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests service_circle

running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    const NODE: &str = "\
TAP version 13
# pass 99
ok 1 - one
    not ok 1 - inner
not ok 2 - outer
1..2
# tests 6
# suites 1
# pass 3
# fail 2
# cancelled 1
# skipped 1
# todo 0
# duration_ms 330.1
";

    #[test]
    fn cargo_results_add_up() {
        assert_eq!(Tally::of_cargo(CARGO, false), Tally { passed: 15, failed: 1 });
    }

    #[test]
    fn a_crashed_test_program_is_a_failure_beside_others() {
        let log = format!("{CARGO}\nrunning 3 tests\nerror: test failed (signal: 6)\n");
        assert_eq!(Tally::of_cargo(&log, false), Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn cargo_without_tests_or_results_is_a_failure() {
        let none = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored\n";
        assert_eq!(Tally::of_cargo(none, true), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally::of_cargo("error[E0432]", false), Tally { passed: 0, failed: 1 });
        let passed = "running 1 test\ntest result: ok. 1 passed; 0 failed;\n";
        assert_eq!(Tally::of_cargo(passed, true), Tally { passed: 1, failed: 0 });
        assert_eq!(Tally::of_cargo(passed, false), Tally { passed: 1, failed: 1 });
    }

    #[test]
    fn node_counts_come_from_the_summary() {
        assert_eq!(Tally::of_node(NODE, false), Tally { passed: 3, failed: 3 });
    }

    #[test]
    fn a_file_without_tests_is_a_failure() {
        let report = "ok 1 - real\nok 2 - /project/tests/node/empty.test.mjs\n# pass 2\n# fail 0\n";
        assert_eq!(Tally::of_node(report, true), Tally { passed: 1, failed: 1 });
    }

    #[test]
    fn node_that_ran_nothing_is_a_failure() {
        assert_eq!(Tally::of_node("", false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally::of_node("# pass 0\n# fail 0\n", true), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally::of_node("# pass 2\n# fail 0\n", false), Tally { passed: 2, failed: 1 });
    }
}
