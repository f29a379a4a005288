//! Endpoint and credentials in one text, as some providers show them.

use signed_api_specs::data::ENDPOINT;

use crate::{Error, field::Field};

/// `endpoint=https://…;accesskey=…`: names in capitals or not, and values that may hold `=`. No error
/// shows it, since it holds a secret.
pub struct ConnectionString<'a>(Vec<(&'a str, &'a str)>);

impl<'a> ConnectionString<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is none.
    pub fn read(text: &'a str) -> Result<Self, Error> {
        let parts = text.trim().split(';').map(str::trim);
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

    /// Where the API is.
    ///
    /// # Errors
    ///
    /// As [`credential`](Self::credential).
    pub fn endpoint(&self) -> Result<String, Error> {
        self.credential(ENDPOINT)
    }

    /// A member as a field of the scheme's type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is not there, empty, or there
    /// twice. The error names it.
    pub fn credential<F: Field>(&self, name: &str) -> Result<F, Error> {
        let known = |(other, _): &&(&str, &str)| other.eq_ignore_ascii_case(name);
        let mut found = self.0.iter().filter(known).map(|(_, value)| *value);
        let (first, second) = (found.next(), found.next());
        let problem = match (first, second) {
            (Some(_), Some(_)) => "twice in the connection string",
            (Some(""), None) => "empty in the connection string",
            (None, _) if !F::OPTIONAL => "not in the connection string",
            _ => return F::from_variable(name, &|_| first.map(str::to_owned)),
        };
        Err(Error::credentials(format!("`{name}` is {problem}")))
    }
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
            Ok((connection.endpoint()?, secret.expose().to_owned()))
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
