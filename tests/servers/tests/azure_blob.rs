//! Blobs of Azurite, by Shared Key and by an account's shared access signature.
//!
//! What Azurite says otherwise than Azure does is avoided: it signs neither runs of spaces in
//! `x-ms-meta-*` nor repeated query parameters as the documentation wants it, and does not look at
//! the time of a Shared Key.

use http::StatusCode;
use signed_api::{
    Error, default_transport,
    schemes::{AzureStorageAccountSas, AzureStorageSharedKey},
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt, given};

#[signed_api(
    scheme = "azure-storage-shared-key",
    header = "x-ms-version: 2021-12-02"
)]
trait Blobs {
    #[put("/{container}", query = "restype=container")]
    async fn create(&self, container: &str) -> Result<(), Error>;
    #[put("/{container}/{blob}", header = "x-ms-blob-type: BlockBlob")]
    async fn put(
        &self,
        container: &str,
        blob: &str,
        #[header("x-ms-meta-note")] note: &str,
        #[header("content-language")] language: Option<&str>,
        #[body(text)] content: &str,
    ) -> Result<(), Error>;
    #[get("/{container}/{blob}")]
    async fn get(
        &self,
        container: &str,
        blob: &str,
        #[header("range")] range: Option<&str>,
    ) -> Result<String, Error>;
    #[get("/{container}", query = "restype=container&comp=list")]
    async fn list(&self, container: &str, #[query] prefix: &str) -> Result<String, Error>;
    #[delete("/{container}/{blob}")]
    async fn delete(&self, container: &str, blob: &str) -> Result<(), Error>;
}

#[signed_api(
    scheme = "azure-storage-account-sas",
    header = "x-ms-version: 2021-12-02"
)]
trait Shared {
    #[get("/{container}/{blob}")]
    async fn get(&self, container: &str, blob: &str) -> Result<String, Error>;
    #[delete("/{container}/{blob}")]
    async fn delete(&self, container: &str, blob: &str) -> Result<(), Error>;
}

fn endpoint() -> String {
    format!("{}/contoso", given("BLOB"))
}

fn account() -> AzureStorageSharedKey {
    AzureStorageSharedKey {
        account_name: "contoso".into(),
        account_key: given("AZURE_KEY").into(),
    }
}

fn sas(permissions: &str, expiry: &str) -> AzureStorageAccountSas {
    AzureStorageAccountSas {
        account_name: "contoso".into(),
        account_key: given("AZURE_KEY").into(),
        permissions: permissions.into(),
        services: "b".into(),
        resource_types: "o".into(),
        expiry: expiry.into(),
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>, with: &str) {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains(with), "{error:#}");
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let blobs = BlobsClient::new(&endpoint(), account()).unwrap();
    blobs.create("names").await.unwrap();
    for name in NAMES {
        blobs
            .put("names", name, "a note", None, name)
            .await
            .unwrap();
        assert_eq!(blobs.get("names", name, None).await.unwrap(), name);
        let listed = blobs.list("names", name).await.unwrap();
        assert_eq!(listed.matches("<Blob>").count(), 1, "{listed}");
    }
    blobs
        .put("names", "empty", "", Some("de"), "")
        .await
        .unwrap();
    assert_eq!(blobs.get("names", "empty", None).await.unwrap(), "");
    let part = blobs.get("names", "plain.txt", Some("bytes=0-4"));
    assert_eq!(part.await.unwrap(), "plain");
    blobs.delete("names", "plain.txt").await.unwrap();
    let gone = blobs.get("names", "plain.txt", None).await.unwrap_err();
    assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let blobs = BlobsClient::new(&endpoint(), account()).unwrap();
    blobs.create("wrong").await.unwrap();
    let spoilt = BlobsClient::builder(&endpoint(), account())
        .transport(Spoilt::header("authorization"))
        .build()
        .unwrap();
    let other = AzureStorageSharedKey {
        account_key: "b3RoZXI=".into(),
        ..account()
    };
    let other = BlobsClient::new(&endpoint(), other).unwrap();
    for blobs in [spoilt, other] {
        let put = blobs.put("wrong", "a.txt", "note", None, "a").await;
        refused(put, "AuthorizationFailure");
        refused(blobs.list("wrong", "").await, "AuthorizationFailure");
    }
    assert!(!blobs.list("wrong", "").await.unwrap().contains("<Blob>"));
}

#[tokio::test]
async fn a_shared_access_signature_is_accepted() {
    let blobs = BlobsClient::new(&endpoint(), account()).unwrap();
    blobs.create("shared").await.unwrap();
    let builder = |sas| SharedClient::builder(&endpoint(), sas);
    let readers = [
        builder(sas("r", "2099-01-02T03:04:05Z")),
        builder(sas("rwdlacup", "2099-01-02T03:04:05Z"))
            .setting("start", "2026-01-02T03:04:05Z")
            .setting("ip", "127.0.0.1-127.0.0.9")
            .setting("protocol", "https,http"),
    ];
    let readers = readers.map(|builder| builder.build().unwrap());
    for name in NAMES {
        blobs.put("shared", name, "", None, name).await.unwrap();
        for shared in &readers {
            assert_eq!(shared.get("shared", name).await.unwrap(), name);
        }
    }
}

/// A URL for anybody, and a changed one for nobody.
#[tokio::test]
async fn a_presigned_url_is_accepted() {
    let blobs = BlobsClient::new(&endpoint(), account()).unwrap();
    blobs.create("presigned").await.unwrap();
    let shared = SharedClient::new(&endpoint(), sas("r", "2099-01-02T03:04:05Z")).unwrap();
    let anybody = default_transport().unwrap();
    for name in NAMES {
        blobs.put("presigned", name, "", None, name).await.unwrap();
        let request = SharedGet {
            container: "presigned",
            blob: name,
        };
        let link = shared.presign(request, None).await.unwrap();
        let get = |url: String| anybody.get(url).headers(link.headers.clone()).send();
        let answer = get(link.to_string()).await.unwrap();
        assert_eq!(answer.text().await.unwrap(), name);
        let changed = link.to_string().replace("sp=r", "sp=rw");
        let answer = get(changed).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_wrong_shared_access_signature_is_refused() {
    let blobs = BlobsClient::new(&endpoint(), account()).unwrap();
    blobs.create("unshared").await.unwrap();
    blobs.put("unshared", "a", "", None, "a").await.unwrap();
    let spoilt = SharedClient::builder(&endpoint(), sas("rd", "2099-01-02T03:04:05Z"))
        .transport(Spoilt::query())
        .build()
        .unwrap();
    let late = SharedClient::new(&endpoint(), sas("rd", "2026-01-02T03:04:05Z")).unwrap();
    for shared in [spoilt, late] {
        refused(shared.get("unshared", "a").await, "AuthorizationFailure");
        refused(shared.delete("unshared", "a").await, "AuthorizationFailure");
    }
    let reader = SharedClient::new(&endpoint(), sas("r", "2099-01-02T03:04:05Z")).unwrap();
    refused(
        reader.delete("unshared", "a").await,
        "AuthorizationPermissionMismatch",
    );
    assert_eq!(blobs.get("unshared", "a", None).await.unwrap(), "a");
}
