//! The files of the schemes that come with the crate. A program holds none of them that it does not ask for.

/// The files of these schemes.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../schemes/", $name, ".toml")))),*]
    };
}

/// Name and text of every built-in scheme, by name.
const BUILTIN: &[(&str, &str)] = files![
    "acs",
    "acs-date",
    "adyen-webhook",
    "akamai-edgegrid",
    "alibaba-acs3",
    "alibaba-roa",
    "alibaba-rpc",
    "alibaba-rpc-form",
    "aliyun-log",
    "aliyun-oss-v1",
    "aliyun-oss-v1-query",
    "aliyun-oss-v4",
    "aliyun-oss-v4-query",
    "aws-s3-v2",
    "aws-s3-v2-query",
    "aws-sigv2",
    "aws-sigv2-form",
    "aws-sigv4",
    "aws-sigv4-query",
    "aws-sigv4-s3",
    "aws-sigv4-s3-query",
    "aws-sigv4-suite",
    "aws-sigv4-suite-query",
    "aws-sigv4-suite-query-unsigned-token",
    "aws-sigv4-suite-unsigned-token",
    "azure-appconfig",
    "azure-storage-account-sas",
    "azure-storage-shared-key",
    "azure-table-shared-key",
    "azure-table-shared-key-lite",
    "baidu-bce",
    "baidu-bce-listed",
    "baidu-bce-query",
    "baidu-bce-query-listed",
    "binance",
    "binance-form",
    "bitfinex",
    "bitmex",
    "bitstamp",
    "btcmarkets",
    "bybit",
    "cloudinary",
    "cloudinary-webhook",
    "coinbase-exchange",
    "cryptocom",
    "cryptocom-number",
    "duo-v2",
    "duo-v5",
    "exmo",
    "gemini",
    "github-webhook",
    "hawk",
    "hawk-bewit",
    "http-signatures-cavage",
    "http-signatures-cavage-signature",
    "htx",
    "huawei-sdk",
    "huawei-v11",
    "jdcloud",
    "jdcloud-host",
    "kraken",
    "kraken-json",
    "kraken-last",
    "kucoin",
    "lastfm",
    "lastfm-form",
    "line-webhook",
    "mexc",
    "oauth1",
    "oauth1-form",
    "oauth1-no-version",
    "oauth1-query",
    "oauth1-sha256",
    "oauth1-sha256-form",
    "oauth1-sha256-query",
    "okx",
    "ovh",
    "paddle-webhook",
    "plivo-v3",
    "poloniex",
    "qiniu-qbox",
    "rfc9421-hmac",
    "rfc9421-hmac-base64",
    "sinch-application",
    "sinch-application-microseconds",
    "sinch-application-seconds",
    "sinch-callback",
    "sinch-conversation-callback",
    "slack-request",
    "standard-webhooks",
    "stripe-webhook",
    "svix-webhook",
    "tencent-tc3",
    "tencent-v1",
    "tencent-v1-form",
    "twilio-webhook",
    "ucloud",
    "ucloud-form",
    "volcengine",
    "volcengine-query",
    "woo",
    "woo-v1",
    "yubico",
];

/// The names of the built-in schemes, in order.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The file of a built-in scheme.
pub fn builtin_text(name: &str) -> Option<&'static str> {
    BUILTIN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
