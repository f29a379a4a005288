//! Bodies that are not in memory: files, streams, and answers as they come.

mod answers;
mod files;
mod multipart;
mod progress;
mod streams;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use signed_api::{
    Body, Error, ErrorKind, Response, Verifier,
    schemes::{Acs, AwsSigv4S3, GithubWebhook, Okx},
    signed_api,
    testing::{Memory, Server},
};

/// A bucket: its scheme signs the SHA-256 of a body.
#[signed_api(scheme = "aws-sigv4-s3", blocking)]
pub trait Bucket {
    /// Its hash is signed.
    #[put("/{key}")]
    async fn put(&self, key: &str, #[body] content: Body) -> Result<(), Error>;
    /// Nothing of it is signed.
    #[put("/{key}", payload = "UNSIGNED-PAYLOAD")]
    async fn put_unsigned(&self, key: &str, #[body] content: Body) -> Result<(), Error>;
    /// As it comes.
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<Body, Error>;
    /// In memory.
    #[get("/{key}")]
    async fn text(&self, key: &str) -> Result<String, Error>;
    /// As it comes, with status and headers.
    #[get("/{key}")]
    async fn get_with_head(&self, key: &str) -> Result<Response<Body>, Error>;
}

/// An exchange: its scheme signs the body itself.
#[signed_api(scheme = "okx")]
trait Orders {
    #[post("/orders")]
    async fn place(&self, #[body("application/json")] order: Body) -> Result<(), Error>;
}

fn s3() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    }
}

/// A server that verifies, and answers with what it was sent.
fn server() -> Server {
    let echo = |seen: &signed_api::testing::Seen| http::Response::new(seen.body.clone());
    let unsigned = Verifier::new(s3()).unwrap();
    let unsigned = unsigned.setting("payload", "UNSIGNED-PAYLOAD").unwrap();
    Server::builder()
        .scheme(s3())
        .unwrap()
        .verifier(unsigned)
        .answer(echo)
        .start()
        .unwrap()
}

fn bucket(server: &Server) -> BucketClient {
    BucketClient::new(&server.url(), s3()).unwrap()
}

/// A file of a test's own, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(content: &[u8]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("signed-api-bodies-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// More than fits into one piece of a file that is read.
fn long() -> Vec<u8> {
    (0_u32..60_000).flat_map(u32::to_le_bytes).collect()
}
