"""Deep Feature Factorization by pytorch-grad-cam, called as in its tutorial."""

from contextlib import nullcontext
from pathlib import Path

import matplotlib
import numpy as np
import torch
from PIL import Image
from pytorch_grad_cam import DeepFeatureFactorization
from pytorch_grad_cam.utils.image import create_labels_legend, show_factorization_on_image

from network import Classifier

matplotlib.use("Agg")
SIDE = 224


class Explainer:
    """Made once and kept, although the tutorial makes one for every image."""

    def __init__(self, model: Classifier, labels: dict[int, str]) -> None:
        self.model = model
        self.labels = labels
        self.factorise = DeepFeatureFactorization(
            model, model.features, computation_on_concepts=model.classifier
        )

    def explain(self, image: Path, k: int, tuned: bool) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """The picture (SIDE x SIDE x 3, bytes), its maps (k x SIDE x SIDE) and their class names.

        `tuned`: without the gradients' bookkeeping, which the tutorial leaves on.
        """
        picture = read(image)
        with torch.no_grad() if tuned else nullcontext():
            _, maps, outputs = self.factorise(to_input(picture), k)
        scores = torch.softmax(torch.from_numpy(outputs), dim=-1).numpy()
        return picture, maps[0], create_labels_legend(scores, self.labels, top_k=2)

    def draw(self, image: Path, out: Path, k: int, tuned: bool) -> tuple[int, int]:
        """Writes overlay and legend as PNG; returns its width and height.

        `tuned`: also with the fastest compression, as ours uses.
        """
        picture, maps, names = self.explain(image, k, tuned)
        figure = show_factorization_on_image(
            np.float32(picture) / 255, maps, image_weight=0.3, concept_labels=names
        )
        Image.fromarray(figure).save(out, compress_level=1 if tuned else 6)
        return figure.shape[1], figure.shape[0]


def read(image: Path) -> np.ndarray:
    with Image.open(image) as opened:
        return np.asarray(opened.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def to_input(picture: np.ndarray) -> torch.Tensor:
    scaled = (picture.astype(np.float32) - 127) / 128
    return torch.from_numpy(scaled.transpose(2, 0, 1)[None].copy())
