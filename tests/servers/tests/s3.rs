//! Buckets of `OpenStack` Swift's s3api, by signatures in the header and in presigned URLs.
//!
//! Swift checks the region, the time, the hash of the body and that every `x-amz-*` is signed, and
//! answers a mismatch as AWS does, with the string to sign and the canonical request.

use std::{
    process::Command,
    time::{Duration, SystemTime},
};

use http::StatusCode;
use signed_api::{
    Error, Options, default_transport,
    refused::Fault,
    schemes::{AwsSigv4S3, AwsSigv4S3Query},
    signed_api,
};
use signed_api_servers::{Altered, NAMES, Spoilt, given};

#[signed_api(scheme = "aws-sigv4-s3")]
trait Buckets {
    #[put("/{bucket}")]
    async fn create(&self, bucket: &str) -> Result<(), Error>;
    #[put("/{bucket}/{folder}/{key}")]
    async fn put(
        &self,
        bucket: &str,
        folder: &str,
        key: &str,
        #[header("x-amz-meta-note")] note: &str,
        #[body(text)] content: &str,
    ) -> Result<(), Error>;
    #[get("/{bucket}/{folder}/{key}")]
    async fn get(
        &self,
        bucket: &str,
        folder: &str,
        key: &str,
        #[header("range")] range: Option<&str>,
    ) -> Result<String, Error>;
    #[get("/{bucket}", query = "list-type=2&encoding-type=url&fetch-owner")]
    async fn list(
        &self,
        bucket: &str,
        #[query] prefix: &str,
        #[query] delimiter: Option<&str>,
    ) -> Result<String, Error>;
    #[delete("/{bucket}/{folder}/{key}")]
    async fn delete(&self, bucket: &str, folder: &str, key: &str) -> Result<(), Error>;
}

#[signed_api(scheme = "aws-sigv4-s3-query")]
trait Presigned {
    #[get("/{bucket}/{folder}/{key}")]
    async fn get(
        &self,
        bucket: &str,
        folder: &str,
        key: &str,
        #[query("response-content-type")] content_type: Option<&str>,
    ) -> Result<String, Error>;
}

const REGION: &str = "eu-central-1";

fn user() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "test:tester".into(),
        secret_access_key: "testing/+=".into(),
        session_token: None,
        region: REGION.into(),
    }
}

fn url_user() -> AwsSigv4S3Query {
    AwsSigv4S3Query {
        access_key_id: "test:tester".into(),
        secret_access_key: "testing/+=".into(),
        session_token: None,
        region: REGION.into(),
    }
}

fn buckets(user: AwsSigv4S3) -> BucketsClient {
    BucketsClient::new(&given("S3"), user).unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>, code: &str) -> Error {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{error:#}");
    error
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let buckets = buckets(user());
    buckets.create("names").await.unwrap();
    for name in NAMES {
        buckets
            .put("names", name, name, "a  note", name)
            .await
            .unwrap();
        assert_eq!(buckets.get("names", name, name, None).await.unwrap(), name);
        let prefix = format!("{name}/");
        for delimiter in [None, Some("/")] {
            let listed = buckets.list("names", &prefix, delimiter).await.unwrap();
            assert_eq!(listed.matches("<Contents>").count(), 1, "{listed}");
        }
    }
    buckets.put("names", "a", "empty", "", "").await.unwrap();
    assert_eq!(buckets.get("names", "a", "empty", None).await.unwrap(), "");
    let name = NAMES[0];
    let part = buckets.get("names", name, name, Some("bytes=0-4"));
    assert_eq!(part.await.unwrap(), "plain");
    buckets.delete("names", name, name).await.unwrap();
    let gone = buckets.get("names", name, name, None).await.unwrap_err();
    assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
}

/// With its pages, its link that needs no key, and its file.
#[tokio::test]
async fn the_example_runs_here_too() {
    buckets(user()).create("example").await.unwrap();
    let endpoint = format!("{}/example", given("S3"));
    let ran = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "s3", "--manifest-path"])
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../examples/Cargo.toml"
        ))
        .env("S3_ENDPOINT", endpoint)
        .env("AWS_ACCESS_KEY_ID", "test:tester")
        .env("AWS_SECRET_ACCESS_KEY", "testing/+=")
        .env("AWS_REGION", REGION)
        .env_remove("AWS_SESSION_TOKEN")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&ran.stdout);
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{printed}\n{said}");
    assert!(
        printed.contains("\nsigned-api example grüße, signed-api example one\n"),
        "{printed}"
    );
    assert!(printed.contains("\nThis is grüße.\n"), "{printed}");
    assert!(
        printed.contains("\n32 MiB sent\n32 MiB came back\n"),
        "{printed}"
    );
    assert!(
        printed.ends_with("33554507 bytes taken away again\n"),
        "{printed}"
    );
}

#[tokio::test]
async fn an_unsigned_payload_is_accepted() {
    let buckets = BucketsClient::builder(&given("S3"), user())
        .setting("payload", "UNSIGNED-PAYLOAD")
        .build()
        .unwrap();
    buckets.create("unsigned").await.unwrap();
    buckets.put("unsigned", "a", "b", "", "text").await.unwrap();
    let got = buckets.get("unsigned", "a", "b", None).await;
    assert_eq!(got.unwrap(), "text");
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let right = buckets(user());
    right.create("wrong").await.unwrap();
    let spoilt = BucketsClient::builder(&given("S3"), user())
        .transport(Spoilt::header("authorization"))
        .build()
        .unwrap();
    let other = buckets(AwsSigv4S3 {
        secret_access_key: "other".into(),
        ..user()
    });
    for wrong in [spoilt, other] {
        let put = wrong.put("wrong", "a", "b", "", "text").await;
        let error = refused(put, "SignatureDoesNotMatch");
        // Swift made the same string to sign, by its own rules.
        let ours = error.string_to_sign().unwrap().to_string();
        let body = String::from_utf8_lossy(error.body().unwrap());
        assert!(
            body.contains(&format!("<StringToSign>{ours}</StringToSign>")),
            "{error:#}"
        );
        refused(wrong.list("wrong", "", None).await, "SignatureDoesNotMatch");
    }
    let listed = right.list("wrong", "", None).await.unwrap();
    assert!(!listed.contains("<Contents>"), "{listed}");
}

/// What Swift made of a request that was changed on its way is found in its answer.
#[tokio::test]
async fn a_refusal_is_explained_by_what_the_server_tells() {
    buckets(user()).create("explained").await.unwrap();
    let altered = BucketsClient::builder(&given("S3"), user())
        .transport(Altered)
        .build()
        .unwrap();
    let put = altered
        .put("explained", "a", "b c", "as signed", "text")
        .await;
    let error = refused(put, "SignatureDoesNotMatch");
    let refused = error.explanation().unwrap();
    let differs = "the server has another `x-amz-meta-note`";
    assert_eq!(refused.hint().as_deref(), Some(differs), "{error:#}");
    let canonical = &refused.differences[0];
    let line = &canonical.lines[0];
    assert_eq!(
        (canonical.name.as_str(), canonical.lines.len()),
        ("canonical_request", 1)
    );
    assert_eq!(line.signed.as_deref(), Some("x-amz-meta-note:as signed"));
    assert_eq!(line.server.as_deref(), Some("x-amz-meta-note:altered"));
    assert_eq!(
        refused.clock.unwrap().to_string(),
        "your clock agrees with the server's"
    );

    let other = buckets(AwsSigv4S3 {
        secret_access_key: "other".into(),
        ..user()
    });
    let put = other
        .put("explained", "a", "b c", "as signed", "text")
        .await;
    let error = self::refused(put, "SignatureDoesNotMatch");
    let refused = error.explanation().unwrap();
    assert!(refused.told && refused.differences.is_empty(), "{error:#}");
    assert!(
        error.to_string().contains("the same text with another key"),
        "{error}"
    );
}

#[tokio::test]
async fn an_old_request_is_refused() {
    let buckets = BucketsClient::builder(&given("S3"), user())
        .clock(|| SystemTime::now() - Duration::from_hours(1))
        .build()
        .unwrap();
    let as_it_is = buckets.with(Options::new().correct_clock(false));
    let error = refused(as_it_is.create("old").await, "RequestTimeTooSkewed");
    let refused = error.explanation().unwrap();
    assert_eq!(refused.fault, Fault::Time);
    let off = [
        "your clock is 1 h behind the server's",
        "your clock is 59 min 59 s behind the server's",
    ];
    assert!(off.contains(&refused.hint().unwrap().as_str()), "{error}");
    // A client corrects its clock by what Swift tells of its own.
    buckets.create("old").await.unwrap();
}

#[tokio::test]
async fn a_presigned_url_is_accepted() {
    let buckets = buckets(user());
    buckets.create("presigned").await.unwrap();
    let presigned = PresignedClient::new(&given("S3"), url_user()).unwrap();
    let anybody = default_transport().unwrap();
    for name in NAMES {
        buckets
            .put("presigned", name, name, "", name)
            .await
            .unwrap();
        for content_type in [None, Some("text/plain; charset=\"utf-8\"")] {
            let got = presigned.get("presigned", name, name, content_type).await;
            assert_eq!(got.unwrap(), name);
        }
        // The URL is all that there is to it.
        let request = BucketsGet {
            bucket: "presigned",
            folder: name,
            key: name,
            range: None,
        };
        let minute = Duration::from_mins(1);
        let link = buckets.presign(request, minute).await.unwrap();
        let answer = anybody.get(link.to_string()).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), name);
    }
}

#[tokio::test]
async fn a_wrong_presigned_url_is_refused() {
    let buckets = buckets(user());
    buckets.create("unpresigned").await.unwrap();
    buckets
        .put("unpresigned", "a", "b", "", "text")
        .await
        .unwrap();
    let spoilt = PresignedClient::builder(&given("S3"), url_user())
        .transport(Spoilt::query())
        .build()
        .unwrap();
    let get = spoilt.get("unpresigned", "a", "b", None).await;
    refused(get, "SignatureDoesNotMatch");
    let late = PresignedClient::builder(&given("S3"), url_user())
        .setting("expires", "60")
        .clock(|| SystemTime::now() - Duration::from_secs(61))
        .options(Options::new().correct_clock(false))
        .build()
        .unwrap();
    let get = late.get("unpresigned", "a", "b", None).await;
    refused(get, "AccessDenied");
}

/// A URL to upload by, with headers that whoever uses it has to send.
#[tokio::test]
async fn a_presigned_upload_is_accepted() {
    let buckets = buckets(user());
    buckets.create("uploads").await.unwrap();
    let name = "with space+~";
    let request = BucketsPut {
        bucket: "uploads",
        folder: "a",
        key: name,
        note: "signed",
        content: "",
    };
    let link = buckets
        .presign(request, Duration::from_mins(1))
        .await
        .unwrap();
    let anybody = default_transport().unwrap();
    for (note, status) in [("another", 403), ("signed", 200)] {
        let mut headers = link.headers.clone();
        headers.insert("x-amz-meta-note", note.parse().unwrap());
        let put = anybody
            .put(link.to_string())
            .headers(headers)
            .body("uploaded");
        assert_eq!(put.send().await.unwrap().status(), status);
    }
    let got = buckets.get("uploads", "a", name, None).await;
    assert_eq!(got.unwrap(), "uploaded");
}
