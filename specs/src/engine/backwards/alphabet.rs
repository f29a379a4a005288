//! Which characters a value may be written with: that decides where it ends.

use crate::data::{Function, Op, Part, SchemeData};
use crate::time::{HTTP_DATE, Piece, pieces};

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Anything.
    Any,
    /// These ASCII characters.
    Of(u128),
}

impl Alphabet {
    pub(super) fn of(characters: &str) -> Self {
        characters.bytes().fold(Self::Of(0), Self::with)
    }

    fn with(self, byte: u8) -> Self {
        match self {
            Self::Of(set) if byte.is_ascii() => Self::Of(set | 1 << byte),
            _ => Self::Any,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(one), Self::Of(two)) => Self::Of(one | two),
            _ => Self::Any,
        }
    }

    pub(super) fn holds(self, c: char) -> bool {
        match self {
            Self::Any => true,
            Self::Of(set) => c.is_ascii() && set & (1 << u32::from(c)) != 0,
        }
    }

    /// Whether the two share no character.
    pub(super) fn is_disjoint(self, other: Self) -> bool {
        matches!((self, other), (Self::Of(one), Self::Of(two)) if one & two == 0)
    }

    fn alphanumeric() -> Self {
        (b'0'..=b'9')
            .chain(b'a'..=b'z')
            .chain(b'A'..=b'Z')
            .fold(Self::Of(0), Self::with)
    }

    /// What a list of header names is written with.
    pub(super) fn names(separator: &str) -> Self {
        Self::alphanumeric()
            .and(Self::of("!#$%&'*+-.^_`|~"))
            .and(Self::of(separator))
    }

    /// What a part of the request is written with.
    fn of_part(part: Part) -> Self {
        let target = (b'!'..=b'~').filter(|byte| *byte != b'#');
        match part {
            Part::Path => target
                .filter(|byte| *byte != b'?')
                .fold(Self::Of(0), Self::with),
            Part::PathAndQuery | Part::RawQuery | Part::Url => target.fold(Self::Of(0), Self::with),
            Part::Method => Self::names(""),
            Part::Port => Self::of("0123456789"),
            _ => Self::Any,
        }
    }

    /// What a function writes; `None` if that depends on its argument.
    pub(super) fn of_function(data: &SchemeData<'_>, function: Function) -> Option<Self> {
        Some(match function {
            Function::Hex | Function::HexNumber => Self::of("0123456789abcdef"),
            Function::Base64 => Self::alphanumeric().and(Self::of("+/=")),
            Function::Base64Url => Self::alphanumeric().and(Self::of("-_=")),
            Function::Quoted => Self::Any,
            Function::PercentEncode => Self::alphanumeric().and(Self::of("-._~%")),
            Function::HttpDate => Self::of_format(HTTP_DATE),
            Function::Rfc3339(_) => Self::of("0123456789-:.TZ+"),
            // No request was signed before 1970, so no minus sign stands before them.
            Function::UnixSeconds | Function::UnixMilliseconds => Self::of("0123456789"),
            Function::Format(format) => Self::of_format(data.text(format)),
            _ => return None,
        })
    }

    fn of_format(format: &str) -> Self {
        pieces(format)
            .flatten()
            .fold(Self::Of(0), |set, piece| match piece {
                Piece::Literal(text) => set.and(Self::of(text)),
                Piece::Fraction => set.and(Self::of("0123456789.")),
                Piece::DayName | Piece::MonthName => set.and(Self::alphanumeric()),
                _ => set.and(Self::of("0123456789")),
            })
    }

    /// The same in the other case, as a case function around it writes it.
    pub(super) fn in_case(self, function: Function) -> Self {
        let Self::Of(_) = self else { return self };
        let characters = (0..128_u8).map(char::from).filter(|c| self.holds(*c));
        Self::of(&match function {
            Function::UpperCase => characters
                .map(|c| c.to_ascii_uppercase())
                .collect::<String>(),
            _ => characters.map(|c| c.to_ascii_lowercase()).collect(),
        })
    }

    /// What an expression that is made again is written with.
    pub(super) fn of_made(data: &SchemeData<'_>, op: Op) -> Self {
        let of = |id| Self::of_made(data, data.node(id).op);
        match op {
            Op::Let(index) => of(data.lets[usize::from(index)].value),
            Op::Must(inner) | Op::Call(Function::Unpadded, inner, _) => of(inner),
            Op::Part(part) => Self::of_part(part),
            Op::Call(case @ (Function::UpperCase | Function::LowerCase), inner, _) => {
                of(inner).in_case(case)
            }
            Op::Call(function, ..) => Self::of_function(data, function).unwrap_or(Self::Any),
            Op::Setting(index) => {
                let setting = data.settings[usize::from(index)];
                let choices = data.choices(setting.one_of);
                // In either case, as a reader takes them.
                let either = |choice: &str| {
                    Self::of(&choice.to_lowercase()).and(Self::of(&choice.to_uppercase()))
                };
                choices.map(either).reduce(Self::and).unwrap_or(Self::Any)
            }
            _ => Self::Any,
        }
    }
}
