//! The standard for JavaScript: the study's own, from a file, as a file, and beside others.

use super::convert::{self, JsResult, thrown};
use super::study::Study;
use crate::facts::StandardTable;
use crate::import::standard_file::read_standard;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Study {
    /// The standard that is asked for, with the scenario's changes.
    #[wasm_bindgen(js_name = standard, unchecked_return_type = "StandardTable")]
    pub fn standard_table(&self) -> JsResult<JsValue> {
        written(&**self.area().standard())
    }

    /// The same as CSV, without a byte order mark; `readStandard` reads it as the same table.
    #[wasm_bindgen(js_name = standardCsv)]
    pub fn standard_csv(&self) -> String {
        self.area().standard().to_csv()
    }
}

/// The standard of a CSV (UTF-8 or GB18030) or JSON file; unknown columns are refused by name.
#[wasm_bindgen(js_name = readStandard, unchecked_return_type = "StandardTable")]
pub fn read(bytes: &[u8]) -> JsResult<JsValue> {
    written(&read_standard(bytes).map_err(thrown)?)
}

/// The fields in which tables differ, by service in the order of their first table, then by column.
#[wasm_bindgen(js_name = standardDifferences, unchecked_return_type = "StandardDifference[]")]
pub fn differences(
    #[wasm_bindgen(unchecked_param_type = "StandardTable[]")] tables: JsValue,
) -> JsResult<JsValue> {
    let tables: Vec<StandardTable> = convert::document(tables, "tables").map_err(thrown)?;
    let tables: Vec<&StandardTable> = tables.iter().collect();
    written(&StandardTable::differences(&tables))
}

/// A document of the core on its way out; what is missing is null.
fn written<T: Serialize + ?Sized>(document: &T) -> JsResult<JsValue> {
    let nulls = Serializer::new().serialize_missing_as_null(true);
    document.serialize(&nulls).map_err(|e| js_sys::Error::new(&e.to_string()).into())
}
