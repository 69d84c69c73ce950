"""Export a sentence-transformers model to the int8 ONNX file that the default install runs.

    python -m retrieval.encoder.export MODEL_FOLDER OUTPUT_FOLDER

Needs the extra `encoder` (sentence-transformers, torch, onnx). Pooling and normalisation are
inside the exported graph, so that running it takes token ids in and gives unit vectors out.
"""

import argparse
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the public all-MiniLM-L6-v2 weights (safetensors)."""


class _UnitSentenceVector(torch.nn.Module):
    """Token ids in, one mean-pooled vector of length 1 a sentence out."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def export(model_folder: Path, output: Path) -> Path:
    """Write `model.int8.onnx`, `tokenizer.json` and `SHA256SUMS` into `output`.

    Raises ValueError where the folder's weights are not the published ones.
    """
    digest = hashlib.sha256((model_folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"The weights in {model_folder} have SHA-256 {digest}, not {WEIGHTS_SHA256}")
    model = SentenceTransformer(str(model_folder), device="cpu")
    module = _UnitSentenceVector(model[0].auto_model.eval())
    output.mkdir(parents=True, exist_ok=True)
    full = output / "model.fp32.onnx"
    sample = model.tokenizer(["how long may it run"], return_tensors="pt")
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        module,
        (sample["input_ids"], sample["attention_mask"]),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["vector"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    # One scale a channel keeps a cosine of 0.994 with fp32; one a tensor only 0.964.
    small = output / "model.int8.onnx"
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    shutil.copyfile(model_folder / "tokenizer.json", output / "tokenizer.json")
    write_checksums(output, ["model.int8.onnx", "tokenizer.json"])
    return small


def write_checksums(folder: Path, names: Sequence[str]) -> None:
    """Write `SHA256SUMS` in the format that `sha256sum --check` reads."""
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_folder", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    print(export(arguments.model_folder, arguments.output))
