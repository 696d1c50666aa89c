//! THE operators: one entry each. This list is the table of contents; a word here is both the
//! `mod` declaration and the registration.
#![forbid(unsafe_code)]

pub mod attrs;
pub mod formula;
pub mod spec;
pub mod value;

pub use attrs::{Attr, AttrKind, AttrSpec, Attrs};
pub use spec::OpSpec;
pub use value::{Backward, Graph, Link, Value, Values};

use std::collections::HashMap;
use std::sync::OnceLock;

macro_rules! operators {
    ($($module:ident)*) => {
        $(pub mod $module;)*
        /// Every file of entries, in the order of the table of contents.
        static FILES: &[&[OpSpec]] = &[$($module::OPS),*];
    };
}

operators! {
    // elementwise
    unary
    binary
    activation
    fused
    special
    leaky_relu
    // shapes and creation
    creation
    shape
    transpose
    join
    slice
    broadcast
    indexing
    gather
    order
    accumulate
    sequence
    scatter
    selection
    interpolate
    quantile
    rearrange
    sums
    // reductions and products
    reduce
    statistics
    dot
    linalg
    linalg_triangular
    linalg_diagonal
    linalg_factor
    linalg_numpy
    linalg_norm
    einsum
    products
    fft
    // layers
    fully_connected
    convolution
    pooling
    flat
    resize
    columns
    roi
    grid
    sampler
    correlation
    deformable
    batch_norm
    layer_norm
    response_norm
    dropout
    softmax
    softmax_output
    rnn
    ctc_loss
    attention
    // detection
    boxes
    multibox
    regression_output
    upsampling
    // training
    update
    update_mixed
    update_multi
    update_norms
    // random
    random
    sample
    density
    // images
    image
    image_color
    // for tests
    fault
}

struct Registry {
    all: Vec<&'static OpSpec>,
    names: HashMap<&'static str, u32>,
}

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let all: Vec<&'static OpSpec> = FILES.iter().flat_map(|f| f.iter()).collect();
        let mut names = HashMap::new();
        for (i, op) in all.iter().enumerate() {
            for name in std::iter::once(&op.name).chain(op.aliases) {
                let before = names.insert(*name, i as u32);
                debug_assert!(before.is_none(), "operator {name} is registered twice");
            }
        }
        Registry { all, names }
    })
}

/// All operators; the index is the operator's number on the border.
pub fn all() -> &'static [&'static OpSpec] {
    &registry().all
}

/// By MXNet's name or an alias.
pub fn find(name: &str) -> Option<&'static OpSpec> {
    number(name).map(|i| registry().all[i as usize])
}

/// The number of an operator by name.
pub fn number(name: &str) -> Option<u32> {
    registry().names.get(name).copied()
}

/// A hash of everything that the generated surface depends on: names, inputs, attributes, order.
pub fn hash() -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    let mut eat = |text: &str| {
        for b in text.bytes().chain([0]) {
            h = (h ^ b as u32).wrapping_mul(0x0100_0193);
        }
    };
    for op in all() {
        eat(op.name);
        op.aliases.iter().for_each(|a| eat(a));
        op.inputs.iter().for_each(|i| eat(&format!("{i:?}")));
        op.attrs.iter().for_each(|a| eat(&format!("{} {:?} {:?}", a.name, a.kind, a.default)));
        eat(&op.positional.to_string());
    }
    h
}
