"""The loop of a peer's process: a JSON request a line in, a JSON reply a line out."""

import json
import os
import sys
import time


def timed(work):
    """The milliseconds of processor time that a piece of work takes, and what it gives."""
    begin = time.process_time()
    value = work()
    return (time.process_time() - begin) * 1000, value


def serve(tasks):
    """Answers `{"task": name, ...arguments}` until the input ends."""
    # Libraries print, from C++ too: the replies keep the channel, and what is printed goes elsewhere.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = tasks[request.pop("task")](**request)
        except Exception as error:  # the caller says what went wrong and goes on
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
