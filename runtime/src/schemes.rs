//! The built-in schemes.

use signed_api_macros::scheme;

use crate::Presign;

scheme!(pub Acs = "acs");
scheme!(pub AcsDate = "acs-date");
scheme!(pub AdyenWebhook = "adyen-webhook");
scheme!(pub AkamaiEdgegrid = "akamai-edgegrid");
scheme!(pub AlibabaAcs3 = "alibaba-acs3");
scheme!(pub AlibabaRoa = "alibaba-roa");
scheme!(pub AlibabaRpc = "alibaba-rpc");
scheme!(pub AlibabaRpcForm = "alibaba-rpc-form");
scheme!(pub AliyunLog = "aliyun-log");
scheme!(pub AliyunOssV1 = "aliyun-oss-v1");
scheme!(pub AliyunOssV1Query = "aliyun-oss-v1-query");
scheme!(pub AliyunOssV4 = "aliyun-oss-v4");
scheme!(pub AliyunOssV4Query = "aliyun-oss-v4-query");
scheme!(pub AwsS3V2 = "aws-s3-v2");
scheme!(pub AwsS3V2Query = "aws-s3-v2-query");
scheme!(pub AwsSigv2 = "aws-sigv2");
scheme!(pub AwsSigv2Form = "aws-sigv2-form");
scheme!(pub AwsSigv4 = "aws-sigv4");
scheme!(pub AwsSigv4Query = "aws-sigv4-query");
scheme!(pub AwsSigv4S3 = "aws-sigv4-s3");
scheme!(pub AwsSigv4S3Query = "aws-sigv4-s3-query");
scheme!(pub AwsSigv4Suite = "aws-sigv4-suite");
scheme!(pub AwsSigv4SuiteQuery = "aws-sigv4-suite-query");
scheme!(pub AwsSigv4SuiteQueryUnsignedToken = "aws-sigv4-suite-query-unsigned-token");
scheme!(pub AwsSigv4SuiteUnsignedToken = "aws-sigv4-suite-unsigned-token");
scheme!(pub AzureAppconfig = "azure-appconfig");
scheme!(pub AzureStorageAccountSas = "azure-storage-account-sas");
scheme!(pub AzureStorageSharedKey = "azure-storage-shared-key");
scheme!(pub AzureTableSharedKey = "azure-table-shared-key");
scheme!(pub AzureTableSharedKeyLite = "azure-table-shared-key-lite");
scheme!(pub BaiduBce = "baidu-bce");
scheme!(pub BaiduBceListed = "baidu-bce-listed");
scheme!(pub BaiduBceQuery = "baidu-bce-query");
scheme!(pub BaiduBceQueryListed = "baidu-bce-query-listed");
scheme!(pub Binance = "binance");
scheme!(pub BinanceForm = "binance-form");
scheme!(pub Bitfinex = "bitfinex");
scheme!(pub Bitmex = "bitmex");
scheme!(pub Bitstamp = "bitstamp");
scheme!(pub Btcmarkets = "btcmarkets");
scheme!(pub Bybit = "bybit");
scheme!(pub Cloudinary = "cloudinary");
scheme!(pub CloudinaryWebhook = "cloudinary-webhook");
scheme!(pub CoinbaseExchange = "coinbase-exchange");
scheme!(pub Contentful = "contentful");
scheme!(pub Cryptocom = "cryptocom");
scheme!(pub CryptocomNumber = "cryptocom-number");
scheme!(pub DuoV2 = "duo-v2");
scheme!(pub DuoV5 = "duo-v5");
scheme!(pub Exmo = "exmo");
scheme!(pub Gemini = "gemini");
scheme!(pub GithubWebhook = "github-webhook");
scheme!(pub Hawk = "hawk");
scheme!(pub HawkBewit = "hawk-bewit");
scheme!(pub HttpSignaturesCavage = "http-signatures-cavage");
scheme!(pub HttpSignaturesCavageSignature = "http-signatures-cavage-signature");
scheme!(pub Htx = "htx");
scheme!(pub HuaweiSdk = "huawei-sdk");
scheme!(pub HuaweiV11 = "huawei-v11");
scheme!(pub Jdcloud = "jdcloud");
scheme!(pub JdcloudHost = "jdcloud-host");
scheme!(pub Kraken = "kraken");
scheme!(pub KrakenJson = "kraken-json");
scheme!(pub KrakenLast = "kraken-last");
scheme!(pub Kucoin = "kucoin");
scheme!(pub Lastfm = "lastfm");
scheme!(pub LastfmForm = "lastfm-form");
scheme!(pub LineWebhook = "line-webhook");
scheme!(pub Mexc = "mexc");
scheme!(pub Oauth1 = "oauth1");
scheme!(pub Oauth1Form = "oauth1-form");
scheme!(pub Oauth1NoVersion = "oauth1-no-version");
scheme!(pub Oauth1Query = "oauth1-query");
scheme!(pub Oauth1Sha256 = "oauth1-sha256");
scheme!(pub Oauth1Sha256Form = "oauth1-sha256-form");
scheme!(pub Oauth1Sha256Query = "oauth1-sha256-query");
scheme!(pub Okx = "okx");
scheme!(pub Ovh = "ovh");
scheme!(pub PaddleWebhook = "paddle-webhook");
scheme!(pub PlivoV3 = "plivo-v3");
scheme!(pub Poloniex = "poloniex");
scheme!(pub QiniuQbox = "qiniu-qbox");
scheme!(pub Rfc9421Hmac = "rfc9421-hmac");
scheme!(pub Rfc9421HmacBase64 = "rfc9421-hmac-base64");
scheme!(pub SinchApplication = "sinch-application");
scheme!(pub SinchApplicationMicroseconds = "sinch-application-microseconds");
scheme!(pub SinchApplicationSeconds = "sinch-application-seconds");
scheme!(pub SinchCallback = "sinch-callback");
scheme!(pub SinchConversationCallback = "sinch-conversation-callback");
scheme!(pub SlackRequest = "slack-request");
scheme!(pub StandardWebhooks = "standard-webhooks");
scheme!(pub StripeWebhook = "stripe-webhook");
scheme!(pub SvixWebhook = "svix-webhook");
scheme!(pub TencentCos = "tencent-cos");
scheme!(pub TencentCosQuery = "tencent-cos-query");
scheme!(pub TencentTc3 = "tencent-tc3");
scheme!(pub TencentV1 = "tencent-v1");
scheme!(pub TencentV1Form = "tencent-v1-form");
scheme!(pub TwilioWebhook = "twilio-webhook");
scheme!(pub Ucloud = "ucloud");
scheme!(pub UcloudForm = "ucloud-form");
scheme!(pub Volcengine = "volcengine");
scheme!(pub VolcengineQuery = "volcengine-query");
scheme!(pub Woo = "woo");
scheme!(pub WooV1 = "woo-v1");
scheme!(pub Yubico = "yubico");

/// Variants of one scheme take the same credentials, so that a client of one may have methods of
/// another: a query for what is read, a form for what is written. (Volcengine's URLs carry no session
/// token, so they are not made of what may hold one.)
macro_rules! variants {
    ($fields:tt: $one:ident $($other:ident)*) => {
        $(
            variants!(@ $one => $other by $fields);
            variants!(@ $other => $one by $fields);
        )*
        variants!($fields: $($other)*);
    };
    ($fields:tt:) => {};
    (@ $from:ident => $to:ident by ($($field:ident)+)) => {
        impl From<$from> for $to {
            fn from(other: $from) -> Self {
                Self { $($field: other.$field),+ }
            }
        }
    };
}

variants!((access_key): Acs AcsDate);
variants!((access_key_id access_key_secret security_token): AlibabaRpc AlibabaRpcForm);
variants!((access_key_id access_key_secret security_token): AliyunOssV1 AliyunOssV1Query);
variants!((access_key_id access_key_secret security_token region): AliyunOssV4 AliyunOssV4Query);
variants!((access_key_id secret_access_key session_token): AwsS3V2 AwsS3V2Query);
variants!((access_key_id secret_access_key session_token): AwsSigv2 AwsSigv2Form);
variants!((access_key_id secret_access_key session_token region): AwsSigv4 AwsSigv4Query);
variants!((access_key_id secret_access_key session_token region): AwsSigv4S3 AwsSigv4S3Query);
variants!((access_key_id secret_access_key session_token region):
    AwsSigv4Suite AwsSigv4SuiteQuery AwsSigv4SuiteQueryUnsignedToken AwsSigv4SuiteUnsignedToken);
variants!((access_key_id secret_access_key security_token): BaiduBce BaiduBceQuery);
variants!((access_key_id secret_access_key security_token signed_headers):
    BaiduBceListed BaiduBceQueryListed);
variants!((api_key secret): Binance BinanceForm);
variants!((api_key secret): Cryptocom CryptocomNumber);
variants!((id key): Hawk HawkBewit);
variants!((key_id secret): HttpSignaturesCavage HttpSignaturesCavageSignature);
variants!((access_key secret_key region): Jdcloud JdcloudHost);
variants!((api_key secret): Kraken KrakenJson KrakenLast);
variants!((api_key api_secret session_key): Lastfm LastfmForm);
variants!((consumer_key consumer_secret token token_secret):
    Oauth1 Oauth1Form Oauth1NoVersion Oauth1Query);
variants!((consumer_key consumer_secret token token_secret):
    Oauth1Sha256 Oauth1Sha256Form Oauth1Sha256Query);
variants!((application_key application_secret):
    SinchApplication SinchApplicationMicroseconds SinchApplicationSeconds);
variants!((secret_id secret_key token): TencentCos TencentCosQuery);
variants!((secret_id secret_key token): TencentV1 TencentV1Form);
variants!((private_key public_key): Ucloud UcloudForm);
variants!((api_key secret): Woo WooV1);

/// What signs in headers presigns by its variant in the query.
macro_rules! presign {
    ($($scheme:ident by $query:ident;)*) => {
        $(impl Presign for $scheme {
            type Query = $query;
        })*
    };
}

presign! {
    AliyunOssV1 by AliyunOssV1Query;
    AliyunOssV4 by AliyunOssV4Query;
    AwsS3V2 by AwsS3V2Query;
    AwsSigv4 by AwsSigv4Query;
    AwsSigv4S3 by AwsSigv4S3Query;
    AwsSigv4Suite by AwsSigv4SuiteQuery;
    AwsSigv4SuiteUnsignedToken by AwsSigv4SuiteQueryUnsignedToken;
    BaiduBce by BaiduBceQuery;
    BaiduBceListed by BaiduBceQueryListed;
    Hawk by HawkBewit;
    Oauth1 by Oauth1Query;
    Oauth1Sha256 by Oauth1Sha256Query;
    TencentCos by TencentCosQuery;
}
