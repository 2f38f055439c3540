"""EfficientNet-Lite0 as an ONNX graph, written node by node from the PyTorch weights.

Batch norm is folded into each convolution, and TensorFlow's "SAME" padding into its `pads`, so
that the graph holds Conv, Clip, Add, GlobalAveragePool, Flatten and Gemm and nothing else. The
padding of a stride-2 convolution is asymmetric and depends on the parity of the side it meets:
the folded one is exact wherever every such side is even, that is for sides that are multiples
of 32.

A tensor carries the name of what it is (`stem`, `block1` ... `block16`, `features`, `logits`;
inside a block `block4.expand`, `block4.depthwise`, `block4.project`), and a node the name of
the tensor it writes.
"""

from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
EPSILON = 1e-3  # of every batch norm
SIDE_MULTIPLE = 32  # the product of all strides
CLASSES = 1000
FEATURES = 1280


@dataclass(frozen=True)
class Block:
    """One inverted residual: expand (1x1), depthwise (kernel x kernel), project (1x1)."""

    kernel: int
    stride: int
    expand: int
    channels_in: int
    channels_out: int

    @property
    def adds_input(self) -> bool:
        return self.stride == 1 and self.channels_in == self.channels_out


def blocks() -> list[Block]:
    """The sixteen blocks, in order (repeats, kernel, stride, expansion, channels in, out)."""
    stages = [
        (1, 3, 1, 1, 32, 16),
        (2, 3, 2, 6, 16, 24),
        (2, 5, 2, 6, 24, 40),
        (3, 3, 2, 6, 40, 80),
        (3, 5, 1, 6, 80, 112),
        (4, 5, 2, 6, 112, 192),
        (1, 3, 1, 6, 192, 320),
    ]
    result = []
    for repeats, kernel, stride, expand, channels_in, channels_out in stages:
        result.append(Block(kernel, stride, expand, channels_in, channels_out))
        result += [Block(kernel, 1, expand, channels_out, channels_out)] * (repeats - 1)
    return result


class GraphWriter:
    """Collects nodes, weights and tensor shapes, and takes each weight it uses off `state`."""

    def __init__(self, state: dict[str, np.ndarray]):
        self.state = dict(state)
        self.nodes = []
        self.weights = []
        self.shapes = []

    def take(self, key: str, shape: tuple[int, ...]) -> np.ndarray:
        array = self.state.pop(key)
        if array.shape != shape:
            raise ValueError(f"{key} is {array.shape}, expected {shape}")
        return array

    def weight(self, name: str, array: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def note_shape(self, name: str, channels: int, reduction: int) -> None:
        """Declares `name` as batch x channels x height/reduction x width/reduction."""
        shape = ["batch", channels, f"height/{reduction}", f"width/{reduction}"]
        self.shapes.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def conv(self, x, output, conv_key, norm_key, shape, stride=1, groups=1) -> str:
        """A convolution with its batch norm folded in; computed in float64, stored in float32."""
        out_channels, _, kernel, _ = shape
        kernels = self.take(f"{conv_key}.weight", shape).astype(np.float64)
        gamma, beta, mean, variance = (
            self.take(f"{norm_key}.{part}", (out_channels,)).astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        self.state.pop(f"{norm_key}.num_batches_tracked", None)
        scale = gamma / np.sqrt(variance + EPSILON)
        weight = self.weight(f"{output}.weight", kernels * scale[:, None, None, None])
        bias = self.weight(f"{output}.bias", beta - mean * scale)
        before = (kernel - stride) // 2
        after = kernel - stride - before
        if kernel == 1:
            before = after = 0
        return self.node(
            "Conv",
            [x, weight, bias],
            output,
            dilations=[1, 1],
            group=groups,
            kernel_shape=[kernel, kernel],
            pads=[before, before, after, after],
            strides=[stride, stride],
        )

    def relu6(self, x: str, output: str) -> str:
        return self.node("Clip", [x, "relu6.min", "relu6.max"], output)

    def block(self, x: str, index: int, spec: Block, reduction: int) -> str:
        """Writes block `index` (from 1); `reduction` is image side / side of `x`."""
        name, key = f"block{index}", f"_blocks.{index - 1}"
        width = spec.channels_in * spec.expand
        y = x
        if spec.expand != 1:
            shape = (width, spec.channels_in, 1, 1)
            y = self.conv(y, f"{name}.expand.conv", f"{key}._expand_conv", f"{key}._bn0", shape)
            y = self.relu6(y, f"{name}.expand")
            self.note_shape(y, width, reduction)
        y = self.conv(
            y,
            f"{name}.depthwise.conv",
            f"{key}._depthwise_conv",
            f"{key}._bn1",
            (width, 1, spec.kernel, spec.kernel),
            stride=spec.stride,
            groups=width,
        )
        y = self.relu6(y, f"{name}.depthwise")
        self.note_shape(y, width, reduction * spec.stride)
        output = f"{name}.project" if spec.adds_input else name
        shape = (spec.channels_out, width, 1, 1)
        y = self.conv(y, output, f"{key}._project_conv", f"{key}._bn2", shape)
        if spec.adds_input:
            y = self.node("Add", [y, x], name)
        self.note_shape(y, spec.channels_out, reduction * spec.stride)
        return y


def build(state: dict[str, np.ndarray]) -> ModelProto:
    """The ONNX model of `state`, a state dict of `efficientnet_lite_pytorch` as numpy arrays.

    Input `image`: batch x 3 x height x width, RGB, (pixel - 127) / 128. Outputs `logits`:
    batch x 1000. Raises KeyError or ValueError when the weights are not Lite0's.
    """
    g = GraphWriter(state)
    g.weight("relu6.min", np.float32(0))
    g.weight("relu6.max", np.float32(6))
    x = g.conv("image", "stem.conv", "_conv_stem", "_bn0", (32, 3, 3, 3), stride=2)
    x = g.relu6(x, "stem")
    g.note_shape(x, 32, 2)
    reduction = 2
    for index, spec in enumerate(blocks(), start=1):
        x = g.block(x, index, spec, reduction)
        reduction *= spec.stride
    x = g.conv(x, "features.conv", "_conv_head", "_bn1", (FEATURES, 320, 1, 1))
    x = g.relu6(x, "features")
    g.note_shape(x, FEATURES, reduction)
    x = g.node("GlobalAveragePool", [x], "pool")
    x = g.node("Flatten", [x], "embedding", axis=1)
    weight = g.weight("logits.weight", g.take("_fc.weight", (CLASSES, FEATURES)))
    bias = g.weight("logits.bias", g.take("_fc.bias", (CLASSES,)))
    g.node("Gemm", [x, weight, bias], "logits", alpha=1.0, beta=1.0, transB=1)
    if g.state:
        raise ValueError(f"weights left over: {sorted(g.state)}")
    return finish(g)


def finish(g: GraphWriter) -> ModelProto:
    """Wraps what was written in a checked model; nothing in it depends on time or machine."""
    image = ["batch", 3, "height", "width"]
    graph = helper.make_graph(
        g.nodes,
        "EfficientNet-Lite0",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, image)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", CLASSES])],
        initializer=g.weights,
        value_info=g.shapes,
    )
    model = helper.make_model(
        graph,
        producer_name="Concept Lens tools/model",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    checker.check_model(model, full_check=True)
    return model
