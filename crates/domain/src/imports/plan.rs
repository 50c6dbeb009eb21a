//! What a row does: the one rule for the preview and for the import.

use types::{
    CountryCode, CreateUser, EmailAddress, FieldCode, FieldError, ImportOptions, Language, MessageChannel,
    Ownership, PhoneNumber, Platform, RegistrationSettings, RowPlan, UserId, Username, Validate,
};

use super::{fact::Person, row::Row};

/// A row that can be done.
#[derive(Debug)]
pub(super) struct Planned {
    /// Who is created first, if nobody is there.
    pub(super) create: Option<CreateUser>,
    /// The kind of device.
    pub(super) platform: Platform,
    /// Its number, in E.164.
    pub(super) phone_number: Option<String>,
    /// The country of the number.
    pub(super) country: Option<String>,
    /// Whose it is.
    pub(super) ownership: Ownership,
    /// The language of the message.
    pub(super) language: Option<String>,
}

impl Planned {
    /// What the row would do.
    pub(super) fn plan(&self) -> RowPlan {
        if self.create.is_some() { RowPlan::CreatePerson } else { RowPlan::Register }
    }
}

/// Under which rules rows are planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) settings: &'a RegistrationSettings,
    pub(super) options: &'a ImportOptions,
    /// Whether who imports may create people.
    pub(super) may_create: bool,
}

impl Rules<'_> {
    fn tells_by(&self, channel: MessageChannel) -> bool {
        self.options.notify.contains(&channel)
    }
}

/// Plans a row of somebody who is there, or who is not.
pub(super) fn plan(rules: Rules<'_>, row: &Row, person: Option<&Person>) -> Result<Planned, Vec<FieldError>> {
    let mut problems = Vec::new();
    let mut wrong = |path: &str, code: FieldCode| problems.push(FieldError::new(path, code));
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());

    let platform = Platform::from_table(&row.platform);
    match platform {
        None if row.platform.is_empty() => wrong("platform", FieldCode::Required),
        None => wrong("platform", FieldCode::UnknownValue),
        Some(platform) if !rules.settings.lets_in(platform) => wrong("platform", FieldCode::SwitchedOff),
        Some(_) => {}
    }
    let country = filled(&row.country).or_else(|| rules.options.country.clone());
    let country = country.map(|text| CountryCode::parse(&text));
    if let Some(Err(code)) = country {
        wrong("country", code);
    }
    let country = country.and_then(Result::ok);
    if rules.tells_by(MessageChannel::Sms)
        && row.phone_number.trim().is_empty()
        && !person.is_some_and(|person| person.has_phone)
    {
        wrong("phone_number", FieldCode::Required);
    }
    let phone = filled(&row.phone_number).map(|text| PhoneNumber::parse_in(&text, country.as_ref()));
    if let Some(Err(code)) = phone {
        wrong("phone_number", code);
    }
    let ownership = filled(&row.ownership).map(|text| Ownership::from_table(&text));
    if ownership == Some(None) {
        wrong("ownership", FieldCode::UnknownValue);
    }
    let language = filled(&row.language).map(|text| Language::parse(&text).map(String::from));
    if let Some(Err(code)) = language {
        wrong("language", code);
    }
    if row.reference.chars().count() > 200 {
        wrong("reference", FieldCode::TooLong);
    }
    let language = language.and_then(Result::ok);
    let create = match person {
        Some(person) => {
            if !person.active {
                wrong("user", FieldCode::SwitchedOff);
            } else if person.limit.is_some_and(|limit| person.places >= limit) {
                wrong("user", FieldCode::OutOfRange);
            } else if rules.tells_by(MessageChannel::Email) && !person.has_address {
                wrong("email", FieldCode::Required);
            }
            None
        }
        None => match new_person(rules, row, language.clone()) {
            Ok(person) => Some(person),
            Err((path, code)) => {
                wrong(path, code);
                None
            }
        },
    };
    match platform {
        Some(platform) if problems.is_empty() => Ok(Planned {
            create,
            platform,
            phone_number: phone.and_then(Result::ok).map(String::from),
            country: country.map(String::from),
            ownership: ownership.flatten().unwrap_or(rules.settings.default_ownership),
            language,
        }),
        _ => Err(problems),
    }
}

/// Who would be created.
fn new_person(
    rules: Rules<'_>,
    row: &Row,
    language: Option<String>,
) -> Result<CreateUser, (&'static str, FieldCode)> {
    if row.user.is_empty() && row.email.is_empty() {
        return Err(("user", FieldCode::Required));
    }
    if !rules.options.create_people || !rules.may_create {
        return Err(("user", FieldCode::NotFound));
    }
    let username = if row.user.is_empty() { &row.email } else { &row.user };
    Username::parse(username).map_err(|code| ("user", code))?;
    EmailAddress::parse(&row.email).map_err(|code| ("email", code))?;
    if rules.settings.standard_device_limit == Some(0) {
        return Err(("user", FieldCode::OutOfRange));
    }
    let new = CreateUser {
        username: username.clone(),
        display_name: if row.name.is_empty() { username.clone() } else { row.name.clone() },
        email: row.email.clone(),
        language,
        ..CreateUser::default()
    };
    match new.validate() {
        Ok(()) => Ok(new),
        Err(error) => {
            let found = error.fields.first();
            let code = found.map_or(FieldCode::Malformed, |field| field.code);
            let name = found.is_some_and(|field| field.path == "display_name");
            Err((if name { "name" } else { "user" }, code))
        }
    }
}

/// What kind of device a row means, without whose it is. Nothing for a row that could not be done.
pub(super) fn device(rules: Rules<'_>, row: &Row) -> Option<String> {
    let platform = Platform::from_table(&row.platform)?;
    let country = [Some(row.country.as_str()), rules.options.country.as_deref()];
    let country = country.into_iter().flatten().find(|text| !text.is_empty());
    let country = country.and_then(|text| CountryCode::parse(text).ok());
    let phone = match row.phone_number.is_empty() {
        true => String::new(),
        false => PhoneNumber::parse_in(&row.phone_number, country.as_ref()).ok()?.into(),
    };
    Some(format!("{platform}/{phone}/{}", row.reference.to_lowercase()))
}

/// By what a row of somebody is remembered, so that the same file again changes nothing.
pub(super) fn key(rules: Rules<'_>, row: &Row, user_id: UserId) -> Option<String> {
    Some(format!("{user_id}/{}/{}", device(rules, row)?, row.ordinal))
}
