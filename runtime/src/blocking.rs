//! Clients that wait: the same without `async`. Feature `blocking`.
//!
//! A trait of plain `fn` has such a client by itself; `blocking` in the attribute of an async one
//! makes a second trait and client beside it, and both send the same requests.
//!
//! ```
//! # use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
//! #[signed_api(scheme = "acs", blocking)] // also makes `CallsBlocking` and `CallsBlockingClient`
//! pub trait Calls {
//!     #[get("/calls/{id}")]
//!     async fn call(&self, id: &str) -> Result<String, Error>;
//! }
//!
//! # let acs = Acs { access_key: "c2VjcmV0".into() };
//! # let network = Memory::new();
//! # network.answer(http::Response::new("connected"));
//! let calls = CallsBlockingClient::builder("https://contoso.communication.azure.com", acs)
//!     .transport(network) // a fake; leave it out to send with reqwest
//!     .build()?;
//! assert_eq!(calls.call("421f3500")?, "connected");
//! # Ok::<(), Error>(())
//! ```
//!
//! A call waits on the thread that makes it. It may be one that runs async code: the call holds that
//! up, as anything that blocks does, and nothing panics. What a call waits for (sockets, timers) is
//! watched by one thread for the whole process, which starts with the first call.

mod builder;
mod client;
mod provider;
mod transport;
mod wait;

pub use self::{builder::Builder, client::Client, provider::Provider, transport::Transport};
