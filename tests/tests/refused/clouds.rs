//! What AWS, S3, Alibaba Cloud and Tencent Cloud answer.

use signed_api::{
    refused::Fault,
    scheme,
    schemes::{AlibabaRpc, AliyunOssV1, AwsSigv4, AwsSigv4S3, TencentTc3},
};
use signed_api_tests::NOW;

use crate::{KEY, differ, refused, request, says};

scheme!(pub TencentCos = "schemes/tencent-cos.toml");

const HEADERS: &str = "{signed_headers | each('{name}:{value | single_spaces}') | join('\\n')}";
const HASH: &str =
    "the hash of `canonical_request` differs, for the server has another `canonical_request`";

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
    // The whole of it, as a reader sees it. `UPDATE=1` writes it anew.
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/answers/s3.txt");
    let shown = format!("{decoded}\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &shown).unwrap();
    }
    assert_eq!(shown, std::fs::read_to_string(file).unwrap());

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
