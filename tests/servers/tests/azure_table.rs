//! Tables of Azurite, by Shared Key and by Shared Key Lite.

use http::StatusCode;
use serde::{Deserialize, Serialize};
use signed_api::{
    Error,
    schemes::{AzureTableSharedKey, AzureTableSharedKeyLite},
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt, given};

#[signed_api(
    scheme = "azure-table-shared-key",
    header = "x-ms-version: 2019-02-02",
    header = "accept: application/json;odata=nometadata"
)]
trait Tables {
    #[post("/Tables")]
    async fn create(&self, #[body] table: &Table<'_>) -> Result<Table<'static>, Error>;
    #[post("/{table}", header = "prefer: return-no-content")]
    async fn insert(&self, table: &str, #[body] entity: &Entity) -> Result<(), Error>;
    #[get("/{table}(PartitionKey='{partition}',RowKey='{row}')")]
    async fn get(&self, table: &str, partition: &str, row: &str) -> Result<Entity, Error>;
    #[get("/{table}()")]
    async fn select(
        &self,
        table: &str,
        #[query("$filter")] filter: &str,
        #[query("$top")] top: u32,
    ) -> Result<Entities, Error>;
}

#[signed_api(
    scheme = "azure-table-shared-key-lite",
    header = "x-ms-version: 2019-02-02",
    header = "accept: application/json;odata=nometadata"
)]
trait LiteTables {
    #[post("/Tables")]
    async fn create(&self, #[body] table: &Table<'_>) -> Result<(), Error>;
    #[post("/{table}")]
    async fn insert(&self, table: &str, #[body] entity: &Entity) -> Result<(), Error>;
    #[get("/{table}(PartitionKey='{partition}',RowKey='{row}')")]
    async fn get(&self, table: &str, partition: &str, row: &str) -> Result<Entity, Error>;
    /// `comp` is the one part of the query that is signed.
    #[get("/{table}", query = "comp=acl")]
    async fn access(&self, table: &str) -> Result<String, Error>;
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Table<'a> {
    #[serde(rename = "TableName")]
    name: std::borrow::Cow<'a, str>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Entity {
    partition_key: String,
    row_key: String,
    price: f64,
}

#[derive(Debug, Deserialize)]
struct Entities {
    value: Vec<Entity>,
}

/// Those of [`NAMES`] that may be keys: without `#`, `?`, `/` and `\`.
fn keys() -> impl Iterator<Item = &'static str> {
    NAMES
        .into_iter()
        .filter(|name| !name.contains('#'))
        .chain(["it's (1)*!&=;:@$,"])
}

fn table(name: &str) -> Table<'_> {
    Table { name: name.into() }
}

fn entity(key: &str) -> Entity {
    Entity {
        partition_key: "a b+c".into(),
        row_key: key.into(),
        price: 12.5,
    }
}

/// In a key or a filter a quote is written twice.
fn quoted(key: &str) -> String {
    key.replace('\'', "''")
}

fn endpoint() -> String {
    format!("{}/contoso", given("TABLE"))
}

fn account() -> AzureTableSharedKey {
    AzureTableSharedKey {
        account_name: "contoso".into(),
        account_key: given("AZURE_KEY").into(),
    }
}

fn lite() -> AzureTableSharedKeyLite {
    AzureTableSharedKeyLite {
        account_name: "contoso".into(),
        account_key: given("AZURE_KEY").into(),
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let tables = TablesClient::new(&endpoint(), account()).unwrap();
    let created = tables.create(&table("Names")).await.unwrap();
    assert_eq!(created, table("Names"));
    for key in keys() {
        tables.insert("Names", &entity(key)).await.unwrap();
        let got = tables.get("Names", "a b+c", &quoted(key)).await;
        assert_eq!(got.unwrap(), entity(key));
        let filter = format!("PartitionKey eq 'a b+c' and RowKey eq '{}'", quoted(key));
        let entities = tables.select("Names", &filter, 5).await.unwrap();
        assert_eq!(entities.value, [entity(key)]);
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let tables = TablesClient::new(&endpoint(), account()).unwrap();
    tables.create(&table("Wrong")).await.unwrap();
    tables.insert("Wrong", &entity("a")).await.unwrap();
    let spoilt = TablesClient::builder(&endpoint(), account())
        .transport(Spoilt::header("authorization"))
        .build()
        .unwrap();
    refused(spoilt.create(&table("Another")).await);
    refused(spoilt.insert("Wrong", &entity("b")).await);
    refused(spoilt.get("Wrong", "a b+c", "a").await);
    let entities = tables.select("Wrong", "RowKey ge ''", 5).await.unwrap();
    assert_eq!(entities.value, [entity("a")]);
}

#[tokio::test]
async fn the_right_key_is_accepted_in_a_lite_signature() {
    let tables = LiteTablesClient::new(&endpoint(), lite()).unwrap();
    tables.create(&table("Lite")).await.unwrap();
    for key in keys() {
        tables.insert("Lite", &entity(key)).await.unwrap();
        let got = tables.get("Lite", "a b+c", &quoted(key)).await;
        assert_eq!(got.unwrap(), entity(key));
    }
    let access = tables.access("Lite").await.unwrap();
    assert!(access.contains("SignedIdentifiers"), "{access}");
}

#[tokio::test]
async fn a_wrong_lite_signature_is_refused() {
    let spoilt = LiteTablesClient::builder(&endpoint(), lite())
        .transport(Spoilt::header("authorization"))
        .build()
        .unwrap();
    refused(spoilt.create(&table("Another")).await);
    refused(spoilt.insert("Another", &entity("b")).await);
    refused(spoilt.access("Another").await);
}
