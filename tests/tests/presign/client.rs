//! What a client hands on.

use std::time::Duration;

use http::Method;
use signed_api::{
    Body, Error, ErrorKind, Presigned, Verifier, blocking,
    schemes::{AwsSigv4, AwsSigv4S3, AwsSigv4S3Query, Binance},
    signed_api,
    testing::Memory,
};
use signed_api_tests::{Incoming, NOW, at, now_or_never};

type Result<T, E = Error> = core::result::Result<T, E>;

/// Objects of one bucket.
#[signed_api(scheme = "aws-sigv4-s3", blocking)]
pub trait Bucket {
    /// An object.
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<Vec<u8>>;

    /// An object without content.
    #[put("/{key}")]
    async fn reserve(
        &self,
        key: &str,
        #[header("x-amz-acl")] acl: &str,
        #[header("x-amz-meta-caller")] caller: &str,
    ) -> Result<()>;

    /// An object, of any content.
    #[put("/{key}")]
    async fn put(&self, key: &str, #[body("audio/wav")] body: Body) -> Result<()>;

    /// Whether anybody is there.
    #[get("/health", unsigned)]
    async fn health(&self) -> Result<()>;
}

/// A service whose bodies are signed.
#[signed_api(scheme = "aws-sigv4", service = "polly")]
pub trait Speech {
    /// A text as sound.
    #[post("/v1/speech")]
    async fn speak(&self, #[body(text)] text: &str) -> Result<Vec<u8>>;

    /// Who can speak.
    #[get("/v1/voices", payload = "UNSIGNED-PAYLOAD")]
    async fn voices(&self) -> Result<String>;
}

/// A service that also wants a header.
#[signed_api(scheme = "binance")]
pub trait Exchange {
    /// What there is.
    #[get("/api/v3/account")]
    async fn account(&self) -> Result<String>;
}

/// The credentials of AWS's documentation.
fn published() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
        session_token: None,
        region: "us-east-1".into(),
    }
}

/// The credentials of the vectors.
fn made_up() -> AwsSigv4S3 {
    AwsSigv4S3 {
        access_key_id: "AKIDMADEUPEXAMPLE001".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYMADEUPKEY01".into(),
        ..published()
    }
}

fn bucket(host: &str, s3: AwsSigv4S3, seconds: u64) -> BucketClient {
    BucketClient::builder(&format!("https://{host}"), s3)
        .transport(Memory::new())
        .clock(move || at(seconds))
        .build()
        .unwrap()
}

fn recordings() -> BucketClient {
    bucket("recordings.s3.us-east-1.amazonaws.com", made_up(), NOW)
}

const HOUR: Duration = Duration::from_hours(1);

fn refusal(presigned: Result<Presigned>) -> String {
    let error = presigned.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    error.to_string()
}

/// "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", as printed.
#[test]
fn a_client_that_signs_headers_presigns_the_published_url() {
    let bucket = bucket("examplebucket.s3.amazonaws.com", published(), 1_369_353_600);
    let get = BucketGet { key: "test.txt" };
    let link = now_or_never(bucket.presign(get, Duration::from_millis(86_400_999))).unwrap();
    assert_eq!(
        link.to_string(),
        "https://examplebucket.s3.amazonaws.com/test.txt\
         ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
    assert_eq!((link.method, link.headers.len()), (Method::GET, 0));
}

/// The case `put-object-signed-metadata`, by botocore.
#[test]
fn headers_that_were_signed_come_with_the_url() {
    let reserve = BucketReserve {
        key: "a.wav",
        acl: "private",
        caller: "a   b",
    };
    let link = now_or_never(recordings().presign(reserve, HOUR)).unwrap();
    let signature = "5026b77e04b794182da50dacae658c6f5d2fb13e1794d7feaf803e54ff89b618";
    assert!(link.to_string().ends_with(signature), "{link}");
    assert_eq!(link.headers["x-amz-acl"], "private");
    assert_eq!(link.headers["x-amz-meta-caller"], "a   b");
    assert_eq!(link.headers.len(), 2);
}

#[test]
fn a_body_is_left_to_whoever_sends_it_if_the_scheme_does_not_sign_it() {
    let put = |body: Body| BucketPut { key: "a.wav", body };
    let recordings = recordings();
    let link = now_or_never(recordings.presign(put(Body::empty()), HOUR)).unwrap();
    let with_body = now_or_never(recordings.presign(put("RIFF".into()), HOUR)).unwrap();
    assert_eq!(link, with_body);
    assert_eq!(link.headers["content-type"], "audio/wav");
    assert_eq!(link.headers.len(), 1);

    let query = AwsSigv4S3Query::from(made_up());
    let verifier = Verifier::new(query).unwrap().require(["content-type"]);
    let target = link.url.path_and_query().unwrap().as_str();
    let sent = Incoming::new("PUT", target, b"anything")
        .with("host", "recordings.s3.us-east-1.amazonaws.com")
        .with("content-type", "audio/wav");
    sent.shown_to(&verifier).unwrap();
    let other = sent.with("content-type", "text/html");
    assert_eq!(other.refused_by(&verifier), "the signature does not match");
}

fn speech() -> SpeechClient {
    let aws = AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-west-3".into(),
    };
    SpeechClient::builder("https://polly.example", aws)
        .transport(Memory::new())
        .build()
        .unwrap()
}

#[test]
fn what_a_url_cannot_carry_is_refused() {
    let speak = |text| now_or_never(speech().presign(SpeechSpeak { text }, HOUR));
    assert_eq!(
        refusal(speak("Hello.")),
        "Speech::speak: scheme `aws-sigv4-query` signs the body, which a presigned URL cannot carry"
    );
    assert!(speak("").is_ok());
    let voices = refusal(now_or_never(speech().presign(SpeechVoices {}, HOUR)));
    assert!(
        voices.contains("scheme `aws-sigv4-query` has no setting `payload`"),
        "{voices}"
    );
    let health = refusal(now_or_never(recordings().presign(BucketHealth {}, HOUR)));
    assert!(health.contains("declared `unsigned`"), "{health}");
    let get = BucketGet { key: "a.wav" };
    let short = now_or_never(recordings().presign(&get, Duration::from_millis(999)));
    assert_eq!(
        refusal(short),
        "Bucket::get: a presigned URL is valid for one second at least"
    );
    let week = 7 * 24 * HOUR;
    now_or_never(recordings().presign(&get, week)).unwrap();
    let long = now_or_never(recordings().presign(&get, week + Duration::from_secs(1)));
    assert_eq!(
        refusal(long),
        "Bucket::get: a URL of scheme `aws-sigv4-s3-query` is valid for 604800 seconds at most (`expires`), and \
         604801 were asked for: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
    );
}

/// Whatever its signature is, as S3 does it.
#[test]
fn a_url_that_is_valid_for_too_long_is_refused() {
    let get = BucketGet { key: "a.wav" };
    let link = now_or_never(recordings().presign(get, HOUR)).unwrap();
    let verifier = Verifier::new(AwsSigv4S3Query::from(made_up())).unwrap();
    let target = link.url.path_and_query().unwrap().as_str();
    let sent = |target: &str| {
        Incoming::new("GET", target, b"").with("host", "recordings.s3.us-east-1.amazonaws.com")
    };
    sent(target).shown_to(&verifier).unwrap();
    let longer = target.replace("Expires=3600&", "Expires=604800&");
    assert_eq!(
        sent(&longer).refused_by(&verifier),
        "the signature does not match"
    );
    let too_long = target.replace("Expires=3600&", "Expires=604801&");
    assert_eq!(
        sent(&too_long).refused_by(&verifier),
        "the query pair `X-Amz-Expires` does not have the form of this scheme"
    );
}

#[test]
fn a_scheme_without_a_lifetime_says_so_and_sends_its_headers() {
    let binance = Binance {
        api_key: "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A".into(),
        secret: "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j".into(),
    };
    let exchange = ExchangeClient::builder("https://api.binance.com", binance)
        .transport(Memory::new())
        .build()
        .unwrap();
    assert_eq!(
        refusal(now_or_never(exchange.presign(ExchangeAccount {}, HOUR))),
        "Exchange::account: scheme `binance` has no setting for how long a URL is valid; presign with `None`"
    );
    let link = now_or_never(exchange.presign(ExchangeAccount {}, None)).unwrap();
    assert!(link.url.query().unwrap().contains("&signature="), "{link}");
    let names: Vec<_> = link.headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["x-mbx-apikey"]);
    let shown = format!("{link:?}");
    assert!(
        !shown.contains("vmPU") && !shown.contains("signature="),
        "{shown}"
    );
}

#[test]
fn a_client_that_waits_presigns_too() {
    let never = |_| -> Result<http::Response<Body>, signed_api::BoxError> { unreachable!() };
    let waits =
        BucketBlockingClient::builder("https://recordings.s3.us-east-1.amazonaws.com", made_up())
            .transport(never)
            .clock(|| at(NOW))
            .build()
            .unwrap();
    let waits: &blocking::Client<AwsSigv4S3> = &waits;
    let get = BucketGet { key: "a.wav" };
    let link = waits.presign(&get, HOUR).unwrap();
    assert_eq!(link, now_or_never(recordings().presign(get, HOUR)).unwrap());
}
