"""The side of a Python contender: a request a line, a line of JSON as answer. See serve.ts."""
import json
import os
import sys
import time


class Work:
    """A workload ready to be called: each call ends when its result is there."""

    def __init__(self, call):
        self.call = call


def timed(work, now=time.perf_counter):
    start = now()
    work.call()
    return (now() - start) * 1e3


def warm_up(work):
    spent, calls, last = 0.0, 0, 0.0
    while calls < 2 or spent < 300:
        last = timed(work)
        spent += last
        calls += 1
        if spent > 3000:
            break
    return last


def turn(work, request):
    for _ in range(request["warm"]):
        timed(work)
    ms, spent = [], 0.0
    while not ms or (spent < request["least"] and len(ms) < request["most"]):
        ms.append(timed(work, time.process_time if request.get("clock") == "cpu" else time.perf_counter))
        spent += ms[-1]
    return ms


def serve(kinds):
    """Answers requests until the input ends. Whatever else is printed goes to the standard error."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "end":
                return
            if request["do"] == "prepare":
                work = None
                make = kinds.get(request["kind"])
                if make is None:
                    reply = {"missing": True}
                else:
                    work = make(**request["args"])
                    reply = {"ms": warm_up(work)}
            elif request["do"] == "turn":
                reply = {"ms": turn(work, request)}
            else:
                work, reply = None, {}
        except Exception as error:  # what a contender cannot do is a finding, not the end of the run
            work, reply = None, {"error": f"{type(error).__name__}: {error}"[:600]}
        out.write(json.dumps(reply) + "\n")
        out.flush()
