//! Every kind of body. Headers are written before it, since they may say its content type.

use serde_json::Value;
use signed_api::{Body, Error, Part, signed_api};

/// Bodies.
#[signed_api(scheme = "acs")]
pub trait Bodies {
    /// JSON, and a header after it.
    #[post("/json")]
    async fn json(
        &self,
        #[body] value: &Value,
        #[header("content-type")] content_type: &str,
    ) -> Result<(), Error>;
    /// JSON of another content type.
    #[patch("/merge")]
    async fn merge(
        &self,
        #[body("application/merge-patch+json")] value: Option<Value>,
    ) -> Result<(), Error>;
    /// A text.
    #[put("/text")]
    async fn text(&self, #[body(text)] text: String) -> Result<(), Error>;
    /// Bytes.
    #[put("/bytes")]
    async fn bytes(&self, #[body(bytes)] bytes: &[u8]) -> Result<(), Error>;
    /// Parts.
    #[post("/parts")]
    async fn parts(
        &self,
        #[part] title: &str,
        #[part("file")] sound: Part,
        #[part] about: Option<&Value>,
    ) -> Result<(), Error>;
    /// Anything, as it is.
    #[delete("/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<(), Error>;
}
