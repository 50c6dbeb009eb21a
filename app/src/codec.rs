//! How server functions speak: JSON, read in the same way as what travels with the page. With the
//! codec of the framework every type would be read by two readers in the browser, one for bytes and
//! one for text, and a bundle would hold the code of both.

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::{Serialize, de::DeserializeOwned};

/// JSON as text.
pub struct TextJson;

/// JSON in the body of a `POST`, both ways: `input = Json, output = Json`.
pub type Json = Post<TextJson>;

impl ContentType for TextJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for TextJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextJson {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_string(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        let text = std::str::from_utf8(&bytes).map_err(|_| not_text())?;
        serde_json::from_str(text)
    }
}

fn not_text() -> serde_json::Error {
    <serde_json::Error as serde::de::Error>::custom("not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_is_no_text_is_refused() {
        let bytes = TextJson::encode(&vec!["a", "ø"]).expect("JSON");
        assert_eq!(&bytes[..], "[\"a\",\"ø\"]".as_bytes());
        let read: Vec<String> = TextJson::decode(bytes).expect("the same");
        assert_eq!(read, ["a", "ø"]);
        let outcome: Result<String, _> = TextJson::decode(Bytes::from_static(b"\"\xff\""));
        assert!(outcome.is_err());
    }
}
