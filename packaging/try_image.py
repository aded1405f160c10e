"""Runs the image whose layers try-image has unpacked: what an engine would do with its configuration.

    try_image.py FOLDER [WORDS...]
    try_image.py FOLDER --ask CLIP
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request

SECONDS = 60
PORT = "8080/tcp"
# A name of this machine on which who listens on 127.0.0.1 alone does not answer.
ELSEWHERE = "127.0.0.2"

work, words = sys.argv[1], sys.argv[2:]
with open(f"{work}/image/manifest.json") as file:
    manifest = json.load(file)[0]
with open(f"{work}/image/{manifest['Config']}") as file:
    config = json.load(file)["config"]
user, group = map(int, config["User"].split(":"))
if 0 in (user, group):
    sys.exit("Expected a user who is not root, found root.")


def start_loopback() -> None:
    """In a network of its own, only this machine can be reached, once the interface is up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x41))  # SIOCSIFFLAGS, up and running


def enter() -> None:
    os.chroot(f"{work}/root")
    os.chdir(config["WorkingDir"])
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def process(command: list[str]) -> subprocess.Popen:
    environment = dict(pair.split("=", 1) for pair in config["Env"])
    return subprocess.Popen([f"/opt/java/bin/{command[0]}"] + command[1:], env=environment, preexec_fn=enter)


def is_healthy() -> bool:
    return process(config["Healthcheck"]["Test"][1:]).wait() == 0


def ask(clip: str) -> None:
    with open(clip, "rb") as file:
        samples = file.read()
    if PORT not in config["ExposedPorts"]:
        sys.exit(f"Expected the port {PORT}, found {list(config['ExposedPorts'])}.")
    if is_healthy():
        sys.exit("Expected no health before the service runs.")
    began = time.monotonic()
    service = process(config["Entrypoint"] + config["Cmd"])
    try:
        while not is_healthy():
            if service.poll() is not None or time.monotonic() - began > SECONDS:
                sys.exit(f"Expected a healthy service within {SECONDS} s, found none.")
        print(f"healthy after {time.monotonic() - began:.1f} s, as user {user}:{group}", flush=True)
        request = urllib.request.Request(f"http://{ELSEWHERE}:8080/v1/predict", data=samples)
        print(urllib.request.urlopen(request).read().decode())
    finally:
        service.terminate()
        ended = service.wait(SECONDS)
    if ended not in (0, 143):
        sys.exit(f"Expected a service that ends when it is told to, found the exit code {ended}.")


start_loopback()
if words[:1] == ["--ask"]:
    ask(words[1])
else:
    sys.exit(process(config["Entrypoint"] + (words or config["Cmd"])).wait())
