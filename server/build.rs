//! Tells cargo that the site is part of a release, so that a new site is embedded anew. Development
//! builds read it from disk.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "how build scripts speak and listen")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../target/site");
    }
}
