//! Parts of a multipart body.

use std::{fmt, io, path::Path};

use serde_core::Serialize;

use crate::{Body, BoxError, Param as _, param::Shape};

/// A part of a multipart body, with the file name and the content type that it is sent with.
///
/// The hash that a scheme signs is that of the whole body: files in it are read twice, as by themselves.
/// [`Body::progress`] of one part tells how far the whole body is.
///
/// A `#[part]` parameter that is a [`Body`] needs none of this; a `Part` says more:
///
/// ```
/// use signed_api::{Error, Part, schemes::Acs, signed_api};
///
/// #[signed_api(scheme = "acs")]
/// pub trait Recordings {
///     #[post("/recordings")]
///     async fn add(&self, #[part] title: &str, #[part("file")] sound: Part) -> Result<(), Error>;
/// }
///
/// async fn add(recordings: &impl Recordings) -> Result<(), Box<dyn std::error::Error>> {
///     let sound = Part::file("a.wav")?.content_type("audio/wav"); // its file name is `a.wav`
///     recordings.add("A call", sound).await?;
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct Part {
    pub(crate) body: Body,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
}

impl Part {
    /// A part without a file name. Its content type is that of the body:
    /// `application/octet-stream`, or `text/plain; charset=utf-8` of a text.
    pub fn new(body: impl Into<Body>) -> Self {
        let body = body.into();
        Self {
            content_type: Some(body.content_type().to_owned()),
            file_name: None,
            body,
        }
    }

    /// A file under its own name: [`Body::file`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let part = Self::new(Body::file(path)?);
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// The name that the receiver sees: whatever it is, it cannot break out of its header.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The content type. One that no header may hold is an error of the call.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

/// Several parts of one name, or none: of a list, or of an `Option`.
///
/// ```
/// use signed_api::{Error, Part, Parts, schemes::Acs, signed_api};
///
/// #[signed_api(scheme = "acs")]
/// pub trait Recordings {
///     #[post("/recordings")]
///     async fn add(&self, #[part("file")] sounds: Parts) -> Result<(), Error>;
/// }
///
/// async fn add(recordings: &impl Recordings) -> Result<(), Error> {
///     let sounds = ["one", "two"].map(|name| Part::new(&b"..."[..]).file_name(name));
///     recordings.add(sounds.into_iter().collect()).await
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Parts(Vec<Part>);

impl FromIterator<Part> for Parts {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl From<Vec<Part>> for Parts {
    fn from(parts: Vec<Part>) -> Self {
        Self(parts)
    }
}

impl From<Option<Part>> for Parts {
    fn from(part: Option<Part>) -> Self {
        part.into_iter().collect()
    }
}

/// The body's length and the content type: a file name may say what nobody else should read.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("body", &self.body)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A value that can be a part of a multipart body: a [`Part`], [`Parts`], a [`Body`], or
/// anything `Serialize`.
///
/// A word is a part of text, a list of words several, a struct or a map is JSON, `None` is nothing. A
/// `Body` that is a file is sent under the file's name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a multipart body",
    label = "not a part: it does not implement `serde::Serialize`",
    note = "a part is anything that is `serde::Serialize` (words as text, structs as JSON), a `signed_api::Body`, a `Part` or, for lists and `Option`, `Parts`"
)]
pub trait PartParam {
    /// The parts; none of `None`.
    #[doc(hidden)]
    fn to_parts(&self) -> Result<Vec<Part>, BoxError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> PartParam for T {
    fn to_parts(&self) -> Result<Vec<Part>, BoxError> {
        let text = |text: String| Part {
            body: Body::text(text),
            file_name: None,
            content_type: None,
        };
        match self.shape() {
            Ok(Shape::Absent) => Ok(Vec::new()),
            Ok(Shape::Word(word)) => Ok(vec![text(word)]),
            Ok(Shape::Words(words)) => Ok(words.into_iter().map(text).collect()),
            // What holds more than words is JSON, and so is what has names.
            Ok(Shape::Members(_)) | Err(_) => json(self).map(|part| vec![part]),
        }
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<Part, BoxError> {
    let body = Body::bytes(serde_json::to_vec(value)?);
    Ok(Part::new(body).content_type("application/json"))
}

impl PartParam for Part {
    fn to_parts(&self) -> Result<Vec<Part>, BoxError> {
        Ok(vec![self.clone()])
    }
}

impl PartParam for Body {
    fn to_parts(&self) -> Result<Vec<Part>, BoxError> {
        let part = Part::new(self.clone());
        let name = self.file_name().map(str::to_owned);
        Ok(vec![Part {
            file_name: name,
            ..part
        }])
    }
}

impl PartParam for Parts {
    fn to_parts(&self) -> Result<Vec<Part>, BoxError> {
        Ok(self.0.clone())
    }
}
