"""Kernels of other versions for a Jupyter server, beside the one it has; it knows no panel and no test."""

import json
import os
import subprocess
import sys
from pathlib import Path


def install_kernel(share: Path, version: str) -> str:
    """Puts this version of ipykernel and its kernelspec into a folder of JUPYTER_PATH; the name of the kernel.

    Everything else the kernel imports is that of the tests.
    """
    name = f"ipykernel-{version}"
    packages, spec = share / "packages" / name, share / "kernels" / name
    if not spec.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--target", str(packages), f"ipykernel=={version}"], check=True, timeout=300)
        path = os.pathsep.join([str(packages), *filter(None, [os.environ.get("PYTHONPATH")])])
        kernel = {
            "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": name,
            "language": "python",
            "env": {"PYTHONPATH": path},
        }
        spec.mkdir(parents=True)
        (spec / "kernel.json").write_text(json.dumps(kernel))
    return name
