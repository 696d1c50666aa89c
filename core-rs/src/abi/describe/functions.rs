//! The functions of `nd`, their types and documentation, and the methods of NDArray: one line of
//! code each, which calls `call` with the operator's number.
#![forbid(unsafe_code)]

use super::{HEAD, camel, default_text, namespaces, pascal, result_type, shown, type_of};
use crate::op::OpSpec;
use crate::op::attrs::{AttrSpec, Default};
use crate::op::spec::InputSpec;

/// The name of the options interface, which belongs to the first name of the operator that `nd` shows, else to the one
/// in its namespace: `contrib.adamw_update` has `ContribAdamwUpdateOptions`.
fn options_name(op: &'static OpSpec) -> String {
    let mut all = std::iter::once(&op.name).chain(op.aliases).filter(|n| !n.starts_with('_'));
    let plain = all.clone().find(|n| !n.contains('.')).or_else(|| all.next()).unwrap_or(&op.name);
    format!("{}Options", pascal(&plain.replace('.', "_")))
}

/// The functions of one interface: documentation at the first way to call each.
fn signatures(op: &'static OpSpec, name: &str, indent: &str) -> String {
    let result = result_type(op);
    let mut out = String::new();
    for (i, list) in overloads(op, &options_name(op), false).iter().enumerate() {
        if i == 0 {
            out += &doc(op, indent);
        } else {
            out += &format!("{indent}/** `{name}`, called in another way. */\n");
        }
        out += &format!("{indent}{name}({list}): {result};\n");
    }
    out
}

fn required(attr: &AttrSpec) -> bool {
    attr.default == Default::Required
}

/// A name as a parameter: words that TypeScript keeps for itself (adam's `var`) get an underscore.
fn parameter(name: &str) -> String {
    const RESERVED: [&str; 10] = ["var", "in", "new", "default", "function", "class", "delete", "with", "this", "enum"];
    let name = camel(name);
    if RESERVED.contains(&name.as_str()) { name + "_" } else { name }
}

/// The parameter lists by which an operator may be called.
fn overloads(op: &'static OpSpec, options: &str, method: bool) -> Vec<String> {
    let has_options = !op.attrs.is_empty();
    let options = if has_options { options.to_string() } else { "OutOption".to_string() };
    let inputs = &op.inputs[if method { 1 } else { 0 }..];
    let mut heads: Vec<Vec<String>> = Vec::new();
    let variadic = inputs.last().is_some_and(|i| i.variadic);
    if variadic {
        heads.push(vec!["arrays: readonly NDArray[]".to_string()]);
    } else {
        // All of them, or without the last optional ones.
        let optional = inputs.iter().filter(|i| i.optional).count();
        for left_out in 0..=optional {
            let given = inputs
                .iter()
                .enumerate()
                .filter(|(at, i)| !i.optional || inputs[at + 1..].iter().filter(|i| i.optional).count() >= left_out);
            let text =
                |i: &InputSpec| format!("{}: NDArray{}", parameter(i.name), if i.optional { " | null" } else { "" });
            heads.push(given.map(|(_, i)| text(i)).collect());
        }
    }
    let mut lists = Vec::new();
    for head in heads {
        for given in (0..=op.positional).rev() {
            let mut list = head.clone();
            list.extend(op.attrs[..given].iter().map(|a| format!("{}: {}", parameter(a.name), type_of(a))));
            let needed = op.attrs[given..].iter().any(required);
            let kind = if given > 0 { format!("Partial<{options}>") } else { options.clone() };
            list.push(if needed && given == 0 {
                format!("options: {kind}")
            } else if needed {
                let names: Vec<String> = op.attrs[..given].iter().map(|a| format!("\"{}\"", camel(a.name))).collect();
                format!("options: Omit<{options}, {}>", names.join(" | "))
            } else {
                format!("options?: {kind}")
            });
            lists.push(list.join(", "));
        }
    }
    if variadic {
        lists.push("...arrays: NDArray[]".to_string());
        lists.push(format!("...args: [...NDArray[], {options}]"));
    }
    lists
}

fn doc(op: &'static OpSpec, indent: &str) -> String {
    let mut lines = vec![op.doc.to_string()];
    for attr in op.attrs {
        lines.push(format!("- `{}` ({}): {}", camel(attr.name), default_text(attr), attr.doc));
    }
    lines.push(format!("MXNet's `{}`.", op.name));
    let body: Vec<String> = lines.iter().map(|l| format!("{indent} * {}", l.replace("*/", "* /"))).collect();
    format!("{indent}/**\n{}\n{indent} */\n", body.join("\n"))
}

/// `ops_types.gen.ts`.
pub fn types() -> String {
    let mut out = String::from(HEAD);
    out += "// deno-fmt-ignore-file\n\nimport type { DType } from \"./dtype.ts\";\nimport type { NDArray } from \"./ndarray.ts\";\n\n";
    out += "/** Where the result goes. */\nexport interface OutOption {\n";
    out += "  /** An array of the result's shape and dtype to write into (an array of them for several outputs). */\n";
    out += "  out?: NDArray | readonly NDArray[];\n}\n\n";
    let spaces = namespaces();
    let mut described = std::collections::HashSet::new();
    let all = shown().into_iter().map(|(_, op, names)| (op, names[0].clone()));
    let placed = spaces.iter().flat_map(|(space, all)| all.iter().map(move |p| (p.op, format!("{space}.{}", p.name))));
    for (op, name) in all.chain(placed) {
        if op.attrs.is_empty() || !described.insert(op.name) {
            continue;
        }
        out += &format!("/** Options of `{name}`. */\nexport interface {} extends OutOption {{\n", options_name(op));
        for attr in op.attrs {
            let mark = if required(attr) { "" } else { "?" };
            out += &format!(
                "  /** {} Default: {}. */\n  {}{mark}: {};\n",
                attr.doc,
                default_text(attr),
                camel(attr.name),
                type_of(attr)
            );
        }
        out += "}\n\n";
    }
    for (space, placed) in &spaces {
        out += &format!("/** The functions of `nd.{space}`. */\nexport interface {}Ops {{\n", pascal(space));
        for place in placed {
            out += &signatures(place.op, &place.name, "  ");
        }
        out += "}\n\n";
    }
    out += "/** The functions of `nd` that the registry gives. */\nexport interface Ops {\n";
    for (_, op, names) in shown() {
        for name in &names {
            out += &signatures(op, name, "  ");
        }
    }
    for space in spaces.keys() {
        out += &format!("  /** MXNet's `nd.{space}`. */\n  readonly {space}: {}Ops;\n", pascal(space));
    }
    out += "}\n";
    out
}

/// `ops.gen.ts`.
pub fn functions() -> String {
    let mut out = String::from(HEAD);
    out += "// deno-fmt-ignore-file\n\nimport { call } from \"./call.ts\";\nimport type { Ops } from \"./ops_types.gen.ts\";\n\n";
    out += "/** The functions of `nd` that the registry gives. */\nexport const ops: Ops = {\n";
    for (number, _, names) in shown() {
        for name in names {
            out += &format!("  {name}: (...args: unknown[]) => call({number}, args),\n");
        }
    }
    for (space, placed) in namespaces() {
        out += &format!("  {space}: {{\n");
        for place in placed {
            out += &format!("    {}: (...args: unknown[]) => call({}, args),\n", place.name, place.number);
        }
        out += "  },\n";
    }
    out += "} as unknown as Ops;\n";
    out
}

/// `methods.gen.ts`.
pub fn methods() -> String {
    let mut out = String::from(HEAD);
    let methods: Vec<_> = shown().into_iter().filter(|(_, op, _)| op.method).collect();
    let mut imports = vec!["OutOption".to_string()];
    imports.extend(methods.iter().filter(|(_, op, _)| !op.attrs.is_empty()).map(|(_, op, _)| options_name(op)));
    out += "// deno-fmt-ignore-file\n\nimport { Handle } from \"../runtime/mod.ts\";\nimport { call } from \"./call.ts\";\n";
    out += "import type { DType } from \"./dtype.ts\";\nimport type { NDArray } from \"./ndarray.ts\";\n";
    out += &format!("import type {{ {} }} from \"./ops_types.gen.ts\";\n\n", imports.join(", "));
    out += "/** The methods of NDArray that the registry gives; `NDArray` extends it. */\n";
    out += "export abstract class NDArrayMethods extends Handle {\n";
    for (number, op, names) in methods {
        let result = result_type(op);
        for name in &names {
            for (i, list) in overloads(op, &options_name(op), true).iter().enumerate() {
                if i == 0 {
                    out += &doc(op, "  ");
                } else {
                    out += &format!("  /** `{name}`, called in another way. */\n");
                }
                out += &format!("  {name}({list}): {result};\n");
            }
            out += &format!(
                "  {name}(...args: unknown[]): {result} {{ return call({number}, [this, ...args]) as {result}; }}\n"
            );
        }
    }
    out += "  /** The dtype, which the subclass knows. */\n  abstract get dtype(): DType;\n}\n";
    out
}
