//! The fields of a scheme's type: as values, and from variables of the environment.

use signed_api_specs::{SchemeData, Value};

use crate::{Error, Scheme, Secret};

/// A type that a field of a scheme may have.
pub trait Field: Sized {
    /// It may be missing.
    const OPTIONAL: bool = false;

    /// What signing sees, if the field holds anything.
    fn value(&self) -> Option<Value<'_>>;

    /// Reads the field from a variable of this name.
    ///
    /// # Errors
    ///
    /// If the variable is missing and the field is not optional, or if it says nothing.
    fn from_variable(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error>;
}

impl Field for String {
    fn value(&self) -> Option<Value<'_>> {
        Some(Value::Text(self))
    }

    fn from_variable(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        match lookup(name) {
            Some(text) if text.is_empty() => {
                Err(Error::credentials(format!("`{name}` is set and empty")))
            }
            Some(text) => Ok(text),
            None => Err(Error::credentials(format!("`{name}` is not set"))),
        }
    }
}

impl Field for Secret {
    fn value(&self) -> Option<Value<'_>> {
        Some(Value::Text(self.expose()))
    }

    fn from_variable(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        String::from_variable(name, lookup).map(Self::from)
    }
}

/// Several texts: in a variable, between commas.
impl Field for Vec<String> {
    fn value(&self) -> Option<Value<'_>> {
        Some(Value::List(self))
    }

    fn from_variable(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let text = String::from_variable(name, lookup)?;
        Ok(text.split(',').map(|item| item.trim().to_owned()).collect())
    }
}

impl<T: Field> Field for Option<T> {
    const OPTIONAL: bool = true;

    fn value(&self) -> Option<Value<'_>> {
        self.as_ref().and_then(T::value)
    }

    fn from_variable(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        // One that is set and empty is refused all the same: whoever set it meant something.
        if lookup(name).is_some() {
            T::from_variable(name, lookup).map(Some)
        } else {
            Ok(None)
        }
    }
}

/// Credentials that were read from variables: none of them has anything around it.
///
/// # Errors
///
/// If one has: a line end of the file that it was read from, a blank, quotation marks. The error names
/// the variable.
pub fn from_variables<S: Scheme>(scheme: S) -> Result<S, Error> {
    bare(S::DATA, &|name| scheme.value(name))?;
    Ok(scheme)
}

/// The look at them, of one size for all schemes.
fn bare<'v>(data: &SchemeData<'_>, value: &dyn Fn(&str) -> Option<Value<'v>>) -> Result<(), Error> {
    for credential in data.credentials {
        if let Some(Value::Text(text)) = value(data.text(credential.name))
            && let Some(how) = credential.surrounded(text)
        {
            let variable = data.variable(credential.name, credential.env);
            return Err(Error::credentials(format!(
                "`{variable}` {how}, which is no part of the credential: take that off"
            )));
        }
    }
    Ok(())
}

/// The environment. A variable that is not UTF-8 counts as missing.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Field>(value: Option<&str>) -> Result<T, String> {
        let lookup = |name: &str| value.filter(|_| name == "A").map(str::to_owned);
        T::from_variable("A", &lookup).map_err(|error| error.to_string())
    }

    #[test]
    fn variables() {
        assert_eq!(read::<String>(Some("x")).as_deref(), Ok("x"));
        assert_eq!(read::<String>(None).unwrap_err(), "`A` is not set");
        assert_eq!(
            read::<Secret>(Some("")).unwrap_err(),
            "`A` is set and empty"
        );
        assert_eq!(
            read::<Vec<String>>(Some("a, b")),
            Ok(vec!["a".to_owned(), "b".to_owned()])
        );
        assert_eq!(read::<Option<String>>(None), Ok(None));
        assert_eq!(
            read::<Option<String>>(Some("")).unwrap_err(),
            "`A` is set and empty"
        );
    }
}
