#!/bin/sh
# Takes out of installed libraries what running Earmark never reads: their tests, sources, headers, other faces.
# CUDA's sources stay: thinc reads its own when it is imported.
# Usage: slim.sh SITE-PACKAGES. tests/whole/test_container.py runs it on a copy and a morning on what is left.
set -eu
site=$1
test -d "$site/streamlit"
rm -rf "$site/torch/test" "$site/torch/include" "$site/torch/bin"/protoc* "$site/torch/bin"/*[Tt]est*
rm -rf "$site/pyarrow/include" "$site/pyarrow/src" "$site/pyarrow"/*flight* "$site/pyarrow"/*substrait* "$site/pyarrow"/*s3*
rm -rf "$site/litellm/proxy/_experimental" "$site/kubernetes"  # which Chroma imports for its own cloud alone
find "$site" -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} +
find "$site" -type f \( -name '*.c' -o -name '*.cc' -o -name '*.cpp' -o -name '*.h' \
  -o -name '*.hpp' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.pyi' -o -name '*.a' -o -name '*.map' \) -delete
