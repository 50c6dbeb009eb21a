//! The site as the build has left it.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

pub(super) fn files() -> Vec<(String, Cow<'static, [u8]>)> {
    Site::iter().filter_map(|name| Some((name.to_string(), Site::get(&name)?.data))).collect()
}
