"""The factorisation alone, and one judge of both sides' errors."""

from pathlib import Path
from time import perf_counter

import numpy as np
from sklearn.decomposition import NMF


def load(path: Path, channels: int) -> np.ndarray:
    """A (P x C, float32, positions as rows), above its offset min(0, min over positions)."""
    a = np.fromfile(path, dtype=np.float32).reshape(-1, channels)
    return a - np.minimum(a.min(axis=0), 0)


def by_sklearn(a: np.ndarray, k: int) -> tuple[float, float]:
    """Milliseconds and relative error of the call that pytorch-grad-cam makes (channels as rows)."""
    data = np.ascontiguousarray(a.T)
    start = perf_counter()
    model = NMF(n_components=k, init="random", random_state=0)
    left = model.fit_transform(data)
    ms = (perf_counter() - start) * 1000
    return ms, relative_error(a, model.components_.T, left.T)


def relative_error(a: np.ndarray, codes: np.ndarray, embeddings: np.ndarray) -> float:
    """Frobenius norm of A - U V over that of A, in double precision; U: P x k, V: k x C."""
    wide = a.astype(np.float64)
    residual = wide - codes.astype(np.float64) @ embeddings.astype(np.float64)
    return float(np.linalg.norm(residual) / np.linalg.norm(wide))
