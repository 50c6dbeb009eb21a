//! The entries of a dictionary by name and kind. An entry of another kind is as good as none: devices send more
//! than is known here, and something new in one place shall not make the rest unreadable.

use plist::{Dictionary, Value};

use crate::property_list::{self, Fault};

/// A dictionary that somebody has sent.
pub(crate) struct Fields(Dictionary);

impl Fields {
    /// Reads one.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Fault> {
        property_list::read(body).map(Self)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(Value::as_string).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, name: &str) -> Result<String, Fault> {
        self.text(name).ok_or(Fault::Unexpected)
    }

    /// Bytes that are not empty.
    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.0.get(name).and_then(Value::as_data).filter(|bytes| !bytes.is_empty()).map(<[u8]>::to_vec)
    }

    /// Whether something is so; not where nothing is said.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_boolean).unwrap_or_default()
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        number(self.0.get(name)?)
    }

    /// A dictionary inside; an empty one where there is none.
    pub(crate) fn inner(&self, name: &str) -> Self {
        Self(self.0.get(name).and_then(Value::as_dictionary).cloned().unwrap_or_default())
    }

    /// Dictionaries inside.
    pub(crate) fn each(&self, name: &str) -> Vec<Self> {
        let list = self.0.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_dictionary).cloned().map(Self).collect()
    }

    /// Whether something is so, if anything is said.
    pub(crate) fn is_said(&self, name: &str) -> Option<bool> {
        self.0.get(name).and_then(Value::as_boolean)
    }
}

// What devices count fits into 53 bits.
#[expect(clippy::cast_precision_loss)]
fn number(value: &Value) -> Option<f64> {
    value.as_real().or_else(|| value.as_signed_integer().map(|number| number as f64))
}
