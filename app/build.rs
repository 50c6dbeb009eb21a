//! Compiles `locales/<language>/*.toml` into one function per text, and into a list for `scripts/page-texts.mjs`.
//! How a text is added is told in `src/text.rs`.

use std::{error::Error, fs, path::Path};

#[path = "build/texts.rs"]
mod texts;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo runs this in the folder of the package, wherever it was compiled.
    let locales = Path::new("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    println!("cargo::rerun-if-changed=build/texts.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    let texts = texts::generate(&texts::read(locales)?)?;
    fs::write(Path::new(&out).join("texts.rs"), &texts.source)?;
    fs::write(Path::new(&out).join("texts.json"), texts.json())?;
    Ok(())
}
