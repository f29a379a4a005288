//! Futures in boxes.

use std::pin::Pin;

/// A future of any kind, in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
