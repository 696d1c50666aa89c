//! Writes every generated file below the repository's root, or with `--check` says which of them
//! are stale: `cargo run --example describe [-- --check]`.

use std::path::Path;
use std::process::exit;

fn main() {
    let check = std::env::args().any(|a| a == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut stale = 0;
    for (path, text) in hadron_core::abi::describe::files() {
        let file = root.join(path);
        let same = std::fs::read_to_string(&file).is_ok_and(|now| now == text);
        if check && !same {
            eprintln!("{path} is stale: run deno task gen");
            stale += 1;
        } else if !same {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("make the folder");
            std::fs::write(&file, text).expect("write the file");
            println!("wrote {path}");
        }
    }
    exit(if stale > 0 { 1 } else { 0 });
}
