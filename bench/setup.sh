#!/usr/bin/env bash
# Installs what the benchmark compares Hadron with into $PEERS_ENV (~/.cache/hadron-peers by default): MXNet and PyTorch
# in virtual environments of their own, jax-js and TensorFlow.js from npm. What is there already is left alone.
# Needs python3.11 (the last that MXNet's numpy works with), npm and 6 GB.
set -euo pipefail

env="${PEERS_ENV:-$HOME/.cache/hadron-peers}"
python="${PYTHON:-python3.11}"
mkdir -p "$env"

venv() { # name, package to look for, what pip shall install…
  local name="$1" package="$2"
  shift 2
  if "$env/$name/bin/python" -c "import importlib.util as u, sys; sys.exit(u.find_spec('$package') is None)" 2>/dev/null; then
    echo "$name: there"
    return
  fi
  echo "$name: installing"
  rm -rf "${env:?}/$name"
  "$python" -m venv "$env/$name"
  nice "$env/$name/bin/pip" install --quiet --disable-pip-version-check "$@"
}

venv mxnet mxnet 'numpy<1.24' mxnet==1.9.1
venv torch torch numpy torch

if [[ -d "$env/node_modules/@jax-js/jax" && -d "$env/node_modules/@tensorflow/tfjs-backend-wasm" ]]; then
  echo "npm peers: there"
else
  echo "npm peers: installing"
  cd "$env"
  [[ -f package.json ]] || echo '{ "private": true }' >package.json
  nice npm install --no-fund --no-audit --silent \
    @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 @jax-js/jax@0.1.25
fi
echo "peers are in $env"
