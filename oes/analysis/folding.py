"""Networks whose weights are ready: `oes models` writes them beside the files that it fetched.

Most networks scale what a layer gives. OpenVINO multiplies the layer's weights instead, when it compiles, and keeps the
product for good beside what it lays out anew for the processor: SFace takes 39 MB twice. A folded file holds the
product. It is mapped, not read: once the network is compiled its pages go back to the system, which fetches them from
the file again should anybody ask. The outputs are the same to the last bit (measured with AVX-512).

The file: the length of the description (8 bytes, little-endian), the description (OpenVINO's XML), zeros up to a whole
page, the weights.
"""

import hashlib
import mmap
import struct
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as ops
from openvino._offline_transformations import apply_moc_transformations

from oes.analysis.model_files import folded_path, model_files, model_path, put

LENGTH = struct.Struct("<Q")
PAGE = 4096


class Mapped:
    """A folded file in memory. It must live as long as the compiled network, whose constants lie in it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as opened:
            # OpenVINO takes no memory that is read-only, but writes nothing: its own mappings are
            self._pages = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY)

    def model(self, core: ov.Core) -> ov.Model:
        """Return the network; it and what is compiled from it use the mapped weights."""
        end = LENGTH.size + LENGTH.unpack_from(self._pages)[0]
        weights = np.frombuffer(self._pages, dtype=np.uint8, offset=_whole_pages(end))
        return core.read_model(self._pages[LENGTH.size : end], ov.Tensor(weights, shared_memory=True))

    def give_back(self) -> None:
        """Return the pages to the system, where it can take them."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._pages.madvise(mmap.MADV_DONTNEED)


def fold_all(directory: Path, *, report: Callable[[str], None] = lambda line: None) -> list[Path]:
    """Write the folded files that are missing or wrong, and return those in place.

    They are made here, and the listing says what must come out. Another release of OpenVINO may make something else:
    that is not kept, and the network is read as it was fetched, which takes more memory and is no error.
    """
    for key, entry in model_files().items():
        if not entry.folded or folded_path(key, directory):
            continue
        made = folded(model_path(key, directory), shape=entry.input)
        if hashlib.sha256(made).hexdigest() == entry.folded:
            put(directory / entry.folded_file, made)
            report(f"{entry.folded_file}: made")
        else:
            report(f"{entry.folded_file}: not made, this OpenVINO folds otherwise. It works without, in more memory.")
    paths = (folded_path(key, directory) for key in model_files())
    return [path for path in paths if path]


def folded(source: Path, *, shape: Sequence[int]) -> bytes:
    """Return the folded file of a network for one shape of its first input: the same bytes each time."""
    model = ov.Core().read_model(source)
    model.reshape({model.inputs[0].any_name: list(shape)})
    apply_moc_transformations(model, cf=True)
    _fold_scales(model)
    for number, node in enumerate(model.get_ordered_ops()):
        node.set_friendly_name(f"n{number}")  # names of new nodes count on from process to process
    with tempfile.TemporaryDirectory(prefix="oes-folding-") as scratch:
        ov.save_model(model, Path(scratch) / "net.xml", compress_to_fp16=False)
        described, weights = ((Path(scratch) / f"net.{end}").read_bytes() for end in ("xml", "bin"))
    head = LENGTH.pack(len(described)) + described
    return head.ljust(_whole_pages(len(head)), b"\0") + weights


def _fold_scales(model: ov.Model) -> None:
    """Multiply the weights of a product by the scale of its result, which the transformations before leave apart."""
    for node in model.get_ordered_ops():
        product, scale = (node.input_value(i).get_node() for i in (0, 1)) if _is(node, "Multiply") else (None, None)
        if product is None or not (_is(product, "MatMul") and _is(scale, "Constant")):
            continue
        weights, turned = product.input_value(1).get_node(), product.get_attributes()["transpose_b"]
        if _is(weights, "Constant") and scale.data.size == weights.data.shape[0 if turned else 1]:
            scaled = weights.data * scale.data.reshape((-1, 1) if turned else (1, -1))
            product.input(1).replace_source_output(ops.constant(scaled).output(0))
            node.output(0).replace(product.output(0))
    model.validate_nodes_and_infer_types()


def _is(node: ov.Node, kind: str) -> bool:
    return bool(node.get_type_name() == kind)


def _whole_pages(size: int) -> int:
    return -(-size // PAGE) * PAGE
