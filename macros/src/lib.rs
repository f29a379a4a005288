//! The macros of `signed-api`. Use them through that crate, which documents them.
//!
//! What comes in goes through three stages: as written (`arguments`, `written`), checked
//! (`check` makes a `model`), expanded (`expand`). Errors are collected within a stage, and
//! a stage that has any is the last; then the trait is emitted all the same, with stand-ins for
//! what would have been made, so that no other error hides the one that matters.

mod api;
mod arguments;
mod check;
mod constant;
mod credentials;
#[cfg(test)]
mod cut_off;
mod errors;
mod expand;
#[cfg(test)]
mod expansions;
mod idempotency;
mod lifetimes;
mod model;
#[cfg(test)]
mod mutated;
mod names;
mod paging;
mod path;
mod role;
mod scheme;
mod setting;
mod types;
mod verb;
mod wire;
mod written;

use proc_macro::TokenStream;

/// Makes a client of a trait.
///
/// Each method is one call. From `trait CallAutomation` with a method `play` it makes the trait
/// itself (its futures are `Send`), `CallAutomationClient`, which implements it, and for each method
/// the request as a value: `CallAutomationPlay`.
///
/// The client has `new` and `builder`, and where the scheme's provider shows endpoint and credentials as one
/// text `from_connection_string`, and `from_env` for one that stands in the environment.
///
/// A trait of plain functions has a client that waits. Blocking clients are the feature `blocking`.
///
/// For `Box<dyn CallAutomation>` put `#[async_trait]` (of the crate `async-trait`) under this
/// attribute: it is handed on to the client's `impl`.
///
/// # On the trait
///
/// | argument | meaning |
/// |---|---|
/// | `scheme = "acs"` | a built-in scheme, one of `signed_api::schemes` |
/// | `scheme = "specs/acme.toml"` | a scheme file, relative to the folder of `Cargo.toml`; its type is named after the trait: `OrdersScheme` |
/// | `scheme = Acme` | a type made by `scheme!` |
/// | `service = "dynamodb"` | a setting of the scheme; some schemes leave one to the trait |
/// | `query = "a=b"`, `header = "name: value"` | sent with every request, literally |
/// | `idempotency = "Idempotency-Key"` | each `post` and `patch` carries an idempotency key in this header: made once for a call, the same in all of its attempts |
/// | `first_sent = "Repeatability-First-Sent"` | beside it, when the call was first attempted, as an HTTP date |
/// | `blocking` | also a trait and a client that wait: `CallAutomationBlocking`, `CallAutomationBlockingClient` |
/// | `client = Name` | another name for the client |
/// | `crate = path` | the path of this crate, if it has another name |
///
/// # On a method
///
/// Exactly one of `#[get("/path")]`, `post`, `put`, `patch`, `delete`, `head`, `options` or
/// `#[http("PURGE", "/path")]`. `{name}` in the path is the parameter of that name. After the path:
///
/// | argument | meaning |
/// |---|---|
/// | `query`, `header`, settings | as above; they come after the trait's or replace them |
/// | `idempotency`, `first_sent` | as above, for this method, which may be any but `get`, `head` and `options`. A `#[header]` parameter of that name says the key itself; `None` leaves it to be made |
/// | `unsigned` | the call is sent as it is: no credentials are asked for |
/// | `scheme = "acs-date"`, `scheme = Other` | another scheme signs it; its credentials are made `From` those of the trait's scheme, its settings are the method's to say |
/// | `request = Name` | another name for the request type |
/// | `items = "value"`, `next = "nextLink"` | it lists, as a plain `fn` that returns `signed_api::Pages<T>`: see below |
/// | `page = Listed` | it lists, in pages of a type of your own (`signed_api::Listing`) |
/// | `into = query("token")` | the next page is asked for with a token; also `header("x-token")`, `body("token")`, `form("token")` |
/// | `stop_on_same_token` | a page that says the very token by which it was asked for is the last |
///
/// # Lists that come in pages
///
/// `items` is the list's place in the JSON of an answer: names of members with dots between them, `.`
/// for the answer itself, or a JSON pointer (RFC 6901) if a name holds a dot. `next` is the place of
/// what an answer says of the next page, or `header("name")`: a link, unless `into` says that it is a
/// token and where that goes. A link in the header `link` is the one of relation `next` (RFC 8288).
///
/// | the API has | the method says |
/// |---|---|
/// | a link in the body | `items = "value", next = "nextLink"` |
/// | a link whose name holds a dot | `items = "value", next = "/@odata.nextLink"` |
/// | `Link: <...>; rel="next"`, and a body that is the list | `items = ".", next = header("link")` |
/// | a token for the query | `items = "calls", next = "nextPageToken", into = query("pageToken")` |
/// | a token in a header, for a header | `items = "Documents", next = header("x-ms-continuation"), into = header("x-ms-continuation")` |
/// | a token for the JSON of the body | `items = "Items", next = "LastEvaluatedKey", into = body("ExclusiveStartKey")` |
/// | a token that is always there (as `GetLogEvents` of AWS has it), and the same at the end | `items = "events", next = "nextForwardToken", into = body("nextToken"), stop_on_same_token` |
///
/// Absent, `null` or empty, `next` says that a page is the last. A page whose items are `null` has none;
/// one without them is an error. A page that leads to itself, or back to another, is an error of the
/// list too, after its items, unless it says `stop_on_same_token`. A link is signed and sent as it stands, and may lead to no other host
/// than the client's own.
///
/// # On a parameter
///
/// | attribute | where it goes |
/// |---|---|
/// | none | `{name}` in the path: one segment, or part of one, percent-encoded |
/// | `#[query]`, `#[query("name")]` | a word is a pair, a list repeats it, a struct or map gives its members, `None` nothing |
/// | `#[query("name", join = ",")]` | a list is one pair, its words joined; so in `#[form]` and `#[header]` |
/// | `#[header("x-trace")]` | a header: a list is several, `None` is none |
/// | `#[body]`, `#[body("content/type")]` | JSON, or a `signed_api::Body` as it is |
/// | `#[body(text)]`, `#[body(bytes)]` | a text or bytes, as they are |
/// | `#[form]`, `#[form("name")]` | as `#[query]`, in a body of `application/x-www-form-urlencoded` |
/// | `#[part]`, `#[part("name")]` | a part of a body of `multipart/form-data`: words are text, structs JSON, a `signed_api::Body` or `Part` is sent as it is |
/// | `#[setting]`, `#[setting("name")]` | a setting of the scheme for this request |
///
/// # Errors
///
/// Whatever cannot become a client is an error at the tokens that say it, with what would mend it. So is
/// what the scheme would refuse or lose at run time: a header that it sets itself, one that it reads
/// once and that is a list, a content type that it signs and that no method says, a setting that it
/// does not have. Of a scheme that is a type the compiler finds this out, in the same words.
/// The trait and stand-ins are still emitted, so that no other error follows from it.
#[proc_macro_attribute]
pub fn signed_api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), item.into()).into()
}

/// Makes a type of a scheme: `scheme!(pub Acme = "specs/acme.toml");`.
///
/// The type has one field for each credential (`Secret` if the file calls it secret, `String` if
/// not, `Option` if it is optional) and each setting that must be given and is not the trait's to
/// say. It has `from_env()` and `from_lookup(..)`, where the file says what a connection string holds
/// (`member`) also `from_connection_string(..)` and `credentials_from_connection_string(..)`, and implements `signed_api::Scheme`. The file is
/// relative to the folder of `Cargo.toml`, or the name of a built-in scheme. Documentation comments
/// before the visibility become the type's; `, crate = path` after the file names this crate.
///
/// # Errors
///
/// Everything that is wrong with the file, with line and column, at the literal that names it.
#[proc_macro]
pub fn scheme(input: TokenStream) -> TokenStream {
    credentials::expand(input.into()).into()
}
