//! Parameters of a call: anything `Serialize`, as words of a URL or a header.

mod members;
mod shape;
mod word;

use std::{borrow::Cow, fmt};

use serde_core::{Serialize, ser};

pub(crate) use self::shape::Shape;
pub(crate) use self::word::Word;

/// A value that can be a parameter of a call: in the path, the query or a header, or a setting.
///
/// It is implemented for everything that is `Serialize`; what a type looks like is what serde
/// says: text, numbers, `bool` and enum variants without data are one word, `None` is nothing, a
/// list is several words, a struct or map is names and words.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a call",
    label = "not a parameter: it does not implement `serde::Serialize`",
    note = "derive `serde::Serialize` for it; a parameter may be text, a number, a `bool`, an enum of words, `Option` of these, \
            and in a query or a form also a list, or a struct or map of these"
)]
pub trait Param {
    /// What it looks like. An error says why it looks like nothing a request can hold.
    #[doc(hidden)]
    fn shape(&self) -> Result<Shape, NoShape>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Param for T {
    fn shape(&self) -> Result<Shape, NoShape> {
        self.serialize(shape::Shaper)
    }
}

/// Why a value cannot be a parameter: the end of a sentence that begins with its name.
#[derive(Debug)]
pub struct NoShape(Why);

#[derive(Debug)]
enum Why {
    /// What it holds where a word must stand. Bodies of JSON begin with one, so it costs nothing.
    Nested(Cow<'static, str>),
    Other(String),
}

impl NoShape {
    fn nested(what: impl Into<Cow<'static, str>>) -> Self {
        Self(Why::Nested(what.into()))
    }
}

impl fmt::Display for NoShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::Nested(what) => write!(
                f,
                "holds {what} where a word must stand (text, a number, `true` or `false`)"
            ),
            Why::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for NoShape {}

impl ser::Error for NoShape {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Why::Other(format!("cannot be written: {message}")))
    }
}
