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

/// Language code (`en`, `pt-br`) → file stem → its texts.
pub(crate) type Languages = BTreeMap<String, BTreeMap<String, Table>>;

type Outcome<T> = Result<T, Box<dyn Error>>;

const REFERENCE: &str = "en";
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

/// The source of the module `text`: the `Locale` enum and a module per file with a function per key.
pub(crate) fn generate(languages: &Languages) -> Outcome<String> {
    let reference = languages.get(REFERENCE).ok_or("locales/en is missing")?;
    let others: Vec<_> = languages.iter().filter(|(code, _)| *code != REFERENCE).collect();
    let mut out = String::new();
    write_locales(&mut out, &others)?;
    for (_, files) in &others {
        if let Some(stem) = files.keys().find(|stem| !reference.contains_key(*stem)) {
            return Err(format!("{stem}.toml has no English counterpart").into());
        }
    }
    for (stem, table) in reference {
        let translations = others
            .iter()
            .filter_map(|(code, files)| Some((code.as_str(), files.get(stem)?)))
            .collect::<Vec<_>>();
        write_module(&mut out, stem, table, &translations)?;
    }
    Ok(out)
}

fn write_locales(out: &mut String, others: &[(&String, &BTreeMap<String, Table>)]) -> Outcome<()> {
    let codes: Vec<&str> =
        [REFERENCE].into_iter().chain(others.iter().map(|(code, _)| code.as_str())).collect();
    writeln!(out, "/// A language that the pages are written in.")?;
    writeln!(out, "#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]\npub enum Locale {{")?;
    for code in &codes {
        let default = if *code == REFERENCE { "#[default] " } else { "" };
        writeln!(out, "    /// `{code}`\n    {default}{},", variant(code))?;
    }
    writeln!(out, "}}\n\nimpl Locale {{")?;
    writeln!(out, "    /// Every language, English first.")?;
    let all: Vec<String> = codes.iter().map(|code| format!("Self::{}", variant(code))).collect();
    writeln!(out, "    pub const ALL: &[Self] = &[{}];", all.join(", "))?;
    writeln!(out, "    /// The language tag, in lower case.\n    #[must_use]")?;
    writeln!(out, "    pub const fn code(self) -> &'static str {{\n        match self {{")?;
    for code in &codes {
        writeln!(out, "            Self::{} => {code:?},", variant(code))?;
    }
    writeln!(out, "        }}\n    }}\n}}")?;
    Ok(())
}

fn write_module(out: &mut String, name: &str, table: &Table, translations: &[(&str, &Table)]) -> Outcome<()> {
    check_name(name)?;
    writeln!(out, "/// Texts of `{name}`.\npub mod {name} {{")?;
    writeln!(out, "    #[allow(unused_imports)]\n    use super::*;")?;
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
            Value::String(text) => write_text(out, key, text, &others)?,
            Value::Table(forms) if forms.contains_key("other") => write_plural(out, key, forms, &others)?,
            Value::Table(group) => {
                let tables: Vec<(&str, &Table)> =
                    others.iter().filter_map(|(code, value)| Some((*code, value.as_table()?))).collect();
                write_module(out, key, group, &tables)?;
            }
            _ => return Err(format!("{name}.{key} is neither a text nor a table").into()),
        }
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn write_text(out: &mut String, key: &str, text: &str, others: &[(&str, &Value)]) -> Outcome<()> {
    let names = placeholders(text);
    let mut arms = Vec::new();
    for (code, value) in others {
        let other = value.as_str().ok_or(format!("{code}: {key} must be a text"))?;
        same_placeholders(key, code, &names, other)?;
        arms.push((*code, numbered(other, &names)));
    }
    let choice = choice(&numbered(text, &names), &arms);
    writeln!(out, "    /// {}\n    #[must_use]", doc(text))?;
    if names.is_empty() {
        writeln!(out, "    pub fn {key}() -> &'static str {{ {choice} }}")?;
    } else {
        let parameters: Vec<String> = names.iter().map(|name| format!("{name}: impl Display")).collect();
        let arguments: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
        writeln!(
            out,
            "    pub fn {key}({}) -> String {{ fill({choice}, &[{}]) }}",
            parameters.join(", "),
            arguments.join(", ")
        )?;
    }
    Ok(())
}

fn write_plural(out: &mut String, key: &str, forms: &Table, others: &[(&str, &Value)]) -> Outcome<()> {
    let text = form(key, forms, "other")?;
    let mut names = placeholders(text);
    names.retain(|name| name != "count");
    names.insert(0, "count".to_owned());
    let arms: Vec<(&str, String)> = others
        .iter()
        .map(|(code, value)| {
            let forms = value.as_table().ok_or(format!("{code}: {key} must have plural forms"))?;
            same_placeholders(key, code, &names, &format!("{{count}}{}", form(key, forms, "other")?))?;
            Ok((*code, plural_forms(key, forms, &names)?))
        })
        .collect::<Outcome<_>>()?;
    let choice = choice_raw(&plural_forms(key, forms, &names)?, &arms);
    let parameters: Vec<String> =
        names.iter().skip(1).map(|name| format!(", {name}: impl Display")).collect();
    let arguments: Vec<String> = names.iter().skip(1).map(|name| format!(", &{name}")).collect();
    writeln!(out, "    /// {}\n    #[must_use]", doc(text))?;
    writeln!(out, "    pub fn {key}(count: impl Count{}) -> String {{", parameters.concat())?;
    writeln!(out, "        let count = count.into_count();")?;
    writeln!(out, "        fill(plural(count, {choice}), &[&count{}])\n    }}", arguments.concat())?;
    Ok(())
}

/// `&[("one", "..."), ("other", "...")]`, the last being `other`.
fn plural_forms(key: &str, forms: &Table, names: &[String]) -> Outcome<String> {
    if let Some(unknown) = forms.keys().find(|name| !PLURAL_FORMS.contains(&name.as_str())) {
        return Err(format!("{key}.{unknown} is no plural form").into());
    }
    let mut entries = Vec::new();
    for name in PLURAL_FORMS.iter().filter(|name| forms.contains_key(**name)) {
        entries.push(format!("({name:?}, {:?})", numbered(form(key, forms, name)?, names)));
    }
    Ok(format!("&[{}]", entries.join(", ")))
}

fn form<'a>(key: &str, forms: &'a Table, name: &str) -> Outcome<&'a str> {
    forms.get(name).and_then(Value::as_str).ok_or_else(|| format!("{key}.{name} must be a text").into())
}

fn choice(reference: &str, arms: &[(&str, String)]) -> String {
    let arms: Vec<(&str, String)> = arms.iter().map(|(code, text)| (*code, format!("{text:?}"))).collect();
    choice_raw(&format!("{reference:?}"), &arms)
}

fn choice_raw(reference: &str, arms: &[(&str, String)]) -> String {
    if arms.is_empty() {
        return reference.to_owned();
    }
    let mut out = String::from("match locale() { ");
    for (code, text) in arms {
        out.push_str(&format!("Locale::{} => {text}, ", variant(code)));
    }
    out + &format!("_ => {reference} }}")
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

fn variant(code: &str) -> String {
    code.split('-')
        .map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
                .unwrap_or_default()
        })
        .collect()
}

fn doc(text: &str) -> String {
    text.replace('\n', " ").replace('[', "\\[").replace('<', "\\<")
}

fn check_name(name: &str) -> Outcome<()> {
    let good = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if good { Ok(()) } else { Err(format!("{name:?} cannot name a text: use a-z, 0-9 and _").into()) }
}
