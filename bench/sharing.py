"""Shares a large folder with many accounts and times it. Called by sharing.sh: URL TOKEN FILES ACCOUNTS SAMPLES."""

import http.client
import json
import statistics
import struct
import sys
import threading
import time
import urllib.parse

url, token, files, accounts, samples = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
address = urllib.parse.urlparse(url).netloc


class Session:
    """One device on one kept connection."""

    def __init__(self, secret):
        self.secret = secret
        self.connection = http.client.HTTPConnection(address, timeout=120)

    def call(self, method, path, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        if body is not None:
            headers["Content-Type"] = kind
            if kind == "application/json":
                body = json.dumps(body)
        self.connection.request(method, "/api/v1" + path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            sys.exit(f"error: {method} {path}: {answer.status} {data[:300]!r}")
        return data

    def json(self, *what, **more):
        return json.loads(self.call(*what, **more))

    def timed(self, *what):
        begun = time.perf_counter()
        self.call(*what)
        return (time.perf_counter() - begun) * 1000

    def cursor(self):
        page, text = None, ""
        while page is None or page["more"]:
            page = self.json("GET", "/changes?limit=1000" + text)
            text = "&cursor=" + page["cursor"]
        return page["cursor"]


def sign_in(email, name):
    nobody = Session(None)
    return Session(nobody.json("POST", "/sign-in", {"email": email, "password": "a long password", "deviceName": name})["token"])


def register(email):
    Session(None).call("POST", "/accounts", {"email": email, "password": "a long password"})
    return sign_in(email, "bench")


def fill(session, folder):
    """Empty files, a thousand a request: it is the tree that counts."""
    for first in range(0, files, 1000):
        frames = []
        for index in range(first, min(first + 1000, files)):
            header = json.dumps({"path": f"{folder}/{index // 1000:03}/{index:06}", "size": 0}).encode()
            frames.append(struct.pack(">I", len(header)) + header)
        session.call("POST", "/batch?parents=true", b"".join(frames), kind="application/vnd.filestorage.batch")


def figure(name, values):
    ordered = sorted(values)
    print(f"{name}: median {statistics.median(ordered):.1f} ms, worst {ordered[-1]:.1f} ms of {len(ordered)}")


def latency(writer, path, watchers):
    """From the answer to a PUT until a long poll of each watcher has told of it, in milliseconds."""
    cursors = [watcher.cursor() for watcher in watchers]
    told = [[] for _ in watchers]
    for sample in range(samples):
        seen = [0.0] * len(watchers)

        def wait(index):
            page = watchers[index].json("GET", f"/changes?wait=30&cursor={cursors[index]}")
            seen[index] = time.perf_counter()
            cursors[index] = page["cursor"]

        threads = [threading.Thread(target=wait, args=(index,)) for index in range(len(watchers))]
        for thread in threads:
            thread.start()
        time.sleep(0.05)  # Both are waiting by now; a poll that comes late answers at once and only looks faster.
        writer.call("PUT", path, f"{sample}".encode(), kind="application/octet-stream")
        answered = time.perf_counter()
        for thread in threads:
            thread.join()
        for index, at in enumerate(seen):
            told[index].append((at - answered) * 1000)
    return told


owner = register("owner@bench.example")
other = sign_in("owner@bench.example", "another device")
fill(owner, "/large")
folder = owner.json("GET", "/items?path=/large")["id"]
friends = [register(f"friend{index}@bench.example") for index in range(accounts)]
shares = []
grantees = []
for index in range(accounts):
    begun = time.perf_counter()
    share = owner.json("PUT", f"/items/{folder}/shares", {"email": f"friend{index}@bench.example", "access": "write"})
    shares.append((time.perf_counter() - begun) * 1000)
    grantees.append(share["grantee"]["id"])
figure(f"sharing a folder of {files} files, each of {accounts} times", shares)

for friend in friends:
    friend.call("POST", f"/shared/{folder}/mount", {"path": "/theirs"})
moves = []
for index in range(10):
    moves.append(owner.timed("POST", f"/items/{folder}/move", {"path": f"/moved{index}"}))
figure("moving it while it is shared", moves)

mine, theirs = latency(owner, "/content/moved9/000/000000", [other, friends[0]])
figure("from the answer to a change until it is told: the owner's other device", mine)
figure("from the answer to a change until it is told: a recipient's device", theirs)

figure("taking it back", [owner.timed("DELETE", f"/items/{folder}/shares/{grantee}") for grantee in grantees])
