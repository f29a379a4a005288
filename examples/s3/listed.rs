//! A page of a list of objects: S3 writes XML.

use bytes::Bytes;
use roxmltree::{Document, Node};
use signed_api::{BoxError, Error, FromResponse, Listing};

/// An object, as a list has it.
pub struct Object {
    /// Its name.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A page.
pub struct Listed {
    objects: Vec<Object>,
    next: Option<String>,
}

impl Listing for Listed {
    type Item = Object;

    fn next(&self) -> Option<String> {
        self.next.clone()
    }

    fn into_items(self) -> Vec<Object> {
        self.objects
    }
}

impl FromResponse for Listed {
    fn accept() -> &'static str {
        "application/xml"
    }

    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
        match read(response.body()) {
            Ok(listed) => Ok(listed),
            Err(why) => Err(Error::unreadable(response, why)),
        }
    }
}

fn read(body: &[u8]) -> Result<Listed, BoxError> {
    let document = Document::parse(str::from_utf8(body)?)?;
    let root = document.root_element();
    let contents = root
        .children()
        .filter(|node| node.tag_name().name() == "Contents");
    Ok(Listed {
        objects: contents.map(object).collect::<Result<_, _>>()?,
        next: text(root, "NextContinuationToken"),
    })
}

fn object(node: Node<'_, '_>) -> Result<Object, BoxError> {
    let key = text(node, "Key").ok_or("an object without `Key`")?;
    let size = text(node, "Size").ok_or("an object without `Size`")?;
    Ok(Object {
        key,
        size: size.parse()?,
    })
}

/// The text of a child, whatever its namespace.
fn text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node
        .children()
        .find(|child| child.tag_name().name() == name)?;
    Some(child.text().unwrap_or_default().to_owned())
}
