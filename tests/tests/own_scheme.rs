//! Schemes of a user's own: Vipps signs its webhooks as Azure does its requests, but for
//! the key, which is used as text.

use signed_api::{Scheme, Signed, Signer, Unsigned, Verifier, scheme, schemes::Acs};
use signed_api_tests::{
    Incoming,
    by_hand::{base64, sha256},
    moment,
};

scheme!(
    /// The whole scheme in one file.
    pub Vipps = "schemes/vipps.toml"
);
scheme!(pub VippsShort = "schemes/vipps-short.toml");
scheme!(pub VippsStrict = "schemes/vipps-strict.toml");

const SECRET: &str =
    "A0+AeKBRG2KRGvnNwJpQlb6IJFk48CKXCIcrLoHncVJKDILsQSxS6NWCccwWm6r6FhGKhiHTBsG2wo/xU6FY/A==";
const PATH: &str = "/e2cee29b-012e-4f1d-8ef4-e95fd74a7a63";
const BODY: &str = r#"{"some-unique-content":"ee6e441b-cc4a-46f8-895d-a5af79bcc233/hello-world"}"#;
/// `Thu, 30 Mar 2023 08:38:32 GMT`.
const THEN: u64 = 1_680_165_512;
/// As the provider prints it.
const AUTHORIZATION: &str = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=agAiSyogQbDHpeucoNwYz+yAr5nJ+v+zasdkSbqzv+U=";

fn signed<S: Scheme>(scheme: S) -> Signed {
    let request = http::Request::post(format!("https://webhook.site{PATH}"))
        .body(BODY)
        .unwrap();
    Signer::new(scheme)
        .sign(Unsigned::new(request), &moment(THEN))
        .unwrap()
}

/// The webhook as the provider's page has it; nothing of ours has touched it.
fn webhook() -> Incoming {
    Incoming::new("POST", PATH, BODY.as_bytes())
        .with("host", "webhook.site")
        .with("x-ms-date", "Thu, 30 Mar 2023 08:38:32 GMT")
        .with("x-ms-content-sha256", &base64(&sha256(BODY.as_bytes())))
        .with("authorization", AUTHORIZATION)
}

#[test]
fn a_file_of_ones_own_signs_the_known_answer() {
    let signed = signed(Vipps {
        secret: SECRET.into(),
    });
    assert_eq!(signed.http().headers()["authorization"], AUTHORIZATION);
    let (sent, webhook) = (Incoming::of(&signed), webhook());
    assert_eq!(sent.parts.headers, webhook.parts.headers);
    assert_eq!(
        (sent.target(), &sent.body),
        (webhook.target(), &webhook.body)
    );
}

#[test]
fn and_verifies_it() {
    let verifier = Verifier::new(Vipps {
        secret: SECRET.into(),
    })
    .unwrap();
    let told = webhook().shown_at(THEN + 10, &verifier).unwrap();
    assert_eq!(told.time, Some(signed_api_tests::at(THEN)));
    let other = Incoming {
        body: b"{}".to_vec(),
        ..webhook()
    };
    other.shown_at(THEN, &verifier).unwrap_err();
}

#[test]
fn the_built_in_scheme_decodes_the_key_and_so_refuses_it() {
    let verifier = Verifier::new(Acs {
        access_key: SECRET.into(),
    })
    .unwrap();
    let refusal = webhook().shown_at(THEN, &verifier).unwrap_err();
    assert_eq!(refusal.to_string(), "the signature does not match");
    assert_ne!(
        signed(Acs {
            access_key: SECRET.into()
        })
        .http()
        .headers()["authorization"],
        AUTHORIZATION
    );
}

#[test]
fn what_extends_a_built_in_scheme_says_only_what_differs() {
    assert_eq!(
        signed(VippsShort {
            secret: SECRET.into()
        })
        .http()
        .headers()["authorization"],
        AUTHORIZATION
    );
    let verifier = Verifier::new(VippsShort {
        secret: SECRET.into(),
    })
    .unwrap();
    webhook().shown_at(THEN, &verifier).unwrap();
}

#[test]
fn what_extends_a_file_beside_it_inherits_its_credentials() {
    let verifier = Verifier::new(VippsStrict {
        secret: SECRET.into(),
    })
    .unwrap();
    webhook().shown_at(THEN + 60, &verifier).unwrap();
    assert_eq!(
        webhook()
            .shown_at(THEN + 61, &verifier)
            .unwrap_err()
            .to_string(),
        "the request is 61 s old"
    );
    assert_eq!(
        webhook()
            .shown_at(THEN - 6, &verifier)
            .unwrap_err()
            .to_string(),
        "the request is 6 s ahead of the clock"
    );
}

#[test]
fn the_environment_names_a_credential_by_scheme_and_name() {
    let asked = |name: &str| Some(format!("value of {name}"));
    assert_eq!(
        Vipps::from_lookup(asked).unwrap().secret.expose(),
        "value of VIPPS_SECRET"
    );
    assert_eq!(
        VippsShort::from_lookup(asked).unwrap().secret.expose(),
        "value of VIPPS_SHORT_SECRET"
    );
}
