"""ControlService by daemon.md 6.2 and 6.3, over bare stubs."""

import asyncio

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration


@pytest_asyncio.fixture(loop_scope="session")
async def control(faithful):
    async with grpc.aio.insecure_channel(faithful) as channel:
        yield daq_pb2_grpc.ControlServiceStub(channel)


async def upload(control, text):
    return await control.UploadScript(pb.UploadRequest(script_content=text, name="script"))


async def run(control, text):
    """The last status of a script."""
    uploaded = await upload(control, text)
    assert uploaded.success, uploaded.error_message
    started = await control.StartScript(pb.StartRequest(script_id=uploaded.script_id))
    async with asyncio.timeout(20):
        while True:
            status = await control.GetScriptStatus(pb.StatusRequest(execution_id=started.execution_id))
            if status.state != "RUNNING":
                return status
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("text", ["let x = ;", "if true {", '"open', "let 1 = 2;", "x +", "1 2", "#"])
async def test_wrong_syntax_is_not_kept(control, text):
    reply = await upload(control, text)
    assert (reply.success, bool(reply.error_message), reply.script_id) == (False, True, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "let x = 1 + 2 * 3; x += 1; print(x);",
        'let s = 0; for i in 0..10 { s += i; } if s == 45 { print("right"); } else { nothing(); }',
        "let n = 0; while n < 5 { n += 1; } loop { break; }",
        "// a remark\nlet a = -1.5 / 2.0; let b = !(a > 0.0) && true; if b { }",
    ],
)
async def test_a_script_of_unit_value_completes(control, text):
    status = await run(control, text)
    assert (status.state, status.error_message, status.progress_percent) == ("COMPLETED", "", 100)
    assert status.end_time_ns >= status.start_time_ns > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 + 1", "Output type incorrect"),
        ('create_mock_stage("x");', "Function not found: create_mock_stage"),
        ("line_scan(0.0, 1.0);", "Function not found: line_scan (f64, f64)"),
        ("while true { }", "Too many operations"),
        ("x;", "Variable not found: x"),
        ("1 / 0;", "division by zero"),
        ("if 1 { }", "expecting bool"),
    ],
)
async def test_what_an_empty_engine_cannot_do_is_an_error(control, text, words):
    status = await run(control, text)
    assert (status.state, words in status.error_message) == ("ERROR", True), status.error_message


async def test_ids_that_are_not_known(control, refused):
    with refused(grpc.StatusCode.NOT_FOUND):
        await control.StartScript(pb.StartRequest(script_id="x"))
    with refused(grpc.StatusCode.NOT_FOUND):
        await control.StopScript(pb.StopRequest(execution_id="x"))
    with refused(grpc.StatusCode.NOT_FOUND):
        await control.GetScriptStatus(pb.StatusRequest(execution_id="x"))


async def test_executions_come_newest_first_and_what_has_ended_cannot_be_stopped(control):
    first, second = await run(control, "print(1);"), await run(control, "1")
    listed = (await control.ListExecutions(pb.ListExecutionsRequest())).executions
    assert [item.execution_id for item in listed[:2]] == [second.execution_id, first.execution_id]
    failed = (await control.ListExecutions(pb.ListExecutionsRequest(state="ERROR"))).executions
    assert {item.state for item in failed} == {"ERROR"}
    stopped = await control.StopScript(pb.StopRequest(execution_id=first.execution_id))
    assert (stopped.stopped, bool(stopped.message)) == (False, True)


async def test_status_comes_by_itself_and_measurements_never(control):
    status = control.StreamStatus(pb.StatusRequest())
    messages = [await status.read() for _ in range(3)]
    assert {message.current_state for message in messages} <= {"RUNNING", "IDLE"}
    times_ns = [message.timestamp_ns for message in messages]
    assert times_ns == sorted(set(times_ns))
    assert messages[0].current_memory_usage_mb > 10_000  # KiB, whatever the field is called
    status.cancel()
    measurements = control.StreamMeasurements(pb.MeasurementRequest())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(measurements.read(), 0.3)
