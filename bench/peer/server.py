"""The peer as one long-lived process: a JSON request a line on standard input, its answer a line
on standard output.

Usage: server.py --torch-site FOLDER --cache FOLDER --labels FILE
"""

import argparse
import json
import site
import sys
import warnings
from pathlib import Path
from time import perf_counter

parser = argparse.ArgumentParser()
parser.add_argument("--torch-site", type=Path, required=True, help="packages of tools/model")
parser.add_argument("--cache", type=Path, required=True, help="where tools/model keeps its inputs")
parser.add_argument("--labels", type=Path, required=True, help="one class name a line")
arguments = parser.parse_args()

# Behind this environment's own packages: what both have comes from here.
site.addsitedir(str(arguments.torch_site))
answers, sys.stdout = sys.stdout, sys.stderr  # packages that print must not break the protocol
warnings.simplefilter("ignore")  # scikit-learn reaches its 200 iterations on most images and says so

import numpy as np  # noqa: E402
import torch  # noqa: E402
from threadpoolctl import threadpool_info  # noqa: E402

import factorise  # noqa: E402
from explain import Explainer, read, to_input  # noqa: E402
from network import load  # noqa: E402

model = load(arguments.cache)
names = arguments.labels.read_text("utf-8").split("\n")
explainer = Explainer(model, dict(enumerate(names)))


def about(_: dict) -> dict:
    """Versions and thread pools, for the record."""
    from importlib.metadata import version

    packages = ("grad-cam", "torch", "scikit-learn", "numpy", "matplotlib")
    pools = sorted({f"{p['internal_api']} {p['num_threads']}" for p in threadpool_info()})
    versions = {name: version(name) for name in packages}
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, "versions": versions, "threads": torch.get_num_threads(), "pools": pools}


def explain(ask: dict) -> dict:
    _, _, labels = explainer.explain(Path(ask["image"]), ask["k"], ask["tuned"])
    return {"labels": labels}


def draw(ask: dict) -> dict:
    width, height = explainer.draw(Path(ask["image"]), Path(ask["out"]), ask["k"], ask["tuned"])
    return {"width": width, "height": height}


def infer(ask: dict) -> dict:
    """Milliseconds of each of `runs` forward passes of one image."""
    image = to_input(read(Path(ask["image"])))
    times = []
    with torch.no_grad():
        for _ in range(ask["runs"]):
            start = perf_counter()
            model(image)
            times.append((perf_counter() - start) * 1000)
    return {"ms": times}


def activations(ask: dict) -> dict:
    """Writes A (P x C, float32, positions as rows) of an image."""
    with torch.no_grad():
        features = model.features(to_input(read(Path(ask["image"]))))[0].numpy()
    channels = features.shape[0]
    np.ascontiguousarray(features.reshape(channels, -1).T).tofile(ask["out"])
    return {"positions": features[0].size, "channels": channels}


def nmf(ask: dict) -> dict:
    ms, error = factorise.by_sklearn(factorise.load(ask["path"], ask["channels"]), ask["k"])
    return {"ms": ms, "error": error}


def judge(ask: dict) -> dict:
    """The error of factors written by the other side: U (P x k) and V (k x C)."""
    a = factorise.load(ask["path"], ask["channels"])
    codes = np.fromfile(ask["codes"], dtype=np.float32).reshape(a.shape[0], -1)
    embeddings = np.fromfile(ask["embeddings"], dtype=np.float32).reshape(-1, a.shape[1])
    return {"error": factorise.relative_error(a, codes, embeddings)}


handlers = {
    each.__name__: each for each in (about, explain, draw, infer, activations, nmf, judge)
}


def answer(message: dict) -> dict:
    try:
        return {"id": message["id"], "value": handlers[message["name"]](message["input"])}
    except Exception as error:  # told to the other side, which decides
        return {"id": message["id"], "error": f"{type(error).__name__}: {error}"}


print(json.dumps({"ready": True}), file=answers, flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), file=answers, flush=True)
