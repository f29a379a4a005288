//! Endpoint and credentials in one text, as some providers show them.

use crate::{
    Error, Scheme,
    field::{Field, environment},
};

/// `endpoint=https://…;accesskey=…`: names in capitals or not. As Azure's own libraries read one, every
/// `;` ends a value, in quotation marks or not, and the first `=` a name, so that a value may hold `=` and
/// no `;`. No error shows a value, since one is a secret.
pub struct ConnectionString<'a>(Vec<(&'a str, &'a str)>);

/// A scheme whose file says what a connection string holds. `scheme!` implements it.
#[diagnostic::on_unimplemented(
    message = "no connection string is known for scheme `{Self}`",
    label = "its file gives no credential a `member`",
    note = "`client::new(endpoint, credentials)` takes both by themselves"
)]
pub trait Connects: Scheme {
    /// The members of which one says where the API is.
    const ENDPOINTS: &'static [&'static str];
    /// The environment variable that holds one.
    const VARIABLE: &'static str;

    /// The credentials.
    ///
    /// # Errors
    ///
    /// As [`ConnectionString::credential`].
    fn from_members(text: &ConnectionString<'_>) -> Result<Self, Error>;
}

/// Endpoint and credentials of a connection string.
///
/// # Errors
///
/// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is none, or something is missing.
pub fn connect<S: Connects>(text: &str) -> Result<(String, S), Error> {
    let text = ConnectionString::read(text)?;
    let credentials = S::from_members(&text)?;
    Ok((text.endpoint(S::ENDPOINTS)?, credentials))
}

/// The credentials alone.
///
/// # Errors
///
/// As [`connect`].
pub fn credentials<S: Connects>(text: &str) -> Result<S, Error> {
    S::from_members(&ConnectionString::read(text)?)
}

/// Both, of the scheme's variable in the environment.
///
/// # Errors
///
/// As [`connect`]; and if the variable is not set.
pub fn connect_from_env<S: Connects>() -> Result<(String, S), Error> {
    connect(&String::from_variable(S::VARIABLE, &environment)?)
}

/// A connection string in a variable, if none of the others is set.
pub fn instead(
    others: &[&str],
    variable: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let is_set = |name: &&str| lookup(name).is_some();
    let text = lookup(variable)?;
    (!others.iter().any(is_set)).then_some(text)
}

impl<'a> ConnectionString<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is none.
    pub fn read(text: &'a str) -> Result<Self, Error> {
        let text = text.trim();
        if text.starts_with(['"', '\'']) {
            return Err(Error::credentials(
                "the connection string stands in quotation marks, which are no part of it: take them off",
            ));
        }
        let parts = text.split(';').map(str::trim);
        let member = |(at, part): (usize, &'a str)| match part.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => Ok((name.trim(), value.trim())),
            _ => Err(Error::credentials(format!(
                "member {} of the connection string has no name: it is `endpoint=https://...;name=...`",
                at + 1
            ))),
        };
        let filled = parts.enumerate().filter(|(_, part)| !part.is_empty());
        filled.map(member).collect::<Result<_, _>>().map(Self)
    }

    /// Where the API is, by the one of these members that is there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if none is, or more than one.
    pub fn endpoint(&self, names: &[&str]) -> Result<String, Error> {
        let is_there = |name: &&&str| self.values(name).next().is_some();
        let there: Vec<&str> = names.iter().filter(is_there).copied().collect();
        match (&*there, names) {
            ([name], _) | ([], [name]) => self.credential(name),
            ([], _) => Err(Error::credentials(format!(
                "{} says where the API is{}: give the endpoint by itself, beside \
                 `credentials_from_connection_string`",
                one_of(names),
                self.names()
            ))),
            _ => Err(Error::credentials(format!(
                "{} are in the connection string, and one endpoint is wanted: give it by itself, beside \
                 `credentials_from_connection_string`",
                quoted(&there)
            ))),
        }
    }

    /// A member as a field of the scheme's type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is not there, empty, or there
    /// twice. The error names it.
    pub fn credential<F: Field>(&self, name: &str) -> Result<F, Error> {
        let mut found = self.values(name);
        let (first, second) = (found.next(), found.next());
        let problem = match (first, second) {
            (Some(_), Some(_)) => "twice in the connection string".to_owned(),
            (Some(""), None) => "empty in the connection string".to_owned(),
            (None, _) if !F::OPTIONAL => format!("not in the connection string{}", self.names()),
            _ => return F::from_variable(name, &|_| first.map(str::to_owned)),
        };
        Err(Error::credentials(format!("`{name}` is {problem}")))
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let known = move |(other, _): &&(&str, &str)| other.eq_ignore_ascii_case(name);
        self.0.iter().filter(known).map(|(_, value)| *value)
    }

    /// The names that are there, to be told: not what may be the beginning of a key in base64, which
    /// ends in `=`.
    fn names(&self) -> String {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let is_name = |(name, value): &&(&str, &str)| {
            name.len() <= 40 && name.chars().all(is_letter) && !value.trim_matches('=').is_empty()
        };
        let names: Vec<&str> = self
            .0
            .iter()
            .filter(is_name)
            .map(|(name, _)| *name)
            .collect();
        // A single one may be any text with a `=` in it.
        if self.0.len() < 2 || names.is_empty() {
            return String::new();
        }
        format!(", which has {}", quoted(&names))
    }
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn one_of(names: &[&str]) -> String {
    format!("no member of the connection string ({})", quoted(names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    /// The endpoint and one more member.
    fn read(text: &str, member: &str) -> Result<(String, String), String> {
        let read = || {
            let connection = ConnectionString::read(text)?;
            let secret: Secret = connection.credential(member)?;
            Ok((
                connection.endpoint(&["endpoint"])?,
                secret.expose().to_owned(),
            ))
        };
        read().map_err(|error: Error| format!("{error:#} {error:?}"))
    }

    #[test]
    fn what_providers_show() {
        // Azure Communication Services, App Configuration.
        let acs = "endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0==";
        let of = |endpoint: &str, secret: &str| Ok((endpoint.to_owned(), secret.to_owned()));
        let found = of("https://contoso.communication.azure.com/", "c2VjcmV0==");
        assert_eq!(read(acs, "accesskey"), found);
        let store = " Endpoint=https://s.azconfig.io; Id=a-l0-s0:b ; Secret=x=;\n";
        assert_eq!(read(store, "Secret"), of("https://s.azconfig.io", "x="));
        assert_eq!(read(store, "ID"), of("https://s.azconfig.io", "a-l0-s0:b"));
    }

    /// As `Azure.Core`'s `ConnectionString` and `azure.core`'s `parse_connection_string` do.
    #[test]
    fn a_value_holds_what_it_likes_but_a_semicolon() {
        for (text, secret) in [
            ("endpoint=https://h;key=a=b==", "a=b=="),
            ("endpoint=https://h;key===", "=="),
            ("endpoint=https://h;key=\"a\"", "\"a\""),
            ("endpoint=https://h;key=a;b=c", "a"),
            ("endpoint=https://h;key=\"a;b=c\"", "\"a"),
        ] {
            let found = read(text, "key").map(|(_, secret)| secret);
            assert_eq!(found.as_deref(), Ok(secret), "{text}");
        }
        let error = read("endpoint=https://h;key=a;b", "key").unwrap_err();
        assert!(
            error.contains("member 3 of the connection string has no name"),
            "{error}"
        );
    }

    #[test]
    fn what_lacks_is_named_and_nothing_shown() {
        for (text, says) in [
            ("", "`key` is not in the connection string"),
            ("c2VjcmV0", "member 1 of the connection string has no name"),
            (
                "key=c2VjcmV0;=c2VjcmV0",
                "member 2 of the connection string has no name",
            ),
            ("key=c2VjcmV0", "`endpoint` is not in the connection string"),
            (
                "Id=c2VjcmV0;c2VjcmV0=;c2VjcmV0==;c2V/=c2V;secret=c2VjcmV0",
                "`key` is not in the connection string, which has `Id`, `secret`",
            ),
            (
                "\"endpoint=c2VjcmV0;key=c2VjcmV0\"",
                "stands in quotation marks",
            ),
            (
                "endpoint=c2VjcmV0;KEY=;",
                "`key` is empty in the connection string",
            ),
            (
                "key=c2VjcmV0;Key=c2VjcmV0",
                "`key` is twice in the connection string",
            ),
        ] {
            let error = read(text, "key").unwrap_err();
            assert!(error.contains(says) && !error.contains("c2V"), "{error}");
        }
    }

    #[test]
    fn one_endpoint_of_several() {
        let all = ["BlobEndpoint", "QueueEndpoint"];
        let endpoint = |text| {
            let endpoint = ConnectionString::read(text).unwrap().endpoint(&all);
            endpoint.map_err(|error: Error| error.to_string())
        };
        let azurite = "AccountName=a;BlobEndpoint=http://127.0.0.1:10000/a;";
        assert_eq!(endpoint(azurite).unwrap(), "http://127.0.0.1:10000/a");
        for (text, says) in [
            (
                "AccountName=a;EndpointSuffix=core.windows.net",
                "no member of the connection string (`BlobEndpoint`, `QueueEndpoint`) says where the API is, \
                 which has `AccountName`, `EndpointSuffix`: give the endpoint by itself",
            ),
            (
                "BlobEndpoint=https://a;QueueEndpoint=https://b",
                "`BlobEndpoint`, `QueueEndpoint` are in the connection string, and one endpoint is wanted",
            ),
        ] {
            let error = endpoint(text).unwrap_err();
            assert!(error.starts_with(says), "{error}");
        }
    }

    #[test]
    fn an_optional_one_may_lack() {
        let connection = ConnectionString::read("endpoint=https://h").unwrap();
        assert!(
            connection
                .credential::<Option<Secret>>("token")
                .unwrap()
                .is_none()
        );
        let connection = ConnectionString::read("token=t").unwrap();
        let token: Option<Secret> = connection.credential("Token").unwrap();
        assert_eq!(token.unwrap().expose(), "t");
    }
}
