//! Settings of the scheme that trait or method give.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use signed_api_specs::data::{SchemeData, Setting, SettingKind};
use syn::LitStr;

use crate::{errors::Errors, names};

/// `service = "dynamodb"`.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) name: Ident,
    pub(crate) value: Preset,
    /// A method has it from its trait.
    pub(crate) inherited: bool,
}

/// The value of a setting as a literal.
#[derive(Clone)]
pub(crate) enum Preset {
    Text(LitStr),
    List(Vec<LitStr>),
    Switch(syn::LitBool),
}

impl Preset {
    pub(crate) const fn kind(&self) -> SettingKind {
        match self {
            Self::Text(_) => SettingKind::Text,
            Self::List(_) => SettingKind::List,
            Self::Switch(_) => SettingKind::Switch,
        }
    }

    /// The value as it stands there, if there is anything of it to be seen.
    fn written(&self) -> Option<TokenStream> {
        match self {
            Self::Text(text) => Some(text.to_token_stream()),
            Self::List(list) => (!list.is_empty()).then(|| quote!(#(#list),*)),
            Self::Switch(on) => Some(on.to_token_stream()),
        }
    }

    pub(crate) fn tokens(&self, krate: &TokenStream) -> TokenStream {
        match self {
            Self::Text(text) => quote!(#krate::Preset::Text(#text)),
            Self::List(list) => quote!(#krate::Preset::List(&[#(#list),*])),
            Self::Switch(on) => quote!(#krate::Preset::Switch(#on)),
        }
    }
}

/// What a setting of this kind is, in a sentence.
const fn described(kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::Text => "a text: `\"...\"`",
        SettingKind::List => "a list of texts: `[\"...\"]`",
        SettingKind::Switch => "a switch: `true` or `false`",
    }
}

/// Checks a literal against the scheme.
pub(crate) fn check(given: &Given, data: &SchemeData<'_>, errors: &mut Errors) {
    let name = names::plain(&given.name);
    let Some(setting) = find(data, &name) else {
        return errors.at(&given.name, unknown(data, &name));
    };
    if setting.kind != given.value.kind() {
        return errors.at(
            given
                .value
                .written()
                .unwrap_or(given.name.to_token_stream()),
            format!("`{name}` is {}", described(setting.kind)),
        );
    }
    let choices: Vec<_> = data.choices(setting.one_of).collect();
    if let Preset::Text(text) = &given.value
        && !choices.is_empty()
        && !choices.contains(&text.value().as_str())
    {
        errors.at(text, format!("`{name}` is one of {}", names::list(choices)));
    }
    if let Preset::Text(text) = &given.value
        && let Some(max) = setting.exceeded(&text.value())
    {
        errors.at(text, format!("`{name}` is a whole number up to {max}"));
    }
}

/// The declaration of a setting.
pub(crate) fn find<'a>(data: &SchemeData<'a>, name: &str) -> Option<&'a Setting> {
    data.settings
        .iter()
        .find(|setting| data.text(setting.name) == name)
}

/// What is no setting, and may be misspelt.
const ARGUMENTS: [&str; 8] = [
    "scheme",
    "query",
    "header",
    "client",
    "request",
    "crate",
    "idempotency",
    "first_sent",
];

/// What others call the endpoint.
const ENDPOINT: [&str; 5] = ["endpoint", "base_url", "base_uri", "url", "host"];

/// The sentence about a setting that the scheme does not have.
pub(crate) fn unknown(data: &SchemeData<'_>, name: &str) -> String {
    if ENDPOINT.contains(&name) {
        return format!(
            "`{name}` is not said in the trait: the endpoint is what its client is made with, `new(\"https://...\", credentials)`"
        );
    }
    let all: Vec<_> = data
        .settings
        .iter()
        .map(|setting| data.text(setting.name))
        .collect();
    if let Some(near) = names::nearest(name, ARGUMENTS)
        && names::nearest(name, all.iter().copied()).is_none()
    {
        return format!("there is no `{name}`; did you mean `{near}`?");
    }
    let hint = match names::nearest(name, all.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if all.is_empty() => "; it has none".to_owned(),
        None => format!("; it has {}", names::list(all)),
    };
    format!("scheme `{}` has no setting `{name}`{hint}", data.name)
}

/// The settings that the scheme leaves to the trait and that must be given.
pub(crate) fn left_to_trait<'a>(data: &SchemeData<'a>) -> impl Iterator<Item = &'a str> {
    let (data, settings) = (*data, data.settings);
    let required =
        |setting: &&Setting| setting.by_trait && !setting.optional && setting.default.is_none();
    settings
        .iter()
        .filter(required)
        .map(move |setting| data.text(setting.name))
}
