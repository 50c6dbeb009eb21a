//! SQLite: a template file, copied.

use super::{migrate, schema_digest};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();

/// A temporary folder with a copy of the template, and the address of that copy.
pub(super) async fn create() -> (TempDir, String) {
    let template = TEMPLATE.get_or_init(template).await;
    let folder = TempDir::with_prefix("gatehouse-test-").unwrap();
    let file = folder.path().join("gatehouse.db");
    fs::copy(template, &file).unwrap();
    let url = format!("sqlite://{}", file.display());
    (folder, url)
}

/// The template's path; made when no earlier run with the same migrations left one.
async fn template() -> PathBuf {
    let home = templates_folder();
    let template = home.join(format!("{}.db", schema_digest()));
    if !template.exists() {
        fs::create_dir_all(&home).unwrap();
        let workshop = TempDir::with_prefix_in(".making-", &home).unwrap();
        let draft = workshop.path().join("template.db");
        migrate(&format!("sqlite://{}?mode=rwc", draft.display())).await;
        // Another test program may be at it too: a rename leaves one whole template, whoever is last.
        fs::rename(&draft, &template).unwrap();
    }
    template
}

/// Beside the test programs: a folder of the user's own, which `cargo clean` removes.
fn templates_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    folder.unwrap_or(Path::new(".")).join("test-databases")
}
