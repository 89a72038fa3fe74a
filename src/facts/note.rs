//! What a planner should know about how the facts came about, with counts.

use super::text::Text;
use serde::{Deserialize, Serialize};

/// Something that was skipped, estimated, merged or could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A stable name, for example `facilities.merged`.
    pub code: String,
    /// How many there are.
    pub count: u64,
    /// What it means, as a sentence.
    pub text: Text,
    /// Codes or names of those concerned, where a list is of use.
    pub listed: Vec<String>,
}

impl Note {
    /// A note that only counts.
    pub fn counted(code: &str, count: usize, text: Text) -> Self {
        Self { code: code.to_owned(), count: count as u64, text, listed: Vec::new() }
    }

    /// A note that lists what it counts.
    pub fn listing(code: &str, listed: Vec<String>, text: Text) -> Self {
        Self { code: code.to_owned(), count: listed.len() as u64, text, listed }
    }
}
