//! Schemes as types.

use signed_api_specs::{SchemeData, Value};

use crate::Request;

/// A signing scheme: the type says how, its value holds the credentials and settings.
///
/// [`scheme!`](crate::scheme) makes such a type from a scheme file.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a signing scheme",
    note = "a scheme is one of `signed_api::schemes`, or a type of your own: `signed_api::scheme!(pub Acme = \"specs/acme.toml\");`"
)]
pub trait Scheme: Clone + Send + Sync + 'static {
    /// How the scheme signs.
    const DATA: &'static SchemeData<'static>;

    /// The credential or setting at a place of the file: credentials come first, then settings, each
    /// in their order.
    fn value_at(&self, place: usize) -> Option<Value<'_>>;

    /// A credential or setting by its name in the file.
    fn value(&self, name: &str) -> Option<Value<'_>> {
        self.value_at(Self::DATA.place_of(name)?)
    }
}

/// A client of this scheme can send the request: its scheme's credentials follow from these.
///
/// That is so for a request of the same scheme, and for one of a scheme that is `From` this one.
#[diagnostic::on_unimplemented(
    message = "`{R}` belongs to a client of another scheme than `{Self}`",
    label = "this client signs by another scheme",
    note = "send it by a client of its own trait; a scheme that its method names has to be `From<{Self}>`"
)]
pub trait Signs<R: Request>: Sized {
    /// The credentials for the request's scheme.
    #[doc(hidden)]
    fn into_scheme(self) -> R::Scheme;
}

#[diagnostic::do_not_recommend]
impl<S, R: Request> Signs<R> for S
where
    R::Scheme: From<S>,
{
    fn into_scheme(self) -> R::Scheme {
        self.into()
    }
}

/// A scheme by which a URL can be presigned: one whose signature stands in the query, or one that
/// knows such a variant of itself.
///
/// [`scheme!`](crate::scheme) implements it where the signature stands in `[query]`. A scheme of
/// one's own that signs in headers may name its variant:
/// `impl Presign for Acme { type Query = AcmeQuery; }`.
#[diagnostic::on_unimplemented(
    message = "no URL can be presigned by scheme `{Self}`",
    label = "its signature does not stand in the query, and no variant of it is known whose does",
    note = "a scheme can presign if its file puts the signature into `[query]`, or if it names such a variant, which is `From` it: \
            `impl Presign for Acme {{ type Query = AcmeQuery; }}`"
)]
pub trait Presign: Scheme {
    /// The scheme that signs the URL, by the same credentials.
    type Query: Presign<Query = Self::Query> + From<Self>;
}

/// Whether two values of a scheme hold the same credentials and settings.
pub(crate) fn same<S: Scheme>(one: &S, other: &S) -> bool {
    let mut places = 0..S::DATA.credentials.len() + S::DATA.settings.len();
    places.all(|place| one.value_at(place) == other.value_at(place))
}
