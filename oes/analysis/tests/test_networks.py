import numpy as np
import pytest

from oes.analysis.networks.mesh import CanonicalFace, Mesh, head_angles
from oes.analysis.networks.sface import PLACES, SFace, aligned
from oes.analysis.networks.yunet import FoundFace, YuNet
from oes.analysis.pictures import resized, similarity_matrix
from oes.analysis.tests.drawing import FakeSession, FakeSessions

POINTS = np.array([[40.0, 40.0], [80.0, 40.0], [60.0, 60.0], [45.0, 80.0], [75.0, 80.0]])


def _yunet_outputs(width: int, height: int) -> dict[str, np.ndarray]:
    outputs = {}
    for stride in (8, 16, 32):
        cells = (width // stride) * (height // stride)
        for name, numbers in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            outputs[f"{name}_{stride}"] = np.zeros((1, cells, numbers), dtype=np.float32)
    return outputs


def test_yunet_turns_cells_into_boxes_of_the_picture():
    outputs = _yunet_outputs(320, 256)
    cell = 3 * 20 + 5  # stride 16: row 3, column 5 of 20
    outputs["cls_16"][0, cell], outputs["obj_16"][0, cell] = 0.81, 1.0
    outputs["bbox_16"][0, cell] = [0.5, 0.5, np.log(4), np.log(5)]
    outputs["kps_16"][0, cell] = [0.25] * 10
    session = FakeSession(outputs)
    (face,) = YuNet(FakeSessions(yunet=session)).faces(np.zeros((480, 640, 3), np.uint8), least_score=0.5)
    assert face.score == pytest.approx(0.9)
    assert face.box == pytest.approx(((5.5 * 16 - 32) * 2, (3.5 * 16 - 40) * 2, 128, 160))
    assert face.points[0] == pytest.approx([5.25 * 16 * 2, 3.25 * 16 * 2])
    assert session.tensors[0].shape == (1, 3, 256, 320)


def test_yunet_keeps_the_best_of_doubles_and_orders_by_size():
    outputs = _yunet_outputs(320, 256)
    for cell, score, size in ((50, 0.7, 4.0), (51, 0.9, 4.0), (200, 0.8, 6.0)):
        outputs["cls_16"][0, cell], outputs["obj_16"][0, cell] = score, score
        outputs["bbox_16"][0, cell] = [0, 0, np.log(size), np.log(size)]
    yunet = YuNet(FakeSessions(yunet=FakeSession(outputs)))
    faces = yunet.faces(np.zeros((240, 320, 3), np.uint8), least_score=0.5)
    assert [round(face.score, 2) for face in faces] == [0.8, 0.9]


def test_yunet_gets_blue_first():
    session = FakeSession(_yunet_outputs(320, 256))
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[:, :, 0] = 200  # red
    YuNet(FakeSessions(yunet=session)).faces(picture, least_score=0.5)
    assert session.tensors[0][0, 2, 0, 0] == 200
    assert session.tensors[0][0, 0].max() == 0


@pytest.mark.parametrize(("yaw", "pitch", "roll"), [(0, 0, 0), (30, 0, 0), (-20, 10, 0), (15, -25, 0)])
def test_head_angles_come_back_from_a_turned_face(yaw, pitch, roll):
    canonical = _canonical()
    a, b = np.radians([yaw, pitch])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    turned = canonical.points @ (about_y @ about_x).T
    landmarks = np.zeros((478, 3))
    landmarks[canonical.indices] = 100 + 7 * turned * [1, -1, -1]
    assert head_angles(landmarks, canonical) == pytest.approx((yaw, pitch, roll), abs=0.01)


def test_the_mesh_takes_the_roll_of_the_eyes_out():
    raw = {"Identity": np.zeros((1, 1, 1, 1434)), "Identity_1": np.full((1, 1, 1, 1), 3.0)}
    canonical = _canonical()
    raw["Identity"].reshape(478, 3)[canonical.indices] = canonical.points * [1, -1, -1]
    session = FakeSession(raw)
    mesh = Mesh(FakeSessions(mesh=session), canonical=canonical)
    tilted = POINTS.copy()
    tilted[1] = tilted[0] + [30, 30]
    pose = mesh.pose(np.full((200, 200, 3), 51, np.uint8), FoundFace((30, 30, 60, 70), tilted, 0.9))
    assert pose.roll == pytest.approx(45, abs=0.1)
    assert pose.presence == pytest.approx(0.953, abs=0.001)
    assert session.tensors[0].shape == (1, 256, 256, 3)
    assert session.tensors[0][0, 128, 128] == pytest.approx([0.2] * 3)


def test_an_aligned_face_has_its_points_in_place():
    picture = np.zeros((200, 200, 3), np.uint8)
    for x, y in POINTS.astype(int):
        picture[y - 3 : y + 4, x - 3 : x + 4] = 255
    face = aligned(picture, points=POINTS)
    assert face.shape == (112, 112, 3)
    for x, y in PLACES[:2].round().astype(int):
        assert face[y - 1 : y + 2, x - 1 : x + 2].mean() > 200


def test_an_embedding_has_unit_length():
    session = FakeSession({"fc1": np.arange(128, dtype=np.float32)[np.newaxis]})
    sface = SFace(FakeSessions(sface=session))
    numbers = sface.embedding(np.zeros((200, 200, 3), np.uint8), points=POINTS)
    assert np.linalg.norm(numbers) == pytest.approx(1.0)
    assert session.tensors[0].shape == (1, 3, 112, 112)


def test_a_similarity_matrix_turns_scales_and_shifts():
    turn = 2 * np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    target = POINTS @ turn.T + [5, -7]
    assert similarity_matrix(POINTS, target) == pytest.approx(np.column_stack([turn, [5, -7]]))


def test_resizing_averages():
    stripes = np.zeros((8, 8, 3), np.uint8)
    stripes[:, ::2] = 200
    assert resized(stripes, width=4, height=4) == pytest.approx(np.full((4, 4, 3), 100))


def _canonical() -> CanonicalFace:
    points = np.random.default_rng(7).normal(size=(33, 3)) * 4
    return CanonicalFace(np.arange(0, 330, 10), points, np.linspace(0.02, 0.1, 33))
