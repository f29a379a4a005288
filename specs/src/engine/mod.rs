//! A scheme applied to a request: what is signed, the signature, and where it goes.

mod backwards;
mod body;
mod buffer;
mod candidates;
mod chars;
mod digests;
mod error;
mod evaluate;
pub mod explain;
mod functions;
mod groups;
mod headers;
mod json;
mod lists;
mod member;
mod one_reading;
mod pairs;
mod pick;
mod query;
pub mod refused;
mod request;
mod sent;
mod sign;
mod signing;
mod structured;
mod text;
mod unchanged;
mod values;
mod view;
mod visible;

#[cfg(feature = "diagnose")]
pub(crate) use backwards::{Captured, Differing, Malformed};
pub use backwards::{Reading, Received, Refusal, Unreadable, Verification, Verified};
pub use buffer::StringToSign;
pub use digests::{BodyView, Digesting, Digests};
pub use error::Error;
pub use evaluate::Input;
pub use explain::Explanation;
#[cfg(feature = "diagnose")]
pub(crate) use functions::decode_hex;
#[cfg(feature = "read")]
pub(crate) use json::{pointer, text_at as json_text};
#[cfg(feature = "read")]
pub(crate) use pick::matches;
pub use refused::{Answer, Refused};
pub use sign::SigningKey;
pub use signing::Signing;
#[cfg(feature = "diagnose")]
pub(crate) use text::title_case;
pub use view::RequestView;
#[cfg(feature = "diagnose")]
pub(crate) use visible::Escaped;
pub use visible::Visible;
