//! Every built-in scheme beside its own floor.

use std::time::Duration;

use signed_api::{Moment, Scheme, Signer, schemes};
use signed_api_specs::{builtin_names, builtin_text};

use crate::{
    example::Example,
    floor::Floor,
    measure::{self, Contender},
};

/// No scheme takes more than so many times its floor.
const MOST: f64 = 4.0;

/// An example of a scheme.
struct Row {
    scheme: &'static str,
    /// Which one, from 1.
    example: usize,
    /// What the floor does.
    work: String,
    floor: Contender,
    signed_api: Contender,
}

impl Row {
    fn times(&self) -> f64 {
        self.signed_api.least / self.floor.least
    }
}

/// Reads a scheme's type from what is found by the names of environment variables.
type Make<S> = fn(&dyn Fn(&str) -> Option<String>) -> Result<S, signed_api::Error>;

/// The rows of schemes, by their types.
macro_rules! rows {
    ($($scheme:ident)*) => {
        [$(rows_of::<schemes::$scheme>(|lookup| schemes::$scheme::from_lookup(lookup))),*]
    };
}

/// Times the examples of every scheme of such a name for so long, and prints the worst of each,
/// worst first.
pub(crate) fn table(name: &str, duration: Duration) {
    let mut rows: Vec<Row> = every().into_iter().flatten().collect();
    let mut names: Vec<&str> = rows.iter().map(|row| row.scheme).collect();
    names.dedup();
    assert!(
        names.into_iter().eq(builtin_names()),
        "every scheme, in order"
    );
    rows.retain(|row| row.scheme.contains(name));
    measure::rounds(duration, || {
        for row in &mut rows {
            row.floor.sample();
            row.signed_api.sample();
        }
    });
    rows.sort_by(|one, other| other.times().total_cmp(&one.times()));
    let above = rows.iter().filter(|row| row.times() > MOST).count();
    println!(
        "Built-in schemes sign the examples of their files, {} in all; the floor is read off the file.\n\
         {above} of them take more than {MOST} times their floor. The worst of each scheme:\n",
        rows.len(),
    );
    println!(
        "{:<38} {:>8} {:>10} {:>6} {:>7}  floor: each over bytes of its own",
        "scheme, example", "floor ns", "signed-api", "x", "allocs"
    );
    let mut printed = Vec::new();
    for row in rows {
        if !printed.contains(&row.scheme) {
            print(&row);
            printed.push(row.scheme);
        }
    }
}

fn print(row: &Row) {
    println!(
        "{:<38} {:>8.0} {:>10.0} {:>6.2} {:>7}  {}",
        format!("{}, {}", row.scheme, row.example),
        row.floor.least,
        row.signed_api.least,
        row.times(),
        row.signed_api.allocations,
        row.work,
    );
}

fn rows_of<S: Scheme>(make: Make<S>) -> Vec<Row> {
    let text = builtin_text(S::DATA.name).expect("a built-in scheme");
    let examples = Example::all(text, S::DATA).into_iter().zip(1..);
    examples
        .map(|(example, number)| row(make, example, number))
        .collect()
}

fn row<S: Scheme>(make: Make<S>, example: Example, number: usize) -> Row {
    let scheme = make(&|variable| example.variable(S::DATA, variable)).expect("credentials");
    let unsigned = example.unsigned(S::DATA);
    let floor = Floor::new(S::DATA, &unsigned, &example, example.now, &example.nonce);
    let moment = Moment {
        now: example.now.try_into().expect("a time of this era"),
        nonce: example.nonce.clone(),
    };
    let signer = Signer::new(scheme);
    floor.assert_of(&signer.sign(unsigned, &moment).expect("signed"));
    Row {
        scheme: S::DATA.name,
        example: number,
        work: floor.to_string(),
        floor: Contender::new(|| (), move |()| floor.run()),
        signed_api: Contender::new(
            move || example.unsigned(S::DATA),
            move |unsigned| signer.sign(unsigned, &moment).expect("signed"),
        ),
    }
}

#[rustfmt::skip]
fn every() -> [Vec<Row>; 106] {
    rows!(
        Acs AcsDate AdyenWebhook AkamaiEdgegrid AlibabaAcs3 AlibabaRoa AlibabaRpc AlibabaRpcForm
        AliyunLog AliyunOssV1 AliyunOssV1Query AliyunOssV4 AliyunOssV4Query AwsS3V2 AwsS3V2Query
        AwsSigv2 AwsSigv2Form AwsSigv4 AwsSigv4Query AwsSigv4S3 AwsSigv4S3Query AwsSigv4Suite
        AwsSigv4SuiteQuery AwsSigv4SuiteQueryUnsignedToken AwsSigv4SuiteUnsignedToken
        AzureAppconfig AzureStorageAccountSas AzureStorageSharedKey AzureTableSharedKey
        AzureTableSharedKeyLite BaiduBce BaiduBceListed BaiduBceQuery BaiduBceQueryListed Binance
        BinanceForm Bitfinex Bitmex Bitstamp Btcmarkets Bybit Cloudinary CloudinaryWebhook
        CoinbaseExchange Contentful Cryptocom CryptocomNumber DuoV2 DuoV5 Exmo Gemini GithubWebhook Hawk
        HawkBewit HttpSignaturesCavage HttpSignaturesCavageSignature Htx HuaweiSdk HuaweiV11
        Jdcloud JdcloudHost Kraken KrakenJson KrakenLast Kucoin Lastfm LastfmForm LineWebhook
        Mexc Oauth1 Oauth1Form Oauth1NoVersion Oauth1Query Oauth1Sha256 Oauth1Sha256Form
        Oauth1Sha256Query Okx Ovh PaddleWebhook PlivoV3 Poloniex QiniuQbox Rfc9421Hmac
        Rfc9421HmacBase64 SinchApplication SinchApplicationMicroseconds SinchApplicationSeconds
        SinchCallback SinchConversationCallback SlackRequest StandardWebhooks StripeWebhook
        SvixWebhook TencentCos TencentCosQuery TencentTc3 TencentV1 TencentV1Form TwilioWebhook
        Ucloud UcloudForm Volcengine VolcengineQuery Woo WooV1 Yubico
    )
}
