//! A scheme applied to a request: what is signed, the signature, and where it goes.

mod backwards;
mod body;
mod buffer;
mod candidates;
mod canonical_query;
mod chars;
mod digests;
mod encoded_lines;
mod encoding;
mod error;
mod evaluate;
pub mod explain;
mod follow;
mod form;
mod functions;
mod groups;
mod headers;
mod item_functions;
mod joined;
pub(crate) mod json;
mod json_body;
mod json_values;
mod layout;
mod lines;
mod lists;
mod marks;
mod one_reading;
mod pair_functions;
mod pairs;
pub(crate) mod percent;
pub(crate) mod pick;
mod places;
mod plan;
mod query;
mod raw_pairs;
pub mod refused;
mod request;
mod rewrite;
mod scan;
mod secrecy;
mod sent;
mod sign;
mod signed;
mod signing;
mod string_to_sign;
mod structured;
mod target;
mod text;
mod twins;
mod unchanged;
mod values;
mod view;
mod visible;
mod write;

#[cfg(feature = "diagnose")]
pub(crate) use backwards::{Captured, Differing, Malformed};
pub use backwards::{Reading, Received, Refusal, Unreadable, Verification, Verified};
pub use digests::{BodyView, Digesting, Digests};
#[cfg(feature = "diagnose")]
pub(crate) use encoding::decode_hex;
pub use error::Error;
use error::{Made, Presence, Wrote};
pub use evaluate::Input;
pub use explain::Explanation;
pub use refused::{Answer, Refused};
pub use sign::SigningKey;
pub use signing::Signing;
pub use string_to_sign::StringToSign;
#[cfg(feature = "diagnose")]
pub(crate) use text::title_case;
pub use view::RequestView;
#[cfg(feature = "diagnose")]
pub(crate) use visible::Escaped;
pub use visible::Visible;
