//! The schemes that come with the crate.

use super::{Problems, read};
use crate::Scheme;

/// The files of these schemes.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../schemes/", $name, ".toml")))),*]
    };
}

/// Name and text of every built-in scheme, by name.
const BUILTIN: &[(&str, &str)] = files![
    "acs",
    "acs-date",
    "alibaba-acs3",
    "alibaba-roa",
    "aliyun-log",
    "aws-sigv4",
    "aws-sigv4-s3",
    "azure-storage-account-sas",
    "azure-storage-shared-key",
    "azure-table-shared-key",
    "azure-table-shared-key-lite",
    "bitfinex",
    "bitstamp",
    "btcmarkets",
    "bybit",
    "cloudinary-webhook",
    "coinbase-exchange",
    "github-webhook",
    "htx",
    "jdcloud",
    "jdcloud-host",
    "kucoin",
    "line-webhook",
    "mexc",
    "okx",
    "qiniu-qbox",
    "sinch-application",
    "sinch-application-microseconds",
    "sinch-application-seconds",
    "sinch-callback",
    "sinch-conversation-callback",
    "tencent-tc3",
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

/// Reads a built-in scheme; `None` if there is none of this name.
pub fn builtin(name: &str) -> Option<Result<Scheme, Problems>> {
    builtin_text(name).map(|text| read(&format!("{name}.toml"), text, &mut |_| None))
}
