//! What a reader of scheme files has to know of the language, beside the [data](crate::data) that it
//! makes: the functions, the letters of a time's format, what percent-encoding leaves, and how names are
//! matched and JSON is pointed into.

pub use crate::engine::json::{pointer, text_at as json_text};
pub use crate::engine::percent::is_unreserved;
pub use crate::engine::pick::matches;
pub use crate::function::{FUNCTIONS, Shape};
pub use crate::time::{Piece, pieces};
