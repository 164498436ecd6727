"""StorageService by daemon.md 6.1, over bare stubs."""

import contextlib
import struct
from pathlib import Path

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration


@pytest.fixture
def storage(simulator):
    """`async with storage() as stub:`"""

    @contextlib.asynccontextmanager
    async def running():
        with simulator() as started:
            async with grpc.aio.insecure_channel(started.address) as channel:
                yield daq_pb2_grpc.StorageServiceStub(channel)

    return running


async def test_the_defaults(storage):
    async with storage() as s:
        config = await s.GetStorageConfig(pb.GetStorageConfigRequest())
        assert (config.output_directory, config.flush_interval_ms, config.max_buffer_mb) == ("./data", 1000, 256)
        assert (config.hdf5_config.compression, config.hdf5_config.compression_level) == ("gzip", 4)
        assert config.disk_space_available_bytes == 2**64 - 1
        assert (await s.GetRecordingStatus(pb.GetRecordingStatusRequest())).state == pb.RECORDING_IDLE


async def test_an_empty_directory_is_accepted_and_records_nothing(storage):
    async with storage() as s:
        assert (await s.ConfigureStorage(pb.ConfigureStorageRequest())).success
        reply = await s.StartRecording(pb.StartRecordingRequest(name="a"))
        assert (reply.success, "Invalid output path" in reply.error_message) == (False, True)


async def test_one_recording_at_a_time_into_a_file_that_is_not_the_one_it_names(storage, tmp_path):
    async with storage() as s:
        await s.ConfigureStorage(pb.ConfigureStorageRequest(output_directory=str(tmp_path)))
        started = await s.StartRecording(pb.StartRecordingRequest(name="a b/c", metadata={"sample": "A7"}))
        assert started.success
        path = Path(started.output_path)
        assert (path.parent, path.suffix) == (tmp_path, ".h5")
        assert "/" not in path.name
        again = await s.StartRecording(pb.StartRecordingRequest(name="b"))
        assert again.error_message == "Recording already in progress"
        looked = s.StreamRecordingProgress(pb.StreamRecordingProgressRequest(scan_id=started.recording_id))
        assert (await looked.read()).scan_id == started.recording_id
        stopped = await s.StopRecording(pb.StopRecordingRequest(final_metadata={"end": "now"}))
        assert (stopped.success, stopped.file_size_bytes) == (True, 0)
        assert not path.exists()
        assert await looked.read() == grpc.aio.EOF
        assert not (await s.StopRecording(pb.StopRecordingRequest())).success
        info = await s.GetAcquisitionInfo(pb.GetAcquisitionInfoRequest(acquisition_id=stopped.acquisition_id))
        assert dict(info.metadata) == {"sample": "A7", "end": "now"}
        assert list(info.datasets) == []


async def test_a_file_that_is_found_has_a_new_id_at_every_listing(storage, tmp_path):
    async with storage() as s:
        await s.ConfigureStorage(pb.ConfigureStorageRequest(output_directory=str(tmp_path)))
        (tmp_path / "found.h5").write_bytes(b"x" * 10)
        first, second = [await s.ListAcquisitions(pb.ListAcquisitionsRequest(name_pattern="*found*")) for _ in "ab"]
        assert len(second.acquisitions) > len(first.acquisitions) >= 1
        known = first.acquisitions[0].acquisition_id
        assert not (await s.DeleteAcquisition(pb.DeleteAcquisitionRequest(acquisition_id=known))).success
        assert (tmp_path / "found.h5").exists()
        deleted = await s.DeleteAcquisition(pb.DeleteAcquisitionRequest(acquisition_id=known, confirm=True))
        assert (deleted.success, deleted.bytes_freed) == (True, 10)


async def test_the_ring_buffer_is_a_private_file_with_the_daemons_header(storage):
    async with storage() as s:
        info = await s.GetRingBufferTapInfo(pb.GetRingBufferTapInfoRequest())
        path = Path(info.file_path)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.stat().st_size == info.total_size_bytes == 128 + info.capacity_bytes
        assert path.stat().st_blocks * 512 < 1024 * 1024
        magic, capacity = struct.unpack_from("<QQ", path.read_bytes()[:128])
        assert (magic, capacity) == (0xDADADADA00000001, 100 * 1024 * 1024)
        assert (info.header_size, info.data_format) == (128, "arrow_ipc")
    assert not path.exists()
