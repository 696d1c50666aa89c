//! The seven dtypes of MXNet, numbered by MXNet's type flags (so files need no table).
#![forbid(unsafe_code)]

/// The type of an array's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum DType {
    Float32 = 0,
    Float64 = 1,
    Float16 = 2,
    Uint8 = 3,
    Int32 = 4,
    Int8 = 5,
    Int64 = 6,
}

impl DType {
    pub const ALL: [DType; 7] =
        [DType::Float32, DType::Float64, DType::Float16, DType::Uint8, DType::Int32, DType::Int8, DType::Int64];

    pub fn from_flag(flag: u32) -> Option<DType> {
        Self::ALL.get(flag as usize).copied()
    }

    /// Bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            DType::Float32 | DType::Int32 => 4,
            DType::Float64 | DType::Int64 => 8,
            DType::Float16 => 2,
            DType::Uint8 | DType::Int8 => 1,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            DType::Float32 => "float32",
            DType::Float64 => "float64",
            DType::Float16 => "float16",
            DType::Uint8 => "uint8",
            DType::Int32 => "int32",
            DType::Int8 => "int8",
            DType::Int64 => "int64",
        }
    }

    pub fn from_name(name: &str) -> Option<DType> {
        Self::ALL.into_iter().find(|d| d.name() == name)
    }

    pub const fn is_float(self) -> bool {
        matches!(self, DType::Float32 | DType::Float64 | DType::Float16)
    }
}

impl std::fmt::Display for DType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A Rust type that stores one element. Float16 is stored as its 16 bits.
pub trait Element: Copy + Send + Sync + Default + PartialEq + std::fmt::Debug + 'static {
    const DTYPE: DType;
}

/// The bits of an IEEE half: storage only, arithmetic is float32 (`kernel::half`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct Half(pub u16);

macro_rules! element {
    ($($t:ty => $d:ident),*) => { $(impl Element for $t { const DTYPE: DType = DType::$d; })* };
}
element!(f32 => Float32, f64 => Float64, Half => Float16, u8 => Uint8, i32 => Int32, i8 => Int8, i64 => Int64);
