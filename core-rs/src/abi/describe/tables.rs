//! The table that `call.ts` encodes attributes by, and the page of all operators.
#![forbid(unsafe_code)]

use super::{HEAD, camel, default_text, namespaces, samples};
use crate::op::attrs::{AttrKind, Default};
use crate::op::spec::Gpu;
use crate::op::{self, OpSpec};

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn input_text(op: &OpSpec) -> String {
    let names = op.inputs.iter().map(|i| {
        let suffix = if i.variadic {
            "..."
        } else if i.optional {
            "?"
        } else {
            ""
        };
        quoted(&format!("{}{suffix}", i.name))
    });
    names.collect::<Vec<_>>().join(", ")
}

fn attrs_text(op: &OpSpec) -> String {
    let rows = op.attrs.iter().map(|a| {
        let letter = match a.kind {
            AttrKind::Int => "i",
            AttrKind::Float => "f",
            AttrKind::Bool => "b",
            AttrKind::Tuple => "t",
            AttrKind::Floats => "F",
            AttrKind::Enum(_) => "e",
            AttrKind::DType => "d",
            AttrKind::Text => "s",
        };
        let suffix = match a.default {
            Default::Required => "!",
            Default::None | Default::IntOrNone(_) => "?",
            _ => "",
        };
        let mut row = vec![quoted(a.name), quoted(&format!("{letter}{suffix}"))];
        if let AttrKind::Enum(words) = a.kind {
            row.extend(words.iter().map(|w| quoted(w)));
        }
        format!("[{}]", row.join(", "))
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn formula_text(op: &OpSpec) -> String {
    let Some(fuse) = op.fuse.as_ref().filter(|_| !op.name.starts_with("_backward")) else { return String::new() };
    let letter = |k| if fuse.number == Some(k) { 'n' } else { 'x' };
    format!("formula: \"{}\", ", (0..fuse.step.arguments).map(letter).collect::<String>())
}

/// `abi.gen.ts`: numbers, names, attribute tables and the hash.
pub fn abi() -> String {
    let mut out = String::from(HEAD);
    out += "// deno-fmt-ignore-file\n\n";
    out += "/** Hash of the registry that this table was made from; the core must have the same. */\n";
    out += &format!("export const REGISTRY_HASH: number = {};\n\n", op::hash());
    out += "/** One operator: what `call` needs to encode a call. */\n";
    out += "export interface OpEntry {\n";
    out += "  /** MXNet's name. */\n  readonly name: string;\n";
    out += "  /** Names of the arrays; `?` marks an optional one, `...` any number. */\n  readonly inputs: readonly string[];\n";
    out += "  /** How many attributes may be given by position. */\n  readonly positional: number;\n";
    out += "  /** Gives a list of arrays, however many. */\n  readonly many: boolean;\n";
    out += "  /** Gives several arrays, by the samples of its entry. */\n  readonly several?: boolean;\n";
    out += "  /** Of a formula, what its arguments are in a program: x an array, n the attribute `scalar`. */\n";
    out += "  readonly formula?: string;\n";
    out += "  /** Name, kind (i f b t F e d s; `!` required, `?` may be none), words of a choice. */\n";
    out += "  readonly attrs: readonly (readonly string[])[];\n}\n\n";
    out += "/** All operators; the index is the number on the border. */\nexport const OPS: readonly OpEntry[] = [\n";
    for op in op::all() {
        out += &format!(
            "  {{ name: {}, inputs: [{}], positional: {}, many: {}, {}{}attrs: [{}] }},\n",
            quoted(op.name),
            input_text(op),
            op.positional,
            op.many,
            if super::result_type(op) == "NDArray" { "" } else { "several: true, " },
            formula_text(op),
            attrs_text(op)
        );
    }
    out +=
        "];\n\n/** Other names of the same operators. */\nexport const ALIASES: Readonly<Record<string, number>> = {\n";
    for (number, op) in op::all().iter().enumerate() {
        for alias in op.aliases {
            out += &format!("  {}: {number},\n", quoted(alias));
        }
    }
    out += "};\n\n/** Numbers by MXNet's name. */\nexport const Op = {\n";
    for (number, op) in op::all().iter().enumerate() {
        let key = if op.name.contains('.') { quoted(op.name) } else { op.name.to_string() };
        out += &format!("  {key}: {number},\n");
    }
    out += "} as const;\n";
    out
}

/// `docs/operators.md`.
pub fn documentation() -> String {
    let mut out = String::from(
        "<!-- Generated from the operator registry by core-rs/examples/describe.rs (deno task gen). Do not edit. -->\n\n\
         # Operators\n\nEvery operator of this version by MXNet's name; `nd.invoke(name, inputs, attributes)` takes \
         all of them, `nd` shows those that have a name there.\n\n\
         What its entry tells by its samples is in the columns of dtypes (of the first array), of the gradient's order and of \
         examples, in which arrays are written by their shapes.\n\n\
         | MXNet | `nd.` | what | attributes (default) | dtypes | gradient | shader | example |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let spaces = namespaces();
    let mut rows: Vec<&&OpSpec> = op::all().iter().filter(|op| !op.hidden).collect();
    rows.sort_by_key(|op| op.name.trim_start_matches('_').to_ascii_lowercase());
    for op in rows {
        let names: Vec<String> = std::iter::once(&op.name).chain(op.aliases).map(|n| format!("`{n}`")).collect();
        let mut here: Vec<String> = Vec::new();
        if !op.name.starts_with('_') && !op.name.contains('.') {
            here.push(camel(op.name));
        }
        for (space, places) in &spaces {
            let first = places.iter().find(|p| std::ptr::eq(p.op, *op));
            here.extend(first.map(|p| format!("{space}.{}", p.name)));
        }
        let (dtypes, gradient) = (samples::dtypes(op), samples::gradient(op));
        let example = samples::example(op, here.first().map_or("", |h| h.as_str())).replace('|', "\\|");
        let here = here.join(", ");
        let attrs: Vec<String> = op.attrs.iter().map(|a| format!("`{}` ({})", a.name, default_text(a))).collect();
        let gpu = match op.gpu {
            Gpu::Formula(_) => "formula".to_string(),
            Gpu::None(why) => why.to_string(),
        };
        out += &format!(
            "| {} | {here} | {} | {} | {dtypes} | {gradient} | {gpu} | {example} |\n",
            names.join(" "),
            op.doc.replace('|', "\\|"),
            attrs.join(", ").replace('|', "\\|")
        );
    }
    out
}
