"""A recogniser of Parakeet's shape, a few kilobytes large: it says made-up words wherever it is loud.

Its two graphs take and give what the real ones do, by the same names; the weights that choose the words are random.
"""

import json

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

MELS, STATE, PIECES, DURATIONS = 128, 640, 400, 5
BLANK, CHANNELS = PIECES, 8
FRAME_SECONDS = 0.08
LOUD = 0.2  # of the spectrogram, whose mean is 0 and variance 1
STEP = 3  # frames from one piece to the next

CONFIG = json.dumps({"model_type": "nemo-conformer-tdt", "features_size": MELS, "subsampling_factor": 8}).encode()


def files(seed=7):
    """Each file's name and bytes, as the real one's are called."""
    random = np.random.default_rng(seed)
    return {
        "config.json": CONFIG,
        "vocab.txt": vocabulary(random).encode(),
        "encoder-model.int8.onnx": encoder(random),
        "decoder_joint-model.int8.onnx": decoder_joint(random),
    }


def vocabulary(random):
    """Beginnings of words and ends of words by turns, then the blank."""
    letters = random.choice(list("abdefgiklmnoprstu"), (PIECES, 4))
    pieces = [("\u2581" if at % 2 == 0 else "") + "".join(some) for at, some in enumerate(letters)]
    return "".join(f"{piece} {at}\n" for at, piece in enumerate([*pieces, "<blk>"]))


def encoder(random):
    """Eight frames of the spectrogram become one; its first channel is how loud they are."""
    weights = random.normal(0, 0.01, (CHANNELS, MELS, 8)).astype(np.float32)
    weights[0] = 1 / (MELS * 8)
    nodes = [
        helper.make_node("Conv", ["audio_signal", "weights"], ["outputs"], strides=[8], pads=[0, 7]),
        helper.make_node("Sub", ["length", "one"], ["before"]),
        helper.make_node("Div", ["before", "eight"], ["whole"]),
        helper.make_node("Add", ["whole", "one"], ["encoded_lengths"]),
    ]
    return _model(
        nodes,
        [_told("audio_signal", ["batch", MELS, "time"]), _told("length", ["batch"], TensorProto.INT64)],
        [_told("outputs", ["batch", CHANNELS, "frames"]), _told("encoded_lengths", ["batch"], TensorProto.INT64)],
        {"weights": weights, "one": np.array([1], np.int64), "eight": np.array([8], np.int64)},
    )


def decoder_joint(random):
    """Which piece follows which is random, an end after each beginning; the blank wins where it is not loud."""
    following = np.zeros((PIECES + 1, PIECES + 1 + DURATIONS), np.float32)
    beginnings, ends = 2 * random.integers(0, PIECES // 2, PIECES + 1), 2 * random.integers(0, PIECES // 2, PIECES) + 1
    following[np.arange(PIECES + 1), beginnings] = 9.0
    following[np.arange(0, PIECES, 2)] = 0.0
    following[np.arange(0, PIECES, 2), ends[::2]] = 9.0
    following[:, BLANK] = 9.0 + 50 * LOUD
    following[:, PIECES + 1 + STEP] = 1.0
    loudness = np.zeros((CHANNELS, PIECES + 1 + DURATIONS), np.float32)
    loudness[0, BLANK] = -50.0
    nodes = [
        helper.make_node("Transpose", ["encoder_outputs"], ["frames"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["frames", "loudness"], ["by_sound"]),
        helper.make_node("Gather", ["following", "targets"], ["by_piece"]),
        helper.make_node("Add", ["by_sound", "by_piece"], ["summed"]),
        helper.make_node("Unsqueeze", ["summed", "axis"], ["outputs"]),
        helper.make_node("Identity", ["input_states_1"], ["output_states_1"]),
        helper.make_node("Identity", ["input_states_2"], ["output_states_2"]),
        helper.make_node("Identity", ["target_length"], ["prednet_lengths"]),
    ]
    states = [2, 1, STATE]
    return _model(
        nodes,
        [
            _told("encoder_outputs", [1, CHANNELS, 1]),
            _told("targets", [1, 1], TensorProto.INT32),
            _told("target_length", [1], TensorProto.INT32),
            _told("input_states_1", states),
            _told("input_states_2", states),
        ],
        [
            _told("outputs", [1, 1, 1, PIECES + 1 + DURATIONS]),
            _told("prednet_lengths", [1], TensorProto.INT32),
            _told("output_states_1", states),
            _told("output_states_2", states),
        ],
        {"following": following, "loudness": loudness, "axis": np.array([1], np.int64)},
    )


def _told(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def _model(nodes, inputs, outputs, weights):
    held = [numpy_helper.from_array(values, name) for name, values in weights.items()]
    graph = helper.make_graph(nodes, "little", inputs, outputs, held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return model.SerializeToString()
