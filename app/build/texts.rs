//! From language files to Rust source: one function per text, so that the linker drops what a page
//! does not say. English is the reference; another language may leave texts out (English is shown)
//! but may not invent keys or placeholders.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write,
    fs,
    path::Path,
};

use toml::{Table, Value};

/// Language code (`en`, `ja`) → file stem → its texts.
pub(crate) type Languages = BTreeMap<String, BTreeMap<String, Table>>;

type Outcome<T> = Result<T, Box<dyn Error>>;

const REFERENCE: &str = "en";
/// Between the name of a plural form and its text (ASCII unit separator).
const UNIT: &str = "\u{1f}";
/// Between the forms of a plural (ASCII record separator).
const RECORD: &str = "\u{1e}";

const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Reads `<folder>/<language>/*.toml`.
pub(crate) fn read(folder: &Path) -> Outcome<Languages> {
    let mut languages = Languages::new();
    for language in fs::read_dir(folder)? {
        let language = language?;
        if !language.file_type()?.is_dir() {
            continue;
        }
        let texts = languages.entry(language.file_name().to_string_lossy().to_lowercase()).or_default();
        for file in fs::read_dir(language.path())? {
            let path = file?.path();
            let Some(stem) = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else {
                continue;
            };
            if path.extension().is_some_and(|extension| extension == "toml") {
                let table = fs::read_to_string(&path)?
                    .parse()
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                texts.insert(stem, table);
            }
        }
    }
    Ok(languages)
}

/// The source of the module `text`: a module per file with a function per key, and on the server what each
/// says in every language.
pub(crate) fn generate(languages: &Languages) -> Outcome<Generated> {
    let reference = languages.get(REFERENCE).ok_or("locales/en is missing")?;
    let others: Vec<_> = languages.iter().filter(|(code, _)| *code != REFERENCE).collect();
    for (code, files) in &others {
        if let Some(stem) = files.keys().find(|stem| !reference.contains_key(*stem)) {
            return Err(format!("{code}/{stem}.toml has no English counterpart").into());
        }
    }
    let mut out = Generated {
        translated: others.iter().map(|(code, _)| ((*code).clone(), Vec::new())).collect(),
        ..Generated::default()
    };
    for (stem, table) in reference {
        let translations = others
            .iter()
            .filter_map(|(code, files)| Some((code.as_str(), files.get(stem)?)))
            .collect::<Vec<_>>();
        out.module(stem, table, &translations)?;
    }
    out.tables()?;
    Ok(out)
}

/// What the language files become.
#[derive(Debug, Default)]
pub(crate) struct Generated {
    /// The Rust source.
    pub(crate) source: String,
    /// The texts in English, by number.
    pub(crate) english: Vec<String>,
    /// The same in the other languages, by code; none where one is not translated.
    pub(crate) translated: BTreeMap<String, Vec<Option<String>>>,
}

impl Generated {
    fn module(&mut self, name: &str, table: &Table, translations: &[(&str, &Table)]) -> Outcome<()> {
        check_name(name)?;
        writeln!(self.source, "/// Texts of `{name}`.\npub mod {name} {{")?;
        writeln!(self.source, "    #[allow(unused_imports)]\n    use super::*;")?;
        for (code, other) in translations {
            if let Some(key) = other.keys().find(|key| !table.contains_key(*key)) {
                return Err(format!("{code}: {name}.{key} does not exist in English").into());
            }
        }
        for (key, value) in table {
            check_name(key)?;
            let others: Vec<(&str, &Value)> =
                translations.iter().filter_map(|(code, other)| Some((*code, other.get(key)?))).collect();
            match value {
                Value::String(text) => self.text(key, text, &others)?,
                Value::Table(forms) if forms.contains_key("other") => self.plural(key, forms, &others)?,
                Value::Table(group) => {
                    let tables: Vec<(&str, &Table)> =
                        others.iter().filter_map(|(code, value)| Some((*code, value.as_table()?))).collect();
                    self.module(key, group, &tables)?;
                }
                _ => return Err(format!("{name}.{key} is neither a text nor a table").into()),
            }
        }
        writeln!(self.source, "}}")?;
        Ok(())
    }

    fn text(&mut self, key: &str, text: &str, others: &[(&str, &Value)]) -> Outcome<()> {
        let names = placeholders(text);
        let mut translated = BTreeMap::new();
        for (code, value) in others {
            let other = value.as_str().ok_or(format!("{code}: {key} must be a text"))?;
            same_placeholders(key, code, &names, other)?;
            translated.insert(*code, numbered(other, &names));
        }
        let look_up = self.add(numbered(text, &names), &translated);
        writeln!(self.source, "    /// {}\n    #[must_use]", doc(text))?;
        if names.is_empty() {
            writeln!(self.source, "    pub fn {key}() -> &'static str {{ {look_up} }}")?;
        } else {
            let parameters: Vec<String> = names.iter().map(|name| format!("{name}: impl Display")).collect();
            let arguments: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
            writeln!(
                self.source,
                "    pub fn {key}({}) -> String {{ fill({look_up}, &[{}]) }}",
                parameters.join(", "),
                arguments.join(", ")
            )?;
        }
        Ok(())
    }

    fn plural(&mut self, key: &str, forms: &Table, others: &[(&str, &Value)]) -> Outcome<()> {
        let text = form(key, forms, "other")?;
        let mut names = placeholders(text);
        names.retain(|name| name != "count");
        names.insert(0, "count".to_owned());
        let mut translated = BTreeMap::new();
        for (code, value) in others {
            let forms = value.as_table().ok_or(format!("{code}: {key} must have plural forms"))?;
            same_placeholders(key, code, &names, &format!("{{count}}{}", form(key, forms, "other")?))?;
            translated.insert(*code, plural_forms(key, forms, &names)?);
        }
        let look_up = self.add(plural_forms(key, forms, &names)?, &translated);
        let parameters: Vec<String> =
            names.iter().skip(1).map(|name| format!(", {name}: impl Display")).collect();
        let arguments: Vec<String> = names.iter().skip(1).map(|name| format!(", &{name}")).collect();
        writeln!(self.source, "    /// {}\n    #[must_use]", doc(text))?;
        writeln!(self.source, "    pub fn {key}(count: impl Count{}) -> String {{", parameters.concat())?;
        writeln!(self.source, "        let count = count.into_count();")?;
        writeln!(
            self.source,
            "        fill(plural(count, {look_up}), &[&count{}])\n    }}",
            arguments.concat()
        )?;
        Ok(())
    }

    /// Gives a text the next number; answers the expression that looks it up.
    fn add(&mut self, english: String, translated: &BTreeMap<&str, String>) -> String {
        let look_up = format!("look_up({}, {english:?})", self.english.len());
        self.english.push(english);
        for (code, texts) in &mut self.translated {
            texts.push(translated.get(code.as_str()).cloned());
        }
        look_up
    }

    /// What the server says in other languages, by number; empty where a text is not translated.
    fn tables(&mut self) -> Outcome<()> {
        let out = &mut self.source;
        writeln!(out, "/// What is said in a language, by number; empty where it is said in English.")?;
        writeln!(out, "#[cfg(feature = \"ssr\")]")?;
        writeln!(out, "fn translated(language: MessageLanguage) -> &'static [&'static str] {{")?;
        writeln!(out, "    match language.as_str() {{")?;
        for (code, texts) in &self.translated {
            let texts: Vec<&str> = texts.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
            writeln!(out, "        {code:?} => &{texts:?},")?;
        }
        writeln!(out, "        _ => &[],\n    }}\n}}")?;
        Ok(())
    }

    /// Every text with its number and translations as JSON, for `scripts/page-texts.mjs`.
    pub(crate) fn json(&self) -> String {
        serde_json::json!({ "english": self.english, "translated": self.translated }).to_string()
    }
}

/// The forms of a plural as one text: name and text of each between [`UNIT`], forms between [`RECORD`], the last
/// being `other`.
fn plural_forms(key: &str, forms: &Table, names: &[String]) -> Outcome<String> {
    if let Some(unknown) = forms.keys().find(|name| !PLURAL_FORMS.contains(&name.as_str())) {
        return Err(format!("{key}.{unknown} is no plural form").into());
    }
    let mut entries = Vec::new();
    for name in PLURAL_FORMS.iter().filter(|name| forms.contains_key(**name)) {
        entries.push(format!("{name}{UNIT}{}", numbered(form(key, forms, name)?, names)));
    }
    Ok(entries.join(RECORD))
}

fn form<'a>(key: &str, forms: &'a Table, name: &str) -> Outcome<&'a str> {
    forms.get(name).and_then(Value::as_str).ok_or_else(|| format!("{key}.{name} must be a text").into())
}

/// Names in braces, in the order in which they first appear.
pub(crate) fn placeholders(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn same_placeholders(key: &str, code: &str, names: &[String], text: &str) -> Outcome<()> {
    let expected: BTreeSet<&String> = names.iter().collect();
    let found = placeholders(text);
    if expected == found.iter().collect() {
        return Ok(());
    }
    Err(format!("{code}: {key} must use the placeholders of the English text: {names:?}").into())
}

/// `{used} of {limit}` → `{0} of {1}`, which is what `fill` reads.
fn numbered(text: &str, names: &[String]) -> String {
    let mut out = text.to_owned();
    for (index, name) in names.iter().enumerate() {
        out = out.replace(&format!("{{{name}}}"), &format!("{{{index}}}"));
    }
    out
}

fn doc(text: &str) -> String {
    text.replace('\n', " ").replace('[', "\\[").replace('<', "\\<")
}

fn check_name(name: &str) -> Outcome<()> {
    let good = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if good { Ok(()) } else { Err(format!("{name:?} cannot name a text: use a-z, 0-9 and _").into()) }
}
