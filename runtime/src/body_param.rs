//! Bodies of calls: JSON, or a body as it is.

use serde::Serialize;

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

impl BodyParam for Body {
    fn to_body(&self) -> Result<Option<(Body, &'static str)>, BoxError> {
        Ok(Some((self.clone(), self.content_type())))
    }
}
