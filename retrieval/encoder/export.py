"""Export the encoder to the int8 ONNX file that the default install runs.

    python -m retrieval.encoder.export MODEL_FOLDER OUTPUT_FOLDER [--layers FILE | --published]

Takes the published model in a folder and puts the layers of `bench/tuning/encoder-layers.safetensors` (or
another file of `bench.tune_encoder`) in place of its own; `--published` leaves it as it is. Needs the extra
`encoder` (sentence-transformers, torch, onnx). Pooling and normalisation are inside the exported graph, so
that running it takes token ids in and gives unit vectors out.
"""

import argparse
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from safetensors import SafetensorError
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from transformers import BertConfig

LAYERS = Path(__file__).parents[2] / "bench" / "tuning" / "encoder-layers.safetensors"
"""The tuned layers, fp16, named as in the published weights."""

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


def build(model_folder: Path, layers: Path | None = LAYERS) -> SentenceTransformer:
    """Return the published model, with the tuned layers of a file in place of its own unless it is None.

    Raises ValueError where the folder's weights are not the published ones, or the layers do not fit them.
    """
    digest = hashlib.sha256((model_folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"The weights in {model_folder} have SHA-256 {digest}, not {WEIGHTS_SHA256}")
    # Written out step by step, attention has the form that the optimiser looks for.
    eager = {"attn_implementation": "eager"}
    model = SentenceTransformer(str(model_folder), device="cpu", model_kwargs=eager)
    if layers is not None:
        _replace(model[0].auto_model, layers)
    return model.eval()


def _replace(transformer: torch.nn.Module, layers: Path) -> None:
    try:
        tuned = load_file(layers)
    except (OSError, SafetensorError) as error:
        raise ValueError(f"No tuned layers can be read from {layers}: {error}") from error
    own = transformer.state_dict()
    strange = [name for name, values in tuned.items() if name not in own or own[name].shape != values.shape]
    if strange or not tuned:
        raise ValueError(f"The layers in {layers} do not fit the published model: {strange or 'none in it'}")
    transformer.load_state_dict({name: values.float() for name, values in tuned.items()}, strict=False)


def export(model_folder: Path, output: Path, layers: Path | None = LAYERS) -> Path:
    """Write `model.int8.onnx`, `tokenizer.json` and `SHA256SUMS` into `output`, and return the first's path.

    Raises ValueError where the folder's weights are not the published ones, or the layers do not fit them.
    """
    model = build(model_folder, layers)
    output.mkdir(parents=True, exist_ok=True)
    full = output / "model.fp32.onnx"
    sample = model.tokenizer(["how long may it run"], return_tensors="pt")
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        _UnitSentenceVector(model[0].auto_model.eval()),
        (sample["input_ids"], sample["attention_mask"]),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["vector"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    _fuse(full, model[0].auto_model.config)
    # One scale a channel keeps a cosine of 0.99 with fp32; one a tensor only 0.964. What lies between fused
    # operators has no type that could be inferred: it is told.
    small = output / "model.int8.onnx"
    untold = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, extra_options=untold)
    full.unlink()
    shutil.copyfile(model_folder / "tokenizer.json", output / "tokenizer.json")
    write_checksums(output, ["model.int8.onnx", "tokenizer.json"])
    return small


def _fuse(path: Path, config: BertConfig) -> None:
    """Join the operators of attention and normalisation into one each, in place: fewer run, in less time."""
    fused = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))


def write_checksums(folder: Path, names: Sequence[str]) -> None:
    """Write `SHA256SUMS` in the format that `sha256sum --check` reads."""
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model_folder", type=Path)
    parser.add_argument("output", type=Path)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--layers", type=Path, default=LAYERS, help="tuned layers to put in")
    which.add_argument("--published", action="store_true", help="put none in")
    arguments = parser.parse_args()
    layers = None if arguments.published else arguments.layers
    try:
        print(export(arguments.model_folder, arguments.output, layers))
    except (OSError, ValueError) as problem:
        parser.error(str(problem))
