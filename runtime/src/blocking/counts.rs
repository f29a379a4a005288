//! How much of a body was sent, for programs that wait.

use crate::{Count, Progress};

/// The counts of a [`Progress`], each as soon as there is another than the last: `for count in progress`,
/// on another thread than the call.
///
/// ```
/// use std::io::Read as _;
/// use signed_api::Body;
///
/// let (body, progress) = Body::text("a wave").progress();
/// let shown = std::thread::spawn(|| progress.into_iter().last());
/// let mut sent = Vec::new();
/// body.into_reader().read_to_end(&mut sent)?; // what a transport does
/// assert_eq!(shown.join().unwrap().unwrap().bytes, 6);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Counts(Progress);

impl Iterator for Counts {
    type Item = Count;

    fn next(&mut self) -> Option<Count> {
        pollster::block_on(self.0.next())
    }
}

impl IntoIterator for Progress {
    type Item = Count;
    type IntoIter = Counts;

    fn into_iter(self) -> Counts {
        Counts(self)
    }
}
