//! Lists, structs and maps as parameters.

use serde_core::ser::{self, Serialize};

use super::{
    NoShape,
    shape::{Shape, Shaper},
    word::Word,
};

/// The words of a list. `None` in it is left out.
#[derive(Default)]
pub(super) struct Words(Vec<String>);

impl Words {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoShape> {
        self.0.extend(value.serialize(Word)?);
        Ok(())
    }
}

impl ser::SerializeSeq for Words {
    type Ok = Shape;
    type Error = NoShape;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoShape> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, NoShape> {
        Ok(Shape::Words(self.0))
    }
}

impl ser::SerializeTuple for Words {
    type Ok = Shape;
    type Error = NoShape;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoShape> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, NoShape> {
        Ok(Shape::Words(self.0))
    }
}

impl ser::SerializeTupleStruct for Words {
    type Ok = Shape;
    type Error = NoShape;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoShape> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, NoShape> {
        Ok(Shape::Words(self.0))
    }
}

/// The members of a struct or map, in their order.
#[derive(Default)]
pub(super) struct Members {
    members: Vec<(String, Vec<String>)>,
    key: String,
}

impl Members {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), NoShape> {
        let words = match value.serialize(Shaper)? {
            Shape::Absent => return Ok(()),
            Shape::Word(word) => vec![word],
            Shape::Words(words) => words,
            Shape::Members(_) => {
                return Err(NoShape::nested(format!("a struct or map in `{name}`")));
            }
        };
        self.members.push((name, words));
        Ok(())
    }
}

impl ser::SerializeMap for Members {
    type Ok = Shape;
    type Error = NoShape;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoShape> {
        self.key = key
            .serialize(Word)?
            .ok_or_else(|| NoShape::nested("a name that is `None`"))?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoShape> {
        let name = std::mem::take(&mut self.key);
        self.push(name, value)
    }

    fn end(self) -> Result<Shape, NoShape> {
        Ok(Shape::Members(self.members))
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Shape;
    type Error = NoShape;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NoShape> {
        self.push(name.to_owned(), value)
    }

    fn end(self) -> Result<Shape, NoShape> {
        Ok(Shape::Members(self.members))
    }
}
