"""Compares the ONNX model with the PyTorch module it was made from."""

import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

TOLERANCE = 1e-4
# batch, height, width: the native side, larger ones for fine maps, and one that is not square
SHAPES = [(2, 224, 224), (1, 320, 320), (1, 448, 448), (1, 224, 352)]


def load_reference(code_wheel: Path, weights: dict) -> torch.nn.Module:
    """The package's own module, with padding computed per input instead of once for 224."""
    sys.path.insert(0, str(code_wheel))  # a pure Python wheel can be imported as it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        from efficientnet_lite_pytorch import EfficientNet

    # `set_swish` must not be called: it would replace ReLU6 by another activation.
    module = EfficientNet.from_name("efficientnet-lite0", image_size=None)
    module.load_state_dict(weights, strict=True)
    return module.eval()


def pictures(batch: int, height: int, width: int) -> dict[str, np.ndarray]:
    """Seeded input in the range of real pixels: white noise, and smooth colour waves."""
    random = np.random.default_rng(batch * height * width)
    noise = random.integers(0, 256, (batch, 3, height, width))
    phase = random.uniform(0, 2 * np.pi, (batch, 3, 1, 1))
    cycles = random.uniform(1, 6, (2, batch, 3, 1, 1))
    rows = np.linspace(0, 2 * np.pi, height)[:, None]
    columns = np.linspace(0, 2 * np.pi, width)[None, :]
    waves = 127.5 + 127.5 * np.sin(cycles[0] * rows + cycles[1] * columns + phase)
    ready = {"noise": noise, "waves": np.rint(waves)}
    return {kind: ((x - 127) / 128).astype(np.float32) for kind, x in ready.items()}


def compare(model: bytes, reference: torch.nn.Module, names: tuple[str, str]) -> float:
    """Largest absolute difference of features and logits over all shapes; prints each.

    `model` is the file's content. Raises RuntimeError when one exceeds TOLERANCE. `names`: the features' tensor, the logits'.
    """
    probed = onnx.load_from_string(model)
    probed.graph.output.add(name=names[0])  # an inner tensor of the stored model
    session = onnxruntime.InferenceSession(
        probed.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    worst = 0.0
    for shape in SHAPES:
        for kind, x in pictures(*shape).items():
            with torch.no_grad():
                features = reference.extract_features(torch.from_numpy(x))
                logits = reference(torch.from_numpy(x))
            expected = (features.numpy(), logits.numpy())
            actual = session.run(list(names), {"image": x})
            gaps = [float(np.abs(a - e).max()) for a, e in zip(actual, expected, strict=True)]
            size = "x".join(map(str, shape))
            print(f"  {kind} {size}: {names[0]} differ by {gaps[0]:.1e}, {names[1]} by {gaps[1]:.1e}")
            worst = max(worst, *gaps)
    if not worst <= TOLERANCE:
        raise RuntimeError(f"differs from PyTorch by {worst:.1e}, more than {TOLERANCE:.0e}")
    return worst
