//! What a scheme's data is made of, told one layer at a time: so the macro writes a constant without
//! knowing a single type.

use super::{
    Algorithm, AlgorithmChoice, AnswerPart, Choice, Code, CodeKind, Connection, Credential, Entry,
    Function, Guard, Hash, Known, Let, Location, Marked, Node, NonceKind, Op, Part, Place,
    RefusalAnswer, Role, Rule, RuleKind, Run, SchemeData, Sections, Setting, SettingKind,
    Signature, Step, Text, Told, Type, Verify,
};

/// A value that can stand in a constant.
pub trait Constant {
    /// Its outermost layer.
    fn shape(&self) -> Shape<'_>;
}

/// One layer of a [`Constant`]. Types and variants go by the names that they have in this module.
pub enum Shape<'v> {
    /// A number, without a type of its own.
    Number(u64),
    /// `true` or `false`.
    Switch(bool),
    /// A text.
    Text(&'v str),
    /// An `Option`.
    Option(Option<&'v dyn Constant>),
    /// A slice.
    Slice(Vec<&'v dyn Constant>),
    /// A tuple.
    Tuple(Vec<&'v dyn Constant>),
    /// A struct: the type, and each field with its value.
    Struct(&'static str, Vec<(&'static str, &'v dyn Constant)>),
    /// An enum: the type, the variant, and what the variant holds.
    Variant(&'static str, &'static str, Vec<&'v dyn Constant>),
}

impl Constant for bool {
    fn shape(&self) -> Shape<'_> {
        Shape::Switch(*self)
    }
}

impl Constant for &str {
    fn shape(&self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl<T: Constant> Constant for Option<T> {
    fn shape(&self) -> Shape<'_> {
        Shape::Option(self.as_ref().map(|value| value as &dyn Constant))
    }
}

impl<T: Constant> Constant for &[T] {
    fn shape(&self) -> Shape<'_> {
        Shape::Slice(self.iter().map(|item| item as &dyn Constant).collect())
    }
}

impl<T: Constant, U: Constant> Constant for (T, U) {
    fn shape(&self) -> Shape<'_> {
        Shape::Tuple(vec![&self.0, &self.1])
    }
}

macro_rules! numbers {
    ($($type:ident)*) => {
        $(impl Constant for $type {
            fn shape(&self) -> Shape<'_> {
                Shape::Number((*self).into())
            }
        })*
    };
}

/// A field that is not listed, or not there, does not compile.
macro_rules! structs {
    ($($name:ident $(<$life:lifetime>)? { $($field:ident),* })*) => {
        $(impl Constant for $name $(<$life>)? {
            fn shape(&self) -> Shape<'_> {
                let Self { $($field),* } = self;
                Shape::Struct(stringify!($name), vec![$((stringify!($field), $field)),*])
            }
        })*
    };
}

/// The same of variants; what one holds has any name here.
macro_rules! enums {
    ($($name:ident { $($variant:ident $(($($part:ident),*))?),* })*) => {
        $(impl Constant for $name {
            fn shape(&self) -> Shape<'_> {
                match self {
                    $(Self::$variant $(($($part),*))? => {
                        Shape::Variant(stringify!($name), stringify!($variant), vec![$($($part),*)?])
                    })*
                }
            }
        })*
    };
}

numbers!(u8 u16 u32 u64);

structs! {
    SchemeData<'_> {
        name, title, page, text, nonce, credentials, connection, settings, lets, entries, marks, sections,
        signature, order, guards, verify, refusal, nodes, links, rules, rule_lists, choices, refusal_headers, names, reads,
        codes, told, places
    }
    Text { at, len }
    Run { at, len }
    Let { name, value, signing, sent, once }
    Entry { location, name, lower, plain, value, signing, after, role }
    Sections { headers, query, form, json }
    Signature {
        algorithm, key, key_varies, string_to_sign, signing, signed_headers, join_repeated, repeats
    }
    Guard { node, mark }
    Credential { name, secret, sent, optional, env, member, chosen, doc }
    Connection { endpoints, env }
    Setting { name, kind, default, optional, one_of, max, known, by_trait, env, doc }
    Verify { tolerance, future, since, until, lifetime }
    Node { kind, op }
    Rule { kind, text }
    Choice { takes, all, lists, demands, never, wanted, unwanted }
    Marked { names, starts }
    Algorithm { keyed, hash }
    RefusalAnswer { status, body, headers, code, time }
    Code { code, meaning, kind }
    Told { value, places }
    Place { part, after, before, hex }
}

enums! {
    Location { Headers, Query, Form, Json }
    Role { Adds, Moves, Place, Lists }
    AlgorithmChoice { Always(algorithm), Named(id) }
    Step { Let(index), Entry(index), StringToSign, Sign }
    NonceKind { Random, Uuid, Increasing, Given }
    Known { ByOwner, ByRequest, ByTrying }
    SettingKind { Text, List, Switch }
    Type { Text, Bytes, Time, List, Pairs, Json, Switch }
    Op {
        Text(text), Template(run), Optional(id), Or(run), Must(id), Sum(run), Group(run), Parts(run, only),
        Convert(id), List(run), Call(function, id, run), Pick(id, run), Part(part),
        Member(part, text), Credential(index), Setting(index), Let(index), Now, Nonce, Signature,
        Entry(index), Line(run), SignedHeaders(id, text), Name, Value
    }
    Part {
        Method, Scheme, Url, Host, HostName, Port, Path, PathAndQuery, RawQuery, Query, OwnQuery, Form,
        OwnForm, Json, OwnJson, Body, Headers, HeaderLines, OwnHeaders, OwnHeaderLines, SignedHeaders
    }
    RuleKind { Required, Optional, Matching, Never, NeverMatching, Members, OptionalMembers }
    Function {
        Hash(hash), Digest, Hmac, Hex, Base64, Base64Url, Unpadded, Base64Decode, HexDecode, HexNumber,
        PercentEncode, PercentDecode, FormDecode, LowerEscapes, LowerCase, UpperCase, TitleCase,
        Quoted, StructuredField, Trim, SingleSpaces, Replace, Before, WithoutPrefix, WithoutSuffix,
        NormalizePath, Truncate, Skip, Length, NonEmpty, When, Unless, HttpDate, Rfc3339(digits),
        UnixSeconds, UnixMilliseconds, Format(text), Plus, Time, Sort, Each, Names, Values, Join,
        Unique, Merge, Members, ToJson, SortedJson, Number, FromJson, Flatten, Pick
    }
    Hash { Md5, Sha1, Sha256, Sha384, Sha512, Sm3 }
    CodeKind { Signature, Stale, Temporary }
    AnswerPart { Json(path), Xml(name), Header(name), Body }
}
