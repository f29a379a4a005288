//! How a list is told to go on, as data.

/// Where the items of a page are, and where the next page is: what a method that lists says after its
/// path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The list's place in the JSON of an answer: names of members, from the outside in. None is the
    /// answer itself.
    pub items: &'static [&'static str],
    /// What an answer says of the page after it.
    pub next: Next,
    /// What that is.
    pub into: Place,
    /// A page that says the very token by which it was asked for is the last, as AWS's
    /// `GetLogEvents` has it. Otherwise that is an error, after its items.
    pub stop_on_same_token: bool,
}

/// What an answer says of the page after it. Absent, `null` or empty, there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// A member of its JSON: names from the outside in.
    Member(&'static [&'static str]),
    /// A header. A link in the header `link` is that of relation `next` (RFC 8288).
    Header(&'static str),
    /// What the page's own type says: [`Listing::next`](crate::Listing::next).
    Listing,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// By a link, absolute or relative: it is signed and sent as it stands.
    Link,
    /// By the same request with a token as a pair of the query.
    Query(&'static str),
    /// By the same request with a token in a header.
    Header(&'static str),
    /// By the same request with a token in the JSON of its body: names from the outside in. There any
    /// value is a token, not only texts and numbers.
    Body(&'static [&'static str]),
    /// By the same request with a token as a pair of the form that is its body.
    Form(&'static str),
}
