"""The encoder of the default install: an int8 ONNX model, no torch."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from graph.errors import EncoderError
from retrieval.encoder.protocol import Vectors

_MAX_TOKENS = 128


class OnnxEncoder:
    """Runs a model whose graph takes token ids in and gives unit vectors out."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, digest: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.digest = digest

    @classmethod
    def from_folder(cls, folder: Path) -> Self:
        """Load `model.int8.onnx` and `tokenizer.json`; EncoderError where they do not fit `SHA256SUMS`."""
        digest = _verified(folder)
        options = onnxruntime.SessionOptions()
        # More threads lose on few cores: ONNX Runtime and FAISS slow each other (MEASURED: 2.6 times).
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(folder / "model.int8.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(_MAX_TOKENS)
        tokenizer.no_padding()
        return cls(session, tokenizer, digest)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), 384), float32, rows of length 1.

        Each text by itself: beside others its int8 numbers would be scaled by theirs, so that a phrase had
        another vector as a wording than as a question.
        """
        vectors: Vectors = np.empty((len(texts), self._session.get_outputs()[0].shape[1]), np.float32)
        for row, text in enumerate(texts):
            encoded = self._tokenizer.encode(text)
            inputs = {
                "input_ids": np.array([encoded.ids], np.int64),
                "attention_mask": np.array([encoded.attention_mask], np.int64),
            }
            (vectors[row : row + 1],) = self._session.run(None, inputs)
        return vectors


def _verified(folder: Path) -> str:
    """Return the digest of the model, having compared each file with its checksum."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        raise EncoderError(f"No encoder in {folder}: SHA256SUMS is missing")
    digests = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, name = line.split()
        path = folder / name
        actual = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if actual != expected:
            raise EncoderError(f"{path} is damaged: SHA-256 {actual}, expected {expected}")
        digests[name] = actual
    return "sha256:" + digests["model.int8.onnx"]
