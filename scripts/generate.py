"""Compiles protos/ into rust_daq_jupyter/wire/_generated: relative imports, and a descriptor pool of our own.

The private pool lets the stubs live beside other packages that register the same names, grpcio-health-checking
among them: protobuf's default pool refuses a second definition of `grpc.health.v1.HealthCheckRequest`.
"""

import re
import sys
import tempfile
from pathlib import Path

from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos"
GENERATED = ROOT / "rust_daq_jupyter" / "wire" / "_generated"


def compile_protos(target: Path) -> None:
    """Writes the stubs of every file under protos/ into `target`."""
    sources = sorted(str(path) for path in PROTOS.glob("*.proto"))
    outputs = [f"--{kind}={target}" for kind in ("python_out", "pyi_out", "grpc_python_out")]
    if protoc.main(["protoc", f"-I{PROTOS}", *outputs, *sources]):
        raise SystemExit("protoc failed")
    (target / "__init__.py").write_text('"""Stubs compiled by scripts/generate.py from protos/; never edited."""\n')
    for path in target.glob("*_pb2*.py"):
        path.write_text(adapt(path.read_text()))


def adapt(source: str) -> str:
    """The stub with relative imports and its own descriptor pool."""
    source = re.sub(r"^import (\w+_pb2) as", r"from . import \1 as", source, flags=re.MULTILINE)
    return source.replace("_descriptor_pool.Default()", "_descriptor_pool.DescriptorPool()")


def main() -> None:
    """Regenerates the stubs; with --check only compares them."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        compile_protos(fresh)
        files = {path.name: path.read_bytes() for path in fresh.iterdir()}
    if "--check" in sys.argv:
        stale = [name for name, data in files.items() if (GENERATED / name).read_bytes() != data]
        raise SystemExit(f"stale stubs, run scripts/generate.py: {stale}" if stale else 0)
    GENERATED.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (GENERATED / name).write_bytes(data)


if __name__ == "__main__":
    main()
