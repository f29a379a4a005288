//! Objects in S3, or in a store like it: puts some, lists them in pages, hands on a link that works
//! without credentials, sends a file and shows how far it is, and takes everything away again.
//!
//! Without settings it talks to a store of its own, which verifies every request. With `S3_ENDPOINT`
//! set (`https://BUCKET.s3.REGION.amazonaws.com`, or `http://127.0.0.1:9000/BUCKET`), and
//! `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_REGION`, it talks to that bucket.
//!
//! The API: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>

mod listed;
#[path = "../show/mod.rs"]
#[allow(dead_code, reason = "requests with a file are not to be printed")]
mod show;
mod store;

use std::{env, error::Error as StdError, fs, process::ExitCode, time::Duration};

use listed::{Listed, Object};
use show::ended;
use signed_api::{Body, Error, Pages, default_transport, schemes::AwsSigv4S3, signed_api};
use store::Store;

/// Objects of a bucket.
#[signed_api(scheme = "aws-sigv4-s3")]
pub trait Bucket {
    /// Stores an object.
    #[put("/{key}")]
    async fn put(&self, key: &str, #[body] content: Body) -> Result<(), Error>;

    /// An object, as it comes.
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<Body, Error>;

    /// What there is, some at a time.
    #[get("/", query = "list-type=2", page = Listed, into = query("continuation-token"))]
    fn list(&self, #[query] prefix: &str, #[query("max-keys")] most: u32) -> Pages<Object>;

    /// Takes an object away.
    #[delete("/{key}")]
    async fn delete(&self, key: &str) -> Result<(), Error>;
}

/// What all names begin with, so that nothing else in a bucket is touched.
const PREFIX: &str = "signed-api example ";

/// The size of the file.
const FILE_SIZE: u64 = 32 << 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    ended(run().await)
}

async fn run() -> Result<(), Box<dyn StdError>> {
    let store; // lives as long as it is talked to
    let (endpoint, s3) = if let Ok(endpoint) = env::var("S3_ENDPOINT") {
        (endpoint, AwsSigv4S3::from_env()?)
    } else {
        let s3 = AwsSigv4S3 {
            access_key_id: "AKIDEXAMPLE".into(),
            secret_access_key: "an example's secret".into(),
            session_token: None,
            region: "eu-central-1".into(),
        };
        store = Store::start(&s3)?;
        (store.url(), s3)
    };
    let bucket = BucketClient::new(&endpoint, s3)?;
    let done = objects(&bucket).await;
    clear(&bucket).await?;
    done
}

async fn objects(bucket: &BucketClient) -> Result<(), Box<dyn StdError>> {
    for name in ["one", "two & three", "a+b~c", "grüße", "100%"] {
        let content = Body::text(format!("This is {name}."));
        bucket.put(&format!("{PREFIX}{name}"), content).await?;
    }
    list(bucket).await?;
    hand_on(bucket).await?;
    send_file(bucket).await
}

/// Two objects in a page: each page is asked for when the one before it has been read.
async fn list(bucket: &BucketClient) -> Result<(), Error> {
    println!("── in pages of two");
    let mut pages = bucket.list(PREFIX, 2);
    while let Some(page) = pages.next_page().await {
        let names: Vec<_> = page?.items.into_iter().map(|object| object.key).collect();
        println!("{}", names.join(", "));
    }
    Ok(())
}

/// A link is signed too, and goes to a client that knows no key.
async fn hand_on(bucket: &BucketClient) -> Result<(), Box<dyn StdError>> {
    println!("── by a link that is valid for ten minutes");
    let key = &format!("{PREFIX}grüße");
    let link = bucket
        .presign(BucketGet { key }, Duration::from_mins(10))
        .await?;
    let anyone = default_transport()?; // a reqwest::Client
    let answer = anyone.get(link.to_string()).send().await?;
    println!("{}", answer.error_for_status()?.text().await?);
    Ok(())
}

/// A file is hashed and sent piece by piece; it is never in memory as a whole.
async fn send_file(bucket: &BucketClient) -> Result<(), Box<dyn StdError>> {
    println!("── a file of {} MiB", FILE_SIZE >> 20);
    let path = env::temp_dir().join(format!("signed-api-example-{}", std::process::id()));
    fs::File::create(&path)?.set_len(FILE_SIZE)?;
    let sent = send(bucket, Body::file(&path)?).await;
    fs::remove_file(&path)?;
    let mut content = sent?;
    let mut came = 0;
    while let Some(piece) = content.chunk().await? {
        came += piece.len();
    }
    println!("{} MiB came back", came >> 20);
    Ok(())
}

/// Sends it, shows how far that is, and asks for it again.
async fn send(bucket: &BucketClient, file: Body) -> Result<Body, Error> {
    let key = &format!("{PREFIX}file");
    let (file, mut progress) = file.progress();
    let shown = async {
        let mut quarter = 0;
        while let Some(count) = progress.next().await {
            if count.bytes * 4 / FILE_SIZE > quarter {
                quarter = count.bytes * 4 / FILE_SIZE;
                println!("{} MiB sent", count.bytes >> 20);
            }
        }
    };
    let (sent, ()) = tokio::join!(bucket.put(key, file), shown);
    sent?;
    bucket.get(key).await
}

/// Takes away what this program put there.
async fn clear(bucket: &BucketClient) -> Result<(), Error> {
    let mut objects = bucket.list(PREFIX, 1000);
    let mut size = 0;
    while let Some(object) = objects.next().await {
        let object = object?;
        size += object.size;
        bucket.delete(&object.key).await?;
    }
    println!("── {size} bytes taken away again");
    Ok(())
}
