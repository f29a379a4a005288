//! Each provider's answer to a request that is wrong in one thing.

use signed_api::{
    Scheme as _, SchemeData,
    refused::{Fault, Refused},
    scheme,
    schemes::{
        Acs, AlibabaRpc, AliyunOssV1, AwsSigv4, AwsSigv4S3, AzureAppconfig, AzureStorageAccountSas,
        AzureStorageSharedKey, Binance, Kraken, SinchApplication, TencentTc3,
    },
};
use signed_api_tests::NOW;

use crate::{Line, answer, refused, request};

scheme!(pub TencentCos = "schemes/tencent-cos.toml");

const KEY: &str =
    "LnIa21zg5877EYb9emoIfUIuKzjczr79h8fh3gLy9LdveYw/88ct73qIm96AeQbI4L8dwAj6eAFZ0CiaLP5s4w==";

fn says(refused: &Refused, line: &str) {
    assert_eq!(Line(refused).to_string(), line, "{refused}");
    assert!(!refused.to_string().contains(KEY), "{refused}");
}

/// Where the server's texts differ: name, line, what wrote it, and what differs.
fn differ(refused: &Refused, expected: &[(&str, usize, &str, &str)]) {
    let lines = refused.differences.iter().flat_map(|difference| {
        difference.lines.iter().map(|line| {
            let template = line.template.as_deref().unwrap_or_default();
            (
                difference.name.as_str(),
                line.number,
                template,
                line.words.as_str(),
            )
        })
    });
    let found: Vec<_> = lines.collect();
    assert_eq!(found, expected, "{refused}");
}

fn acs(name: &str) -> Refused {
    let acs = Acs {
        access_key: KEY.into(),
    };
    refused(
        acs,
        NOW,
        &request("GET https://contoso.communication.azure.com/calling/a?api-version=1"),
        name,
    )
}

#[test]
fn azure_communication_services() {
    let seven = acs("acs");
    says(
        &seven,
        ", code 7509 (the signature does not match): your clock is 2 h 3 min behind the server's",
    );
    assert_eq!(seven.fault, Fault::Signature);
    assert!(!seven.told);
    let capitals = acs("acs_capitals");
    assert_eq!(
        (capitals.code.as_deref(), capitals.fault),
        (Some("7509"), Fault::Signature)
    );
    assert!(capitals.clock.is_none(), "there is no date");
    let denied = Line(&acs("acs_denied")).to_string();
    assert!(
        denied.starts_with(", code Denied (the hash of the body differs"),
        "{denied}"
    );
}

#[test]
fn azure_app_configuration() {
    let unsigned = request("GET https://contoso.azconfig.io/kv?api-version=1.0");
    let scheme = AzureAppconfig {
        credential_id: "a-b-c".into(),
        secret: KEY.into(),
    };
    let wrong = refused(scheme.clone(), NOW, &unsigned, "app_configuration");
    says(
        &wrong,
        ", code Invalid Signature (the signature does not match)",
    );
    let expired = refused(scheme, NOW, &unsigned, "app_configuration_expired");
    assert_eq!(expired.fault, Fault::Time);
    says(
        &expired,
        ", code The access token has expired (the request is more than 15 minutes old): \
         your clock is 16 min behind the server's",
    );
}

#[test]
fn azure_storage() {
    let scheme = AzureStorageSharedKey {
        account_name: "contosostore1".into(),
        account_key: KEY.into(),
    };
    let unsigned = request(
        "PUT https://contosostore1.blob.core.windows.net/photos/a%20b.jpg?comp=metadata\n\
         content-length: 5\ncontent-type: image/jpeg\nx-ms-version: 2026-10-06\n\nhello",
    );
    let blob = refused(scheme.clone(), NOW, &unsigned, "azure_blob");
    let unseen = "the server saw no `content-type`; something between you and it removed it";
    says(
        &blob,
        &format!(
            ", code AuthenticationFailed (the signature does not match, or its time is over): {unseen}"
        ),
    );
    differ(
        &blob,
        &[("string_to_sign", 6, "{header.content-type or ''}", unseen)],
    );
    assert_eq!(
        blob.clock.unwrap().to_string(),
        "your clock agrees with the server's"
    );
    let old = refused(scheme, NOW, &unsigned, "azure_blob_old");
    says(
        &old,
        ", code Request date header too old (the request is too old): your clock is 20 min 1 s behind the server's",
    );
}

#[test]
fn azure_storage_links() {
    let scheme = AzureStorageAccountSas {
        account_name: "contosostore1".into(),
        account_key: KEY.into(),
        permissions: "rwdl".into(),
        services: "b".into(),
        resource_types: "co".into(),
        expiry: "2026-02-01T00:00:00Z".into(),
    };
    let mut unsigned = request("GET https://contosostore1.blob.core.windows.net/photos");
    unsigned.set("protocol", "https");
    let refused = refused(scheme, NOW, &unsigned, "azure_sas");
    let unseen = "the server saw no `protocol`; something between you and it removed it";
    differ(
        &refused,
        &[("string_to_sign", 8, "{protocol or ''}", unseen)],
    );
}

/// The message is the same, whatever it is wrapped in.
#[test]
fn aws() {
    let scheme = AwsSigv4 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: KEY.into(),
        session_token: None,
        region: "us-east-1".into(),
    };
    // The page that was meant, on another host.
    let mut unsigned = request(
        "GET https://search-production.us-east-1.es.amazonaws.com/_plugin/kibana/\n\
         x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    unsigned.set("service", "es");
    let at = 1_455_125_833;
    for name in ["aws_json", "aws_query", "aws_gateway"] {
        let refused = refused(scheme.clone(), at, &unsigned, name);
        assert_eq!(refused.meaning.is_some(), name != "aws_json", "{refused}");
        differ(
            &refused,
            &[
                (
                    "canonical_request",
                    4,
                    HEADERS,
                    "the server has another `host`",
                ),
                (
                    "string_to_sign",
                    4,
                    "{canonical_request | sha256 | hex}",
                    HASH,
                ),
            ],
        );
    }
    let expired = refused(scheme.clone(), 1_395_758_093, &unsigned, "aws_expired");
    says(
        &expired,
        ", code Signature expired (the request is too old): your clock is 17 min 58 s behind the server's",
    );
    let denied = refused(scheme, at, &unsigned, "aws_denied");
    assert_eq!(
        (denied.code.as_deref(), denied.fault),
        (Some("AccessDeniedException"), Fault::Unknown)
    );
}

const HEADERS: &str = "{signed_headers | each('{name}:{value | single_spaces}') | join('\\n')}";
const HASH: &str =
    "the hash of `canonical_request` differs, for the server has another `canonical_request`";

#[test]
fn s3() {
    let scheme = AwsSigv4S3 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: KEY.into(),
        session_token: None,
        region: "us-east-1".into(),
    };
    let unsigned = request(
        "GET https://recordings.s3.us-east-1.amazonaws.com/my%20photo.jpg\nrange: bytes=0-9",
    );
    let refused_with = |name| refused(scheme.clone(), NOW, &unsigned, name);
    let decoded = refused_with("s3");
    says(
        &decoded,
        ", code SignatureDoesNotMatch (the signature does not match): the server's path is decoded",
    );
    differ(
        &decoded,
        &[
            (
                "canonical_request",
                2,
                "{canonical_path}",
                "the server's path is decoded",
            ),
            (
                "string_to_sign",
                4,
                "{canonical_request | sha256 | hex}",
                HASH,
            ),
        ],
    );
    let skewed = refused_with("s3_skewed");
    assert_eq!(skewed.fault, Fault::Time);
    assert_eq!(
        skewed.hint().unwrap(),
        "your clock is 120 d 10 h ahead of the server's"
    );
}

#[test]
fn alibaba() {
    let scheme = AlibabaRpc {
        access_key_id: "LTAIlFW9Sddoh5pV".into(),
        access_key_secret: KEY.into(),
        security_token: None,
    };
    let url = |input: &str| {
        request(&format!(
            "POST https://alidns.aliyuncs.com/?Action=GetMainDomainName&Format=json{input}&Version=2015-01-09"
        ))
    };
    let at = 1_557_670_011;
    for name in ["alibaba_rpc", "alibaba_rpc_lower"] {
        // The request as it was: the same text, so the key is wrong.
        let same = refused(scheme.clone(), at, &url("&InputString=jokor.vip"), name);
        assert!(same.told && same.differences.is_empty(), "{same}");
        let other = refused(scheme.clone(), at, &url("&InputString=jokor.cn"), name);
        says(
            &other,
            ", code SignatureDoesNotMatch (the signature does not match): the server has another `InputString`",
        );
    }
    let without = refused(scheme, at, &url(""), "alibaba_rpc");
    let template = "{canonicalized_query | percent_encode}";
    let added = "the server saw `InputString`, which was not there when the request was signed; something added it after signing";
    differ(&without, &[("string_to_sign", 1, template, added)]);
}

#[test]
fn oss() {
    let scheme = AliyunOssV1 {
        access_key_id: "LTAI5tLgdYSXwR2T4y8VL9dz".into(),
        access_key_secret: KEY.into(),
        security_token: None,
    };
    let url = "PUT https://ljp-blog.oss-cn-beijing.aliyuncs.com/1.c%20%20%E7%8E%AF%E5%A2%83%E6%B5%8B%E8%AF%95.png";
    let in_bucket = |text: &str| {
        let mut unsigned = request(text);
        unsigned.set("bucket", "ljp-blog");
        unsigned
    };
    let with_type = in_bucket(&format!("{url}\ncontent-type: image/png"));
    let at = 1_650_095_001;
    let same = refused(scheme.clone(), at, &with_type, "oss");
    assert!(same.told && same.differences.is_empty(), "{same}");
    says(
        &same,
        ", code SignatureDoesNotMatch (the signature does not match): \
         the server signed the same text with another key: is the key the right one, and whole?",
    );
    let added = "the server saw `content-type`, which was not there when the request was signed; something added it after signing";
    let without = refused(scheme.clone(), at, &in_bucket(url), "oss");
    differ(
        &without,
        &[("string_to_sign", 3, "{header.content-type or ''}", added)],
    );
    // The server's own words count before a `date` that someone else sets.
    let skewed = refused(scheme, 1_553_951_933, &with_type, "oss_skewed");
    assert_eq!(
        skewed.clock.unwrap().to_string(),
        "your clock agrees with the server's"
    );
}

#[test]
fn tencent() {
    let tc3 = TencentTc3 {
        secret_id: "AKID".into(),
        secret_key: KEY.into(),
        token: None,
    };
    let mut unsigned =
        request("POST https://cvm.tencentcloudapi.com/\ncontent-type: application/json\n\n{}");
    unsigned.set("service", "cvm");
    let refused_by_body = refused(tc3, NOW, &unsigned, "tencent_tc3");
    assert_eq!(
        (refused_by_body.status, refused_by_body.fault),
        (200, Fault::Signature)
    );

    let cos = TencentCos {
        secret_id: "AKID".into(),
        secret_key: KEY.into(),
    };
    let unsigned = request("PUT https://pic-1250000000.cos.ap-shanghai.myqcloud.com/img/a.png/");
    let layers = refused(cos, NOW, &unsigned, "tencent_cos");
    let hash = "the hash of `format_string` differs, for the server has another `format_string`";
    differ(
        &layers,
        &[
            (
                "format_string",
                2,
                "{path}",
                "the server's path lacks the slash at its end",
            ),
            ("string_to_sign", 3, "{format_string | sha1 | hex}", hash),
        ],
    );
}

#[test]
fn exchanges() {
    let unsigned = request(
        "POST https://api.kraken.com/0/private/Balance\ncontent-type: application/x-www-form-urlencoded\n\na=1",
    );
    let kraken = Kraken {
        api_key: "key".into(),
        secret: KEY.into(),
    };
    let kraken = refused(kraken, NOW, &unsigned, "kraken");
    assert_eq!(kraken.code.as_deref(), Some("EAPI:Invalid signature"));
    let binance = || Binance {
        api_key: "key".into(),
        secret: KEY.into(),
    };
    let unsigned = request("GET https://api.binance.com/api/v3/account");
    let wrong = refused(binance(), NOW, &unsigned, "binance");
    says(
        &wrong,
        ", code -1022 (the signature does not match): {\"code\":-1022,\"msg\":\"Signature for this request is not valid.\"}",
    );
    let ahead = refused(binance(), NOW, &unsigned, "binance_ahead");
    assert_eq!(ahead.fault, Fault::Time);
    assert_eq!(
        ahead.hint().unwrap(),
        "your clock is 1 min ahead of the server's"
    );
}

#[test]
fn sinch() {
    let sinch = || SinchApplication {
        application_key: "669E367E".into(),
        application_secret: KEY.into(),
    };
    let unsigned = request("GET https://calling.api.sinch.com/calling/v1/calls/id/7");
    let wrong = refused(sinch(), NOW, &unsigned, "sinch");
    assert_eq!(
        (wrong.code.as_deref(), wrong.fault),
        (Some("40102"), Fault::Signature)
    );
    let expired = refused(sinch(), NOW, &unsigned, "sinch_expired");
    says(
        &expired,
        ", code 40105 (the request is too old): your clock is 2 h 3 min behind the server's",
    );
}

/// An answer that a file calls no refusal is none of the signature.
#[test]
fn what_is_a_refusal_of_the_signature() {
    let refuses = |data: &SchemeData<'_>, name: &str| {
        let answer = answer(name);
        data.refuses(&signed_api::refused::Answer {
            status: answer.status().as_u16(),
            headers: answer.headers(),
            body: answer.body().as_bytes(),
        })
    };
    assert!(
        refuses(Binance::DATA, "binance"),
        "400, with a code that is known"
    );
    assert!(!refuses(Binance::DATA, "aws_denied"), "400, with another");
    assert!(
        refuses(AwsSigv4::DATA, "aws_expired"),
        "400, with a message that is known"
    );
    assert!(!refuses(AwsSigv4::DATA, "aws_denied"));
    assert!(refuses(Kraken::DATA, "kraken"), "200, with a code");
    assert!(!refuses(Kraken::DATA, "tencent_tc3"), "200, without");
    assert!(refuses(Acs::DATA, "s3"), "403 is one by itself");
}
