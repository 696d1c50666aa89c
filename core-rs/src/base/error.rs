//! The one error type: which operator, what it got, what it needs.
#![forbid(unsafe_code)]

use std::borrow::Cow;

/// The kinds of failure; each is a subclass of `HadronError` in TypeScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    Shape = 1,
    DType = 2,
    Attribute = 3,
    Index = 4,
    Context = 5,
    Memory = 6,
    Disposed = 7,
    Deferred = 8,
    Graph = 9,
    Execution = 10,
    File = 11,
    UnknownOperator = 12,
}

/// `operator: text`, composed once, here.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    pub kind: Kind,
    /// The operator's or function's name; empty while it is not known (filled by the caller).
    pub operator: Cow<'static, str>,
    /// One or two sentences: what it got, what it needs, what to do.
    pub text: String,
    /// The number of the task that failed, or 0: the front end keeps the script's line by it.
    pub task: u32,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(kind: Kind, text: impl Into<String>) -> Error {
        Error { kind, operator: Cow::Borrowed(""), text: text.into(), task: 0 }
    }
    pub fn shape(text: impl Into<String>) -> Error {
        Error::new(Kind::Shape, text)
    }
    pub fn dtype(text: impl Into<String>) -> Error {
        Error::new(Kind::DType, text)
    }
    pub fn attribute(text: impl Into<String>) -> Error {
        Error::new(Kind::Attribute, text)
    }
    pub fn index(text: impl Into<String>) -> Error {
        Error::new(Kind::Index, text)
    }
    pub fn graph(text: impl Into<String>) -> Error {
        Error::new(Kind::Graph, text)
    }
    pub fn execution(text: impl Into<String>) -> Error {
        Error::new(Kind::Execution, text)
    }
    pub fn memory(text: impl Into<String>) -> Error {
        Error::new(Kind::Memory, text)
    }

    /// Names the operator, unless one is named already.
    pub fn within(mut self, operator: impl Into<Cow<'static, str>>) -> Error {
        if self.operator.is_empty() {
            self.operator = operator.into();
        }
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.operator.is_empty() { f.write_str(&self.text) } else { write!(f, "{}: {}", self.operator, self.text) }
    }
}
impl std::error::Error for Error {}
