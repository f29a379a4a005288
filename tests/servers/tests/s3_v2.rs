//! The same server by presigned URLs of Signature Version 2.
//!
//! Its names of users hold a `:`, which is escaped in a URL.

use std::time::Duration;

use http::StatusCode;
use signed_api::{
    Error, default_transport,
    schemes::{AwsS3V2, AwsS3V2Query},
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt, given};

#[signed_api(scheme = "aws-s3-v2-query")]
trait Presigned {
    #[put("/{bucket}")]
    async fn create(&self, bucket: &str) -> Result<(), Error>;
    #[put("/{bucket}/{key}")]
    async fn put(
        &self,
        bucket: &str,
        key: &str,
        #[header("x-amz-meta-note")] note: &str,
        #[body(text)] content: &str,
    ) -> Result<(), Error>;
    #[get("/{bucket}/{key}")]
    async fn get(
        &self,
        bucket: &str,
        key: &str,
        #[query("response-content-type")] content_type: Option<&str>,
    ) -> Result<String, Error>;
}

/// The scheme that signs in the header, for its URLs.
#[signed_api(scheme = "aws-s3-v2")]
trait Buckets {
    #[get("/{bucket}/{key}")]
    async fn get(&self, bucket: &str, key: &str) -> Result<String, Error>;
}

fn user() -> AwsS3V2Query {
    AwsS3V2Query {
        access_key_id: "test:tester".into(),
        secret_access_key: "testing/+=".into(),
        session_token: None,
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(
        body.contains("<Code>SignatureDoesNotMatch</Code>"),
        "{error:#}"
    );
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let presigned = PresignedClient::new(&given("S3"), user()).unwrap();
    presigned.create("names-v2").await.unwrap();
    for name in NAMES {
        presigned
            .put("names-v2", name, "a note", name)
            .await
            .unwrap();
        // A parameter that is signed, and signed decoded.
        for content_type in [None, Some("text/plain; charset=\"utf-8\"")] {
            let got = presigned.get("names-v2", name, content_type).await;
            assert_eq!(got.unwrap(), name);
        }
    }
}

#[tokio::test]
async fn a_presigned_url_is_accepted() {
    let presigned = PresignedClient::new(&given("S3"), user()).unwrap();
    presigned.create("links-v2").await.unwrap();
    let buckets = BucketsClient::new(&given("S3"), AwsS3V2::from(user())).unwrap();
    let anybody = default_transport().unwrap();
    for name in NAMES {
        presigned.put("links-v2", name, "", name).await.unwrap();
        // In the header, though the key id holds a `:` itself.
        assert_eq!(buckets.get("links-v2", name).await.unwrap(), name);
        let request = BucketsGet {
            bucket: "links-v2",
            key: name,
        };
        let minute = Duration::from_mins(1);
        let link = buckets.presign(request, minute).await.unwrap().to_string();
        let answer = anybody.get(&link).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), name);
        // It would be valid a second longer.
        let (start, rest) = link.split_once("Expires=").unwrap();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let later = rest[..digits].parse::<u64>().unwrap() + 1;
        let later = format!("{start}Expires={later}{}", &rest[digits..]);
        let answer = anybody.get(later).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let presigned = PresignedClient::new(&given("S3"), user()).unwrap();
    presigned.create("wrong-v2").await.unwrap();
    presigned.put("wrong-v2", "a", "", "text").await.unwrap();
    let spoilt = PresignedClient::builder(&given("S3"), user())
        .transport(Spoilt::query())
        .build()
        .unwrap();
    refused(spoilt.put("wrong-v2", "b", "", "text").await);
    refused(spoilt.get("wrong-v2", "a", None).await);
}
