"""StorageService: what has been recorded, as files in a folder tell it and as the daemon remembers."""

import uuid

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.folder import DataFolder, words_of
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

DEFAULT_LIMIT = 100
_SUFFIXES = (".h5", ".hdf5")


class Acquisitions:
    """ListAcquisitions, GetAcquisitionInfo and DeleteAcquisition.

    Every listing looks at the folder again and takes each file for a new acquisition, with a new id.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._known: dict[str, tuple[pb.AcquisitionInfo, int]] = {}

    def keep(self, info: pb.AcquisitionInfo, sample_count: int) -> None:
        """Remember an acquisition under a new id."""
        info.acquisition_id = str(uuid.uuid4())
        structure = pb.HDF5Structure(groups=["/measurements", "/metadata"], compression="gzip", chunk_size=4096)
        info.structure.CopyFrom(structure)
        self._known[info.acquisition_id] = (info, sample_count)

    async def ListAcquisitions(self, request: pb.ListAcquisitionsRequest, call: Call) -> pb.ListAcquisitionsResponse:
        """Newest first; the pattern is a part of the name."""
        self._look()
        found = [item for item in self._known.values() if _is_meant(item[0], request)]
        found.sort(key=lambda item: item[0].created_at_ns, reverse=True)
        limit = request.limit if request.HasField("limit") else DEFAULT_LIMIT
        page = found[request.offset : request.offset + limit]
        summaries = [_summary(info, count) for info, count in page]
        return pb.ListAcquisitionsResponse(acquisitions=summaries, total_count=len(found))

    async def GetAcquisitionInfo(self, request: pb.GetAcquisitionInfoRequest, call: Call) -> pb.AcquisitionInfo:
        """An acquisition, of whose datasets nothing is known."""
        return self._acquisition(request.acquisition_id)

    async def DeleteAcquisition(self, request: pb.DeleteAcquisitionRequest, call: Call) -> pb.DeleteAcquisitionResponse:
        """Delete its file, if that is confirmed."""
        if not request.confirm:
            return pb.DeleteAcquisitionResponse(success=False, error_message="Deletion requires confirm=true")
        info = self._acquisition(request.acquisition_id)
        try:
            (self._folder.home / info.file_path).unlink()
        except OSError as error:
            text = f"Failed to delete file: {words_of(error)}"
            return pb.DeleteAcquisitionResponse(success=False, error_message=text)
        del self._known[info.acquisition_id]
        return pb.DeleteAcquisitionResponse(success=True, bytes_freed=info.file_size_bytes)

    def _acquisition(self, acquisition_id: str) -> pb.AcquisitionInfo:
        if acquisition_id not in self._known:
            raise Refusal(grpc.StatusCode.NOT_FOUND, "Acquisition not found")
        return self._known[acquisition_id][0]

    def _look(self) -> None:
        if not self._folder.directory or not self._folder.place.is_dir():
            return
        for path in self._folder.place.iterdir():
            if path.suffix in _SUFFIXES:
                found = path.stat()
                info = pb.AcquisitionInfo(
                    name=path.stem,
                    file_path=f"{self._folder.directory}/{path.name}",
                    file_size_bytes=found.st_size,
                    created_at_ns=found.st_mtime_ns,
                )
                self.keep(info, 0)


def _is_meant(info: pb.AcquisitionInfo, request: pb.ListAcquisitionsRequest) -> bool:
    is_named = request.name_pattern.strip("*") in info.name
    is_late = not request.HasField("after_timestamp_ns") or info.created_at_ns >= request.after_timestamp_ns
    is_early = not request.HasField("before_timestamp_ns") or info.created_at_ns <= request.before_timestamp_ns
    return is_named and is_late and is_early


def _summary(info: pb.AcquisitionInfo, sample_count: int) -> pb.AcquisitionSummary:
    return pb.AcquisitionSummary(
        acquisition_id=info.acquisition_id,
        name=info.name,
        file_path=info.file_path,
        file_size_bytes=info.file_size_bytes,
        created_at_ns=info.created_at_ns,
        duration_ns=info.duration_ns,
        sample_count=sample_count,
    )
