"""The committed stubs: what scripts/generate.py makes of protos/, and no stranger to other packages' stubs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATED = Path("rust_daq_jupyter/wire/_generated")

# What grpcio-health-checking brings: the same names, in protobuf's own pool.
DUPLICATE = """
from google.protobuf import descriptor_pb2, descriptor_pool
file = descriptor_pb2.FileDescriptorProto(name="grpc_health/v1/health.proto", package="grpc.health.v1", syntax="proto3")
file.message_type.add(name="HealthCheckRequest").field.add(name="service", number=1, type=9, label=1)
descriptor_pool.Default().Add(file)
theirs = descriptor_pool.Default().FindMessageTypeByName("grpc.health.v1.HealthCheckRequest")
"""
OURS = """
from rust_daq_jupyter.wire._generated import daq_pb2, daq_pb2_grpc, health_pb2, health_pb2_grpc
request = health_pb2.HealthCheckRequest(service="daq.HardwareService")
assert health_pb2.HealthCheckRequest.FromString(request.SerializeToString()) == request
"""


def check(root):
    command = [sys.executable, "scripts/generate.py", "--check"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=100, check=False)


def test_regenerating_changes_nothing():
    result = check(ROOT)
    assert result.returncode == 0, result.stderr


def test_a_stale_stub_is_noticed(tmp_path):
    for folder in ("scripts", "protos", GENERATED):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    proto = tmp_path / "protos" / "health.proto"
    proto.write_text(proto.read_text().replace("string service = 1;", "string service = 2;"))
    result = check(tmp_path)
    assert result.returncode != 0
    assert "health_pb2.py" in result.stderr


@pytest.mark.parametrize("code", [DUPLICATE + OURS, OURS + DUPLICATE], ids=["theirs first", "ours first"])
def test_the_stubs_live_beside_others_of_the_same_name(code):
    apart = "\nassert health_pb2.HealthCheckRequest.DESCRIPTOR is not theirs"
    result = subprocess.run(
        [sys.executable, "-c", code + apart], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert result.returncode == 0, result.stderr
