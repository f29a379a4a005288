//! Bodies of calls: JSON, or a body as it is.

use serde_core::Serialize;

use crate::{Body, BoxError, param::Word};

/// A value that can be the body of a call: anything `Serialize`, as JSON, or a [`Body`] as it is.
///
/// It is made once, before signing: the bytes that are signed are the bytes that are sent. `None`
/// is no body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a JSON body",
    label = "not a body: it does not implement `serde::Serialize`",
    note = "derive `serde::Serialize` for it, or take a `signed_api::Body`"
)]
pub trait BodyParam {
    /// The body and its content type, unless there is none.
    #[doc(hidden)]
    fn to_body(&self) -> Result<Option<(Body, &'static str)>, BoxError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> BodyParam for T {
    fn to_body(&self) -> Result<Option<(Body, &'static str)>, BoxError> {
        // Anything that is not at most a word stops at once: nothing is serialised twice.
        if matches!(self.serialize(Word), Ok(None)) {
            return Ok(None);
        }
        Ok(Some((
            Body::bytes(serde_json::to_vec(self)?),
            "application/json",
        )))
    }
}

/// A value that can be the body of a call as a text: `str`, `String`, or anything that lends one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a body of text",
    label = "not a text: it does not implement `AsRef<str>`",
    note = "`#[body(text)]` takes a `&str` or a `String`; `#[body]` takes anything that is `serde::Serialize`, as JSON"
)]
pub trait TextParam {
    /// The text.
    #[doc(hidden)]
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> TextParam for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

/// A value that can be the body of a call as bytes: a slice, a `Vec<u8>`, `Bytes`, or anything that
/// lends them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a body of bytes",
    label = "no bytes: it does not implement `AsRef<[u8]>`",
    note = "`#[body(bytes)]` takes a `&[u8]`, a `Vec<u8>` or `Bytes`; `#[body]` takes anything that is `serde::Serialize`, as JSON"
)]
pub trait BytesParam {
    /// The bytes.
    #[doc(hidden)]
    fn bytes(&self) -> &[u8];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]> + ?Sized> BytesParam for T {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}

impl BodyParam for Body {
    fn to_body(&self) -> Result<Option<(Body, &'static str)>, BoxError> {
        Ok(Some((self.clone(), self.content_type())))
    }
}
