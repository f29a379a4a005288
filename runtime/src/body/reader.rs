//! A body as blocking programs read one.

use std::io::{self, Read};

use bytes::{Buf as _, Bytes};

use super::Body;
#[cfg(feature = "ureq")]
use crate::Error;
use crate::blocking;

/// A body that is read on the thread that asks.
struct Reader {
    body: Body,
    /// What is left of the last piece.
    rest: Bytes,
}

impl Body {
    /// Reads the body, and waits for it. Feature `blocking`.
    ///
    /// ```
    /// use std::io::Read as _;
    /// use signed_api::Body;
    ///
    /// let mut text = String::new();
    /// Body::text("what a blocking call answers").into_reader().read_to_string(&mut text)?;
    /// assert_eq!(text, "what a blocking call answers");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn into_reader(self) -> impl Read + Send {
        let rest = Bytes::new();
        Reader { body: self, rest }
    }

    /// What another reader gives, read where the body is: on a thread that may wait.
    #[cfg(feature = "ureq")]
    pub(crate) fn of_reader(
        len: Option<u64>,
        mut reader: impl Read + Send + 'static,
        failed: impl Fn(io::Error) -> Error + Send + 'static,
    ) -> Self {
        use std::task::Poll;

        let mut next = move || {
            let mut piece = vec![0; super::pieces::PIECE];
            loop {
                match reader.read(&mut piece) {
                    Ok(0) => return None,
                    Ok(read) => {
                        piece.truncate(read);
                        return Some(Ok(piece.into()));
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Some(Err(failed(error))),
                }
            }
        };
        let chunks = futures_util::stream::poll_fn(move |_| Poll::Ready(next()));
        Self::once(len, chunks)
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            let piece = blocking::wait(self.body.chunk()).and_then(|piece| piece);
            match piece.map_err(io::Error::other)? {
                Some(piece) => self.rest = piece,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(buffer.len());
        self.rest.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}
