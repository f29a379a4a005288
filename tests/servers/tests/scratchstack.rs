//! The verifier `scratchstack-aws-signature`, in this process: AWS Signature Version 4.
//!
//! It writes a path as it was sent, with every escape in its usual form. That is S3's rule; for
//! other services AWS escapes what was sent once more (`%20` is signed as `%2520`), as its SDKs do.
//! So what has to be escaped stands in the query here, and in a path for S3 only. It takes the
//! body's hash from the body, so it cannot be shown `UNSIGNED-PAYLOAD`; nor a presigned URL, whose
//! `X-Amz-Credential` it splits at `/` without having decoded `%2F`.

use std::{
    str::FromStr as _,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use chrono::DateTime;
use http::{Request, Response, StatusCode};
use scratchstack_aws_signature::{
    GetSigningKeyRequest, GetSigningKeyResponse, KSecretKey, NO_ADDITIONAL_SIGNED_HEADERS,
    SignatureOptions, principal::User, service_for_signing_key_fn, sigv4_validate_request,
};
use signed_api::{
    Body, BoxError, Error, Outgoing, Transport,
    schemes::{AwsSigv4, AwsSigv4S3},
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt};

#[signed_api(scheme = "aws-sigv4", service = "execute-api")]
trait Api {
    #[get("/items/a-b_c.d~e")]
    async fn get(
        &self,
        #[query] q: &str,
        #[query("a")] list: &[&str],
        #[header("x-note")] notes: &[&str],
    ) -> Result<(), Error>;
    #[post("/items//all/")]
    async fn add(&self, #[body(text)] item: &str) -> Result<(), Error>;
}

#[signed_api(scheme = "aws-sigv4-s3")]
trait Objects {
    #[put("/{bucket}//{key}")]
    async fn put(
        &self,
        bucket: &str,
        key: &str,
        #[query] q: &str,
        #[body(text)] content: &str,
    ) -> Result<(), Error>;
}

const ENDPOINT: &str = "https://api.example";
const REGION: &str = "eu-central-1";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The same user by every scheme.
macro_rules! user {
    ($scheme:ident, $token:expr) => {
        $scheme {
            access_key_id: "AKIDEXAMPLE".into(),
            secret_access_key: SECRET.into(),
            session_token: $token,
            region: REGION.into(),
        }
    };
}

/// Verifies what it is to send: 204, or 403 with the reason.
struct Judge {
    service: &'static str,
    options: SignatureOptions,
    spoilt: Option<Spoilt>,
}

fn api() -> Judge {
    Judge {
        service: "execute-api",
        options: SignatureOptions::default(),
        spoilt: None,
    }
}

fn s3() -> Judge {
    Judge {
        service: "s3",
        options: SignatureOptions::S3,
        spoilt: None,
    }
}

impl Judge {
    fn spoiling(self, spoilt: Spoilt) -> Self {
        let spoilt = Some(spoilt);
        Self { spoilt, ..self }
    }

    async fn verify(&self, request: Request<Bytes>) -> Result<(), BoxError> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        let now = DateTime::from_timestamp(now.as_secs().try_into()?, 0);
        let mut keys = service_for_signing_key_fn(key);
        let verdict = sigv4_validate_request(
            request,
            REGION,
            self.service,
            &mut keys,
            now.ok_or("no such time")?,
            &NO_ADDITIONAL_SIGNED_HEADERS,
            self.options,
        );
        verdict.await.map(drop)
    }
}

/// The key that belongs to what a request says about it.
async fn key(asked: GetSigningKeyRequest) -> Result<GetSigningKeyResponse, BoxError> {
    assert_eq!(asked.access_key(), "AKIDEXAMPLE");
    let secret: KSecretKey = KSecretKey::from_str(SECRET)?;
    let key = secret.to_ksigning(asked.request_date(), asked.region(), asked.service());
    let user = User::new("aws", "123456789012", "/", "user")?;
    let mut found = GetSigningKeyResponse::builder();
    Ok(found.principal(user).signing_key(key).build()?)
}

impl Transport for Judge {
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let mut request = request.into_bytes().ok_or("no body")?;
        if let Some(spoilt) = &self.spoilt {
            spoilt.spoil(&mut request)?;
        }
        let (status, body) = match self.verify(request).await {
            Ok(()) => (StatusCode::NO_CONTENT, Body::empty()),
            Err(refusal) => (StatusCode::FORBIDDEN, Body::text(refusal.to_string())),
        };
        Ok(Response::builder().status(status).body(body)?)
    }
}

fn refused(outcome: Result<(), Error>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    for token in [None, Some("token+/=".into())] {
        let user = user!(AwsSigv4, token.clone());
        let items = ApiClient::builder(ENDPOINT, user).transport(api());
        let items = items.build().unwrap();
        let user = user!(AwsSigv4S3, token);
        let objects = ObjectsClient::builder(ENDPOINT, user).transport(s3());
        let objects = objects.build().unwrap();
        for name in NAMES {
            let notes = ["one  two", "", "three"];
            items.get(name, &[name, "", "b"], &notes).await.unwrap();
            items.get(name, &[], &[]).await.unwrap();
            items.add(name).await.unwrap();
            objects.put(name, name, name, name).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let header = || Spoilt::header("authorization");
    let user = || user!(AwsSigv4, None);
    let wrong = [
        ApiClient::builder(ENDPOINT, user()).transport(api().spoiling(header())),
        ApiClient::builder(ENDPOINT, user())
            .transport(api())
            .clock(|| SystemTime::now() - Duration::from_hours(1)),
        // Another service is another key.
        ApiClient::builder(ENDPOINT, user()).transport(s3()),
        ApiClient::builder(
            ENDPOINT,
            AwsSigv4 {
                secret_access_key: "other".into(),
                ..user()
            },
        )
        .transport(api()),
    ];
    for items in wrong.map(|builder| builder.build().unwrap()) {
        refused(items.get("a", &[], &[]).await);
        refused(items.add("a").await);
    }
    let objects = ObjectsClient::builder(ENDPOINT, user!(AwsSigv4S3, None))
        .transport(s3().spoiling(header()));
    refused(objects.build().unwrap().put("a", "b", "", "").await);
}
