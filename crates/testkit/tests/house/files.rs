//! The house's files: none too long to read in one sitting, one module style, two faces that do not meet.

use crate::root;
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST: usize = 600;
const READ_BY_PEOPLE: [&str; 5] = ["rs", "css", "ts", "mjs", "sh"];
/// What tools make, and what is not ours.
const PASSED_OVER: [&str; 6] =
    ["target", "node_modules", "data", "test-results", "playwright-report", "screenshots"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !PASSED_OVER.contains(&name.as_str()) {
                files(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

pub(crate) fn sources(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join(below), &mut found);
    let read =
        |path: &PathBuf| READ_BY_PEOPLE.iter().any(|kind| path.extension().is_some_and(|it| it == *kind));
    found.into_iter().filter(read).collect()
}

#[test]
fn every_file_is_read_in_one_sitting() {
    for path in sources(".") {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines; split it by purpose", path.display());
    }
}

#[test]
fn a_module_stands_beside_its_folder() {
    for path in sources(".") {
        assert!(!path.ends_with("mod.rs"), "{}: write room.rs beside room/", path.display());
    }
}

#[test]
fn portal_and_console_never_meet() {
    for (face, other) in [("portal", "console"), ("console", "portal")] {
        for path in sources("app/src").into_iter().filter(|path| belongs_to(path, face)) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                !text.contains(&format!("crate::{other}")),
                "{} imports from the {other}",
                path.display()
            );
        }
    }
}

fn belongs_to(path: &Path, face: &str) -> bool {
    let inside = path.strip_prefix(root().join("app/src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str();
    first == face || first.to_str() == Some(&format!("{face}.rs"))
}
