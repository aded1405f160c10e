"""Makes the PyTorch checkpoints that emoglot-model's tests read, and the same tensors as safetensors.

    python reference/pickle_goldens.py            # write the golden files
    python reference/pickle_goldens.py --check    # read the committed ones with PyTorch and compare

Needs torch and safetensors of reference/requirements.txt. Files, under emoglot-files/src/test/resources/checkpoint/torch:

expected.safetensors  the tensors below, contiguous
zip.bin, zip4.bin     torch.save of the state dict, pickle protocol 2 and 4 (PyTorch's layout since 1.6)
legacy.bin, legacy4.bin  the same in the layout before 1.6
module.bin            state_dict() of a module, so an OrderedDict with the attribute _metadata; also in expected
wrapped.bin           {"epoch": 3, "optimizer": {...}, "model": the state dict}, as training scripts save it
published.pt          {"dims": {...}, "model_state_dict": the state dict}, as OpenAI publishes Whisper
shards-bin/           the state dict in two shards with pytorch_model.bin.index.json
shards-safetensors/   likewise with model.safetensors.index.json

The legacy layout holds memory addresses as keys, so that files made anew are equal in content, not in bytes.
"""

import argparse
import json
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

OUTPUT = Path(__file__).resolve().parents[1] / "emoglot-files/src/test/resources/checkpoint/torch"
WHOLE = ("zip.bin", "zip4.bin", "legacy.bin", "legacy4.bin")


def state_dict():
    generator = torch.Generator().manual_seed(20260102)
    base = torch.randn(4, 6, generator=generator)
    state = OrderedDict()
    state["f32"] = torch.randn(2, 3, 2, generator=generator)
    state["f16"] = torch.tensor([0.0, -0.0, 2.0**-24, 1.0, -65504.0, float("inf")], dtype=torch.float16)
    state["bf16"] = torch.tensor([0.0, -1.5, 3.0e38, float("-inf")], dtype=torch.bfloat16)
    state["f64"] = torch.tensor([0.1, 1e300], dtype=torch.float64)
    state["i64"] = torch.tensor([-(2**63), 2**63 - 1])
    state["i32"] = torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32)
    state["i16"] = torch.tensor([-(2**15), 2**15 - 1], dtype=torch.int16)
    state["i8"] = torch.tensor([-128, 127], dtype=torch.int8)
    state["u8"] = torch.tensor([0, 255, 7], dtype=torch.uint8)
    state["bool"] = torch.tensor([True, False, True])
    state["scalar"] = torch.tensor(42.0)
    state["empty"] = torch.zeros(3, 0, 2)
    state["base"] = base
    state["transposed"] = base.t()  # shares the storage, strides (1, 6)
    state["row"] = base[2]  # offset 12
    state["column"] = base[:, 1]  # offset 1, stride 6
    state["steps"] = base[1::2, ::3]  # offset 6, strides (12, 3)
    state["expanded"] = base[0, :2].expand(3, 2)  # strides (0, 1)
    state["permuted"] = torch.arange(24, dtype=torch.int16).reshape(2, 3, 4).permute(2, 0, 1)
    state["parameter"] = torch.nn.Parameter(torch.randn(3, generator=generator))
    state["Größe ψ"] = torch.tensor([1.0])
    return state


def module():
    torch.manual_seed(20260102)
    return torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))


def plain(state):
    return {name: tensor.detach().clone(memory_format=torch.contiguous_format) for name, tensor in state.items()}


def halves(state):
    names = list(state)
    middle = len(names) // 2
    return {name: state[name] for name in names[:middle]}, {name: state[name] for name in names[middle:]}


def write_shards(folder, stem, ending, state, save):
    folder.mkdir(exist_ok=True)
    weight_map = {}
    for i, part in enumerate(halves(state), start=1):
        file = f"{stem}-{i:05}-of-00002.{ending}"
        save(part, folder / file)
        weight_map.update(dict.fromkeys(part, file))
    size = sum(tensor.numel() * tensor.element_size() for tensor in state.values())
    index = {"metadata": {"total_size": size}, "weight_map": weight_map}
    (folder / f"{stem}.{ending}.index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")


def write():
    OUTPUT.mkdir(parents=True, exist_ok=True)
    state = state_dict()
    torch.save(state, OUTPUT / "zip.bin")
    torch.save(state, OUTPUT / "zip4.bin", pickle_protocol=4)
    torch.save(state, OUTPUT / "legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(state, OUTPUT / "legacy4.bin", pickle_protocol=4, _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "optimizer": {"lr": 0.1, "state": {}, "betas": (0.9, 0.98)}, "model": state}, OUTPUT / "wrapped.bin")
    torch.save({"dims": {"n_mels": 80, "n_audio_head": 8}, "model_state_dict": state}, OUTPUT / "published.pt")
    torch.save(module().state_dict(), OUTPUT / "module.bin")
    save_file(plain(state) | plain(module().state_dict()), OUTPUT / "expected.safetensors")
    write_shards(OUTPUT / "shards-bin", "pytorch_model", "bin", state, torch.save)
    write_shards(OUTPUT / "shards-safetensors", "model", "safetensors", plain(state), save_file)


def same(a, b):
    return a.dtype == b.dtype and a.shape == b.shape and a.contiguous().flatten().view(torch.uint8).equal(
        b.contiguous().flatten().view(torch.uint8)
    )


def check():
    expected = load_file(OUTPUT / "expected.safetensors")
    fresh = plain(state_dict()) | plain(module().state_dict())
    # PyTorch's own allow-list reader does not know protocol 4; the files are ours.
    read = {file: torch.load(OUTPUT / file, weights_only="4" not in file) for file in WHOLE + ("module.bin",)}
    read["wrapped.bin"] = torch.load(OUTPUT / "wrapped.bin", weights_only=True)["model"]
    read["published.pt"] = torch.load(OUTPUT / "published.pt", weights_only=True)["model_state_dict"]
    read["made anew"] = fresh
    for file, state in read.items():
        for name, tensor in state.items():
            if not same(tensor.detach(), expected[name]):
                raise SystemExit(f"{file}: {name} differs from expected.safetensors")
        print(f"{file}: {len(state)} tensors agree")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check() if parser.parse_args().check else write()
