"""Which encoder a setting names."""

import importlib.resources
from pathlib import Path

from graph.errors import EncoderError
from retrieval.encoder.onnx import OnnxEncoder
from retrieval.encoder.protocol import Encoder


def bundled() -> Path:
    """Return the folder of the encoder that ships with the package."""
    return Path(str(importlib.resources.files("retrieval.encoder")))


def load_encoder(name: str = "") -> Encoder:
    """Return the bundled encoder, or any sentence-transformers model by name or folder.

    Raises EncoderError where the files are damaged, the model cannot be loaded, or the extra
    `encoder` is not installed.
    """
    if not name:
        return OnnxEncoder.from_folder(bundled())
    folder = Path(name)
    if (folder / "model.int8.onnx").is_file():
        return OnnxEncoder.from_folder(folder)
    try:
        from retrieval.encoder.torch import TorchEncoder
    except ImportError as error:
        raise EncoderError(
            f"CLOUDCITE_ENCODER={name!r} needs the extra: pip install 'cloudcite[encoder]' ({error})"
        ) from error
    encoder: Encoder = TorchEncoder.from_name(name)
    return encoder
