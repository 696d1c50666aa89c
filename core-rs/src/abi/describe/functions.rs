//! The functions of `nd`, their types and documentation, and the methods of NDArray: one line of
//! code each, which calls `call` with the operator's number.
#![forbid(unsafe_code)]

use super::{HEAD, camel, default_text, pascal, shown, type_of};
use crate::op::OpSpec;
use crate::op::attrs::{AttrSpec, Default};

/// The name of the options interface, which belongs to the first name of the operator.
fn options_name(names: &[String]) -> String {
    format!("{}Options", pascal(&names[0]))
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
fn overloads(op: &OpSpec, options: &str, method: bool) -> Vec<String> {
    let has_options = !op.attrs.is_empty();
    let options = if has_options { options.to_string() } else { "OutOption".to_string() };
    let inputs = &op.inputs[if method { 1 } else { 0 }..];
    let mut heads: Vec<Vec<String>> = Vec::new();
    let variadic = inputs.last().is_some_and(|i| i.variadic);
    if variadic {
        heads.push(vec!["arrays: readonly NDArray[]".to_string()]);
    } else {
        let all = |with: bool| -> Vec<String> {
            inputs
                .iter()
                .filter(|i| with || !i.optional)
                .map(|i| format!("{}: NDArray{}", parameter(i.name), if i.optional { " | null" } else { "" }))
                .collect()
        };
        heads.push(all(true));
        if inputs.iter().any(|i| i.optional) {
            heads.push(all(false));
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

fn doc(op: &OpSpec, indent: &str) -> String {
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
    for (_, op, names) in shown() {
        if op.attrs.is_empty() {
            continue;
        }
        out += &format!(
            "/** Options of `{}`. */\nexport interface {} extends OutOption {{\n",
            names[0],
            options_name(&names)
        );
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
    out += "/** The functions of `nd` that the registry gives. */\nexport interface Ops {\n";
    for (_, op, names) in shown() {
        let result = if op.many { "NDArray[]" } else { "NDArray" };
        for name in &names {
            for (i, list) in overloads(op, &options_name(&names), false).iter().enumerate() {
                if i == 0 {
                    out += &doc(op, "  ");
                } else {
                    out += &format!("  /** `{name}`, called in another way. */\n");
                }
                out += &format!("  {name}({list}): {result};\n");
            }
        }
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
    out += "} as unknown as Ops;\n";
    out
}

/// `methods.gen.ts`.
pub fn methods() -> String {
    let mut out = String::from(HEAD);
    let methods: Vec<_> = shown().into_iter().filter(|(_, op, _)| op.method).collect();
    let mut imports = vec!["OutOption".to_string()];
    imports.extend(methods.iter().filter(|(_, op, _)| !op.attrs.is_empty()).map(|(_, _, n)| options_name(n)));
    out += "// deno-fmt-ignore-file\n\nimport { Handle } from \"../runtime/mod.ts\";\nimport { call } from \"./call.ts\";\n";
    out += "import type { DType } from \"./dtype.ts\";\nimport type { NDArray } from \"./ndarray.ts\";\n";
    out += &format!("import type {{ {} }} from \"./ops_types.gen.ts\";\n\n", imports.join(", "));
    out += "/** The methods of NDArray that the registry gives; `NDArray` extends it. */\n";
    out += "export abstract class NDArrayMethods extends Handle {\n";
    for (number, op, names) in methods {
        let result = if op.many { "NDArray[]" } else { "NDArray" };
        for name in &names {
            for (i, list) in overloads(op, &options_name(&names), true).iter().enumerate() {
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
