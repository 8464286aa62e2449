#!/bin/sh
# Compiles the base rules to the Wasm that ships with Assay. Run it after every change under
# rego/assay and commit the result; the build proves the committed bytes equal to a fresh build.
#
#   ./build-base.sh [OUT]      OUT defaults to the committed base.wasm
#
# Needs opa v1.22: $ASSAY_OPA, the PATH, or ~/.cache/assay/opa.
set -eu
cd "$(dirname "$0")" # the bytes depend on the paths the sources are given by

committed=src/main/resources/dev/assay/policies/engine/base.wasm
out=${1:-$committed}

if [ -n "${ASSAY_OPA:-}" ]; then
  opa=$ASSAY_OPA
elif command -v opa >/dev/null 2>&1; then
  opa=opa
elif [ -x "$HOME/.cache/assay/opa" ]; then
  opa=$HOME/.cache/assay/opa
else
  echo "build-base: no opa found; set ASSAY_OPA, put opa on the PATH or at ~/.cache/assay/opa" >&2
  exit 1
fi

bundle=$(mktemp -d)
trap 'rm -rf "$bundle"' EXIT
"$opa" check --strict -s rego/schemas --capabilities rego/capabilities.json rego/assay
"$opa" build -t wasm --capabilities rego/capabilities.json --ignore '*_test.rego' \
  -e assay/request/decision -e assay/feedback/decision -e assay/change/decision \
  -o "$bundle/bundle.tar.gz" rego/assay
# A bundle names its members /policy.wasm; writing to stdout keeps tar from ever using that path.
tar -xzOf "$bundle/bundle.tar.gz" /policy.wasm > "$bundle/policy.wasm"
mkdir -p "$(dirname "$out")"
mv "$bundle/policy.wasm" "$out"
