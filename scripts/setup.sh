#!/usr/bin/env bash
# Installs what building and testing need on a fresh Debian 12 (root, Node 20 with npm): the compilers from Debian,
# wasm-pack and wasm-bindgen from crates.io, Deno, Bun and binaryen from npm. What is there already is left alone; the
# tools that take minutes are kept in one folder (HADRON_TOOLS, by default ~/.cache/hadron-tools), worth caching.
set -euo pipefail

tools="${HADRON_TOOLS:-$HOME/.cache/hadron-tools}"
wasm_pack=0.15.1
wasm_bindgen=0.2.130 # must equal the crate's version in core-rs/Cargo.toml
deno=2.9.6
bun=1.4.5
binaryen=132.0.0

say() { printf 'setup: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

# --- Debian's packages ---------------------------------------------------------------------------
# The compiler that can build std for wasm, its sources, the linker; a C linker for cargo; the whole Fashion-MNIST.
if have apt-get; then
  missing=()
  for package in rustc-web cargo-web rust-web-src lld-19 dataset-fashion-mnist; do
    installed "$package" || missing+=("$package")
  done
  have cc || missing+=(gcc libc6-dev)
  have git || missing+=(git)
  if ((${#missing[@]} > 0)); then
    if [[ $(id -u) -ne 0 ]]; then
      say "these Debian packages are missing and only root can install them: ${missing[*]}" >&2
      exit 1
    fi
    say "installing ${missing[*]}"
    apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=180 "$@"; }
    # Another apt-get may delete the archives while this one unpacks them: once more then.
    apt update && apt install -y --no-install-recommends "${missing[@]}" >/dev/null ||
      { apt update && apt install -y --no-install-recommends "${missing[@]}" >/dev/null; }
  fi
else
  say "no apt-get here: rustc with the sources of std, cargo and wasm-ld must be there already"
fi

# --- tools from crates.io ------------------------------------------------------------------------
mkdir -p "$tools/bin"
version_of() { [[ -x "$tools/bin/$1" ]] && "$tools/bin/$1" --version 2>/dev/null | awk '{print $2}' || true; }
# RUSTFLAGS meant for wasm would break these builds.
cargo_install() { env -u RUSTFLAGS -u CARGO_BUILD_TARGET cargo install --quiet --root "$tools" --force "$@"; }
if [[ "$(version_of wasm-pack)" != "$wasm_pack" ]]; then
  say "building wasm-pack $wasm_pack (two minutes)"
  cargo_install wasm-pack@$wasm_pack --locked
fi
if [[ "$(version_of wasm-bindgen)" != "$wasm_bindgen" ]]; then
  say "building wasm-bindgen $wasm_bindgen (two minutes)"
  # Not --locked: its lock file names a version that the registry no longer has.
  cargo_install wasm-bindgen-cli@$wasm_bindgen --no-default-features --bin wasm-bindgen
fi

# --- tools from npm ------------------------------------------------------------------------------
# Into the tools' folder, never into the repository: Deno is told to keep no node_modules.
node_tool() { # name of the program, package, version
  local there
  there="$("$tools/node_modules/.bin/$1" --version 2>/dev/null | head -1 || true)"
  [[ "$there" == *"${3%%.*}"* ]] && return
  say "installing $2 $3"
  # npm 11 runs a package's install script only where it is allowed by name.
  printf 'allow-scripts=deno,bun,binaryen\n' >"$tools/.npmrc"
  [[ -f "$tools/package.json" ]] || printf '{ "private": true }\n' >"$tools/package.json"
  npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "$2@$3" >/dev/null
}
have deno || node_tool deno deno $deno
have bun || node_tool bun bun $bun
node_tool wasm-opt binaryen $binaryen

# --- said at the end -----------------------------------------------------------------------------
export PATH="$tools/bin:$tools/node_modules/.bin:$PATH"
for program in wasm-pack wasm-bindgen wasm-opt deno bun cargo; do
  have "$program" || { say "$program is still missing" >&2; exit 1; }
done
say "ready: $(rustc --version | cut -d' ' -f1-2), $(wasm-pack --version), $(wasm-bindgen --version)," \
  "$(deno --version | head -1 | cut -d' ' -f1-2), bun $(bun --version), $(wasm-opt --version)"
