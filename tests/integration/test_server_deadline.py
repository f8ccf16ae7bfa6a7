"""Clients that begin a request and do not go on are let go; everybody else is served."""

import asyncio

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from archive.settings import Settings
from archive.web.server import DeadlineProtocol, configuration

HEAD_SECONDS, BODY_STALL_SECONDS = 0.4, 0.4


class HastyProtocol(DeadlineProtocol):
    """The same with little patience, so that the test is quick."""

    head_seconds = HEAD_SECONDS
    body_stall_seconds = BODY_STALL_SECONDS


async def _slow(_request: Request) -> PlainTextResponse:
    await asyncio.sleep(2 * HEAD_SECONDS)
    return PlainTextResponse("slow but sure")


async def _length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def conversation():
    """Run a client against a real server on a loopback port."""

    def run(client):
        return asyncio.run(_serve_while(client))

    return run


async def _serve_while(client):
    app = Starlette(routes=[Route("/slow", _slow), Route("/length", _length, methods=["POST"])])
    settings = Settings.from_environ({})
    server = uvicorn.Server(configuration(app, settings, port=0, http=HastyProtocol))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn gives no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        return await asyncio.wait_for(client(reader, writer), timeout=10)
    finally:
        writer.close()
        server.should_exit = True
        await serving


async def _rest(reader):
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


def test_a_silent_connection_is_closed(conversation):
    async def client(reader, _writer):
        return await _rest(reader)

    assert conversation(client) == b""


def test_a_trickled_head_is_cut_off_although_bytes_keep_coming(conversation):
    async def client(reader, writer):
        writer.write(b"GET /slow HTTP/1.1\r\nHost: x\r\n")
        sent = 0
        while not reader.at_eof():
            sent += 1
            writer.write(b"X-%d: y\r\n" % sent)
            try:
                await asyncio.wait_for(reader.read(1), timeout=HEAD_SECONDS / 5)
            except TimeoutError:
                continue
            except ConnectionResetError:
                break
        return sent

    assert 2 <= conversation(client) <= 12


def test_half_a_body_is_cut_off(conversation):
    async def client(reader, writer):
        writer.write(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        return await _rest(reader)

    assert conversation(client) == b""


def test_a_body_that_keeps_coming_is_read_to_its_end(conversation):
    async def client(reader, writer):
        writer.write(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n")
        for _ in range(6):
            writer.write(b"x" * 10)
            await asyncio.sleep(BODY_STALL_SECONDS / 3)
        return await reader.readuntil(b"60")

    assert conversation(client).startswith(b"HTTP/1.1 200")


def test_a_slow_answer_is_not_cut_off_nor_is_the_next_request(conversation):
    async def client(reader, writer):
        answers = b""
        for _ in range(2):
            writer.write(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            answers += await reader.readuntil(b"slow but sure")
        return answers

    assert conversation(client).count(b"200 OK") == 2


def test_the_server_names_neither_itself_nor_its_visitors():
    config = configuration(Starlette(), Settings.from_environ({}))

    assert (config.access_log, config.server_header, config.log_config) == (False, False, None)
    assert config.timeout_graceful_shutdown == 8
    assert config.forwarded_allow_ips == "127.0.0.1"
