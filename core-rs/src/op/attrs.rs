//! Attributes: declared once (name, kind, default, bound, sentence), checked here for every way in.
#![forbid(unsafe_code)]

use smallvec::SmallVec;

use crate::base::{DType, Error, Result, Shape};

/// What an attribute may hold. The letter is the front end's name for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AttrKind {
    Int,
    Float,
    Bool,
    /// Integers; an element may be `NONE` where the operator allows it (`slice`).
    Tuple,
    Floats,
    Enum(&'static [&'static str]),
    DType,
    /// A text (the subscripts of einsum), of at most `MOST_TEXT` characters.
    Text,
}

/// The longest text that an attribute holds.
pub const MOST_TEXT: usize = 512;

/// An absent element of a tuple (`slice(begin=(None, 1))`).
pub const NONE: i64 = i64::MIN;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    Required,
    /// Absent means "none": the operator decides.
    None,
    Int(i64),
    /// A number where it is absent, though None may be given (`axis` of sort).
    IntOrNone(i64),
    Float(f64),
    Bool(bool),
    Tuple(&'static [i64]),
    Floats(&'static [f64]),
    Enum(&'static str),
    DType(DType),
    Text(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Any,
    AtLeast(f64),
    Between(f64, f64),
}

/// One attribute of an operator, by MXNet's name.
#[derive(Clone, Copy, Debug)]
pub struct AttrSpec {
    pub name: &'static str,
    pub kind: AttrKind,
    pub default: Default,
    pub bound: Bound,
    pub doc: &'static str,
}

macro_rules! constructors {
    ($($f:ident($t:ty) $kind:ident, $r:ident, $o:ident;)*) => { $(
        pub const fn $f(name: &'static str, default: $t, doc: &'static str) -> AttrSpec {
            AttrSpec { name, kind: AttrKind::$kind, default: Default::$kind(default), bound: Bound::Any, doc }
        }
        /// One that must be given.
        pub const fn $r(name: &'static str, doc: &'static str) -> AttrSpec {
            AttrSpec { name, kind: AttrKind::$kind, default: Default::Required, bound: Bound::Any, doc }
        }
        /// One that may be None, which is its default.
        pub const fn $o(name: &'static str, doc: &'static str) -> AttrSpec {
            AttrSpec { name, kind: AttrKind::$kind, default: Default::None, bound: Bound::Any, doc }
        }
    )* };
}

impl AttrSpec {
    constructors! {
        int(i64) Int, required_int, optional_int;
        float(f64) Float, required_float, optional_float;
        bool(bool) Bool, required_bool, optional_bool;
        tuple(&'static [i64]) Tuple, required_tuple, optional_tuple;
        floats(&'static [f64]) Floats, required_floats, optional_floats;
        dtype(DType) DType, required_dtype, optional_dtype;
        text(&'static str) Text, required_text, optional_text;
    }
    /// An integer that has a default and may be None all the same.
    pub const fn int_or_none(name: &'static str, default: i64, doc: &'static str) -> AttrSpec {
        AttrSpec { name, kind: AttrKind::Int, default: Default::IntOrNone(default), bound: Bound::Any, doc }
    }
    pub const fn one_of(
        name: &'static str,
        values: &'static [&'static str],
        default: &'static str,
        doc: &'static str,
    ) -> AttrSpec {
        AttrSpec { name, kind: AttrKind::Enum(values), default: Default::Enum(default), bound: Bound::Any, doc }
    }
    pub const fn required_one_of(name: &'static str, values: &'static [&'static str], doc: &'static str) -> AttrSpec {
        AttrSpec { name, kind: AttrKind::Enum(values), default: Default::Required, bound: Bound::Any, doc }
    }
    pub const fn optional_one_of(name: &'static str, values: &'static [&'static str], doc: &'static str) -> AttrSpec {
        AttrSpec { name, kind: AttrKind::Enum(values), default: Default::None, bound: Bound::Any, doc }
    }
    /// The value, or each element of the tuple, must be at least this.
    pub const fn at_least(mut self, least: f64) -> AttrSpec {
        self.bound = Bound::AtLeast(least);
        self
    }
    pub const fn between(mut self, least: f64, most: f64) -> AttrSpec {
        self.bound = Bound::Between(least, most);
        self
    }

    /// May None be given?
    pub fn allows_none(&self) -> bool {
        matches!(self.default, Default::None | Default::IntOrNone(_))
    }

    fn default_value(&self) -> Result<Attr> {
        Ok(match self.default {
            Default::Required => return Err(Error::attribute(format!("{} is required: {}", self.name, self.doc))),
            Default::None => Attr::None,
            Default::Int(i) | Default::IntOrNone(i) => Attr::Int(i),
            Default::Float(f) => Attr::Float(f),
            Default::Bool(b) => Attr::Bool(b),
            Default::Tuple(t) => Attr::Tuple(t.into()),
            Default::Floats(t) => Attr::Floats(t.into()),
            Default::DType(d) => Attr::DType(d),
            Default::Text(text) => Attr::Text(text.into()),
            Default::Enum(text) => Attr::Enum(self.index_of(text)?),
        })
    }

    fn index_of(&self, text: &str) -> Result<u8> {
        let AttrKind::Enum(values) = self.kind else { return Err(self.wrong(&format!("'{text}'"))) };
        match values.iter().position(|v| *v == text) {
            Some(i) => Ok(i as u8),
            None => Err(self.wrong(&format!("'{text}'"))),
        }
    }

    fn wrong(&self, got: &str) -> Error {
        let needs = match self.kind {
            AttrKind::Int => "an integer".to_string(),
            AttrKind::Float => "a number".to_string(),
            AttrKind::Bool => "true or false".to_string(),
            AttrKind::Tuple => "a tuple of integers".to_string(),
            AttrKind::Floats => "a tuple of numbers".to_string(),
            AttrKind::DType => "a dtype".to_string(),
            AttrKind::Text => format!("a text of at most {MOST_TEXT} characters"),
            AttrKind::Enum(values) => format!("one of {}", values.join(", ")),
        };
        Error::attribute(format!("{} is {got}; it must be {needs}", self.name))
    }

    fn within(&self, value: f64) -> Result<()> {
        let fine = match self.bound {
            Bound::Any => true,
            Bound::AtLeast(least) => value >= least,
            Bound::Between(least, most) => value >= least && value <= most,
        };
        if fine {
            return Ok(());
        }
        let needs = match self.bound {
            Bound::Any => String::new(),
            Bound::AtLeast(least) => format!("at least {least}"),
            Bound::Between(least, most) => format!("between {least} and {most}"),
        };
        Err(Error::attribute(format!("{} is {value}; it must be {needs}", self.name)))
    }

    fn integer(&self, value: f64) -> Result<i64> {
        if value.fract() != 0.0 || !value.is_finite() || value.abs() > 9.0e18 {
            return Err(Error::attribute(format!("{} is {value}; it must be an integer", self.name)));
        }
        self.within(value)?;
        Ok(value as i64)
    }

    /// From the numbers that the front end wrote. Takes what it needs from `numbers`.
    fn parse(&self, numbers: &mut std::slice::Iter<'_, f64>) -> Result<Attr> {
        let mut next = || *numbers.next().unwrap_or(&f64::NAN);
        let optional = self.allows_none();
        let first = next();
        match self.kind {
            AttrKind::Int | AttrKind::Bool | AttrKind::Enum(_) | AttrKind::DType if first.is_nan() => {
                if optional {
                    Ok(Attr::None)
                } else {
                    Err(self.wrong("None"))
                }
            }
            AttrKind::Float if first.is_nan() && optional => Ok(Attr::None),
            AttrKind::Int => Ok(Attr::Int(self.integer(first)?)),
            AttrKind::Float => {
                if !first.is_nan() {
                    self.within(first)?;
                }
                Ok(Attr::Float(first))
            }
            AttrKind::Bool => Ok(Attr::Bool(first != 0.0)),
            AttrKind::Enum(values) if first >= 0.0 && (first as usize) < values.len() => Ok(Attr::Enum(first as u8)),
            AttrKind::Enum(_) => Err(self.wrong(&first.to_string())),
            AttrKind::DType => match DType::from_flag(first as u32) {
                Some(d) => Ok(Attr::DType(d)),
                None => Err(self.wrong(&first.to_string())),
            },
            AttrKind::Text => {
                if first < 0.0 && optional {
                    return Ok(Attr::None);
                }
                if !(0.0..=MOST_TEXT as f64).contains(&first) {
                    return Err(self.wrong(&format!("one of {first}")));
                }
                let code = |v: f64| char::from_u32(v as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                Ok(Attr::Text((0..first as usize).map(|_| code(next())).collect::<String>().into()))
            }
            AttrKind::Tuple if first < 0.0 => {
                if optional {
                    Ok(Attr::None)
                } else {
                    Err(self.wrong("None"))
                }
            }
            AttrKind::Floats if first < 0.0 => {
                if optional {
                    Ok(Attr::None)
                } else {
                    Err(self.wrong("None"))
                }
            }
            AttrKind::Tuple => {
                let mut values = Vec::with_capacity(first as usize);
                for _ in 0..first as usize {
                    let v = next();
                    values.push(if v.is_nan() { NONE } else { self.integer(v)? });
                }
                Ok(Attr::Tuple(values.into()))
            }
            AttrKind::Floats => {
                let mut values = Vec::with_capacity(first as usize);
                for _ in 0..first as usize {
                    let v = next();
                    self.within(v)?;
                    values.push(v);
                }
                Ok(Attr::Floats(values.into()))
            }
        }
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Attr {
    None,
    Int(i64),
    Float(f64),
    Bool(bool),
    Tuple(Box<[i64]>),
    Floats(Box<[f64]>),
    Enum(u8),
    DType(DType),
    Text(Box<str>),
}
impl From<&str> for Attr {
    fn from(v: &str) -> Attr {
        Attr::Text(v.into())
    }
}
impl From<i64> for Attr {
    fn from(v: i64) -> Attr {
        Attr::Int(v)
    }
}
impl From<f64> for Attr {
    fn from(v: f64) -> Attr {
        Attr::Float(v)
    }
}
impl From<bool> for Attr {
    fn from(v: bool) -> Attr {
        Attr::Bool(v)
    }
}
impl From<DType> for Attr {
    fn from(v: DType) -> Attr {
        Attr::DType(v)
    }
}
impl From<Vec<i64>> for Attr {
    fn from(v: Vec<i64>) -> Attr {
        Attr::Tuple(v.into())
    }
}
impl From<Shape> for Attr {
    fn from(v: Shape) -> Attr {
        Attr::Tuple(v.iter().map(|d| d as i64).collect())
    }
}

/// All attributes of one call, in the order of the operator's table, defaults filled in.
#[derive(Clone, Debug)]
pub struct Attrs {
    table: &'static [AttrSpec],
    values: SmallVec<[Attr; 4]>,
}

impl Attrs {
    /// Defaults for all; an error names the first that is required.
    pub fn defaults(table: &'static [AttrSpec]) -> Result<Attrs> {
        let values = table.iter().map(|a| a.default_value()).collect::<Result<_>>()?;
        Ok(Attrs { table, values })
    }

    /// Those given by name, defaults for the rest: how operators call each other. A word may come from an attribute
    /// of another operator that has the same words.
    pub fn with(table: &'static [AttrSpec], given: &[(&str, Attr)]) -> Result<Attrs> {
        let mut values = SmallVec::new();
        for spec in table {
            match given.iter().find(|(name, _)| *name == spec.name) {
                None => values.push(spec.default_value()?),
                // An integer stands for a float attribute as in Python.
                Some((_, Attr::Int(i))) if spec.kind == AttrKind::Float => values.push(Attr::Float(*i as f64)),
                Some((_, value)) => values.push(value.clone()),
            }
        }
        let attrs = Attrs { table, values };
        debug_assert!(
            given.iter().all(|(name, _)| table.iter().any(|a| a.name == *name)),
            "unknown attribute: {given:?}"
        );
        Ok(attrs)
    }

    /// `numbers[0]` is the mask of those present, then their values (`abi/README.md`).
    pub fn parse(table: &'static [AttrSpec], numbers: &[f64]) -> Result<Attrs> {
        let mask = numbers.first().copied().unwrap_or(0.0) as u64;
        let mut rest = numbers[numbers.len().min(1)..].iter();
        let mut values = SmallVec::new();
        for (i, spec) in table.iter().enumerate() {
            values.push(if mask >> i & 1 == 1 { spec.parse(&mut rest)? } else { spec.default_value()? });
        }
        Ok(Attrs { table, values })
    }

    /// One number for the first attribute (`x + 2`), defaults for the rest.
    pub fn number(table: &'static [AttrSpec], value: f64) -> Result<Attrs> {
        let mut values = SmallVec::new();
        for (i, spec) in table.iter().enumerate() {
            values.push(if i == 0 { spec.parse(&mut [value].iter())? } else { spec.default_value()? });
        }
        Ok(Attrs { table, values })
    }

    fn index(&self, name: &str) -> usize {
        self.table.iter().position(|a| a.name == name).unwrap_or_else(|| panic!("no attribute {name}"))
    }
    pub fn get(&self, name: &str) -> &Attr {
        &self.values[self.index(name)]
    }
    /// The value, if the operator has such an attribute.
    pub fn get_if(&self, name: &str) -> Option<&Attr> {
        self.table.iter().position(|a| a.name == name).map(|i| &self.values[i])
    }
    /// Changes one value (a composite operator that passes its attributes on).
    pub fn set(&mut self, name: &str, value: Attr) {
        let i = self.index(name);
        self.values[i] = value;
    }
    pub fn is_none(&self, name: &str) -> bool {
        *self.get(name) == Attr::None
    }
    pub fn int(&self, name: &str) -> i64 {
        self.optional_int(name).unwrap_or_else(|| panic!("attribute {name} is none"))
    }
    pub fn optional_int(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Attr::Int(i) => Some(*i),
            Attr::None => None,
            other => panic!("attribute {name} is {other:?}"),
        }
    }
    pub fn float(&self, name: &str) -> f64 {
        self.optional_float(name).unwrap_or_else(|| panic!("attribute {name} is none"))
    }
    pub fn optional_float(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Attr::Float(f) => Some(*f),
            Attr::None => None,
            other => panic!("attribute {name} is {other:?}"),
        }
    }
    pub fn bool(&self, name: &str) -> bool {
        matches!(self.get(name), Attr::Bool(true))
    }
    pub fn optional_bool(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Attr::Bool(b) => Some(*b),
            _ => None,
        }
    }
    pub fn tuple(&self, name: &str) -> &[i64] {
        self.optional_tuple(name).unwrap_or(&[])
    }
    pub fn optional_tuple(&self, name: &str) -> Option<&[i64]> {
        match self.get(name) {
            Attr::Tuple(t) => Some(t),
            Attr::None => None,
            other => panic!("attribute {name} is {other:?}"),
        }
    }
    pub fn floats(&self, name: &str) -> &[f64] {
        match self.get(name) {
            Attr::Floats(t) => t,
            Attr::None => &[],
            other => panic!("attribute {name} is {other:?}"),
        }
    }
    pub fn dtype(&self, name: &str) -> DType {
        self.optional_dtype(name).unwrap_or_else(|| panic!("attribute {name} is none"))
    }
    pub fn optional_dtype(&self, name: &str) -> Option<DType> {
        match self.get(name) {
            Attr::DType(d) => Some(*d),
            _ => None,
        }
    }
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Attr::Text(text) => text,
            Attr::None => "",
            other => panic!("attribute {name} is {other:?}"),
        }
    }
    /// The chosen word of a one-of attribute.
    pub fn word(&self, name: &str) -> &'static str {
        self.optional_word(name).unwrap_or_else(|| panic!("attribute {name} is none"))
    }
    pub fn optional_word(&self, name: &str) -> Option<&'static str> {
        let i = self.index(name);
        match (&self.values[i], self.table[i].kind) {
            (Attr::Enum(e), AttrKind::Enum(values)) => Some(values[*e as usize]),
            _ => None,
        }
    }
    /// Chooses a word by its text.
    pub fn set_word(&mut self, name: &str, word: &str) -> Result<()> {
        let i = self.index(name);
        self.values[i] = Attr::Enum(self.table[i].index_of(word)?);
        Ok(())
    }
    /// The sizes of a shape attribute; negative ones are refused.
    pub fn shape(&self, name: &str) -> Result<Shape> {
        let sizes = self.tuple(name);
        if let Some(bad) = sizes.iter().find(|d| **d < 0) {
            return Err(Error::attribute(format!("{name} has a size of {bad}; sizes are not negative")));
        }
        Shape::checked(sizes.iter().map(|&d| d as u64))
    }
}
