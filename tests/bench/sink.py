#!/usr/bin/env python3
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""sink.py PORT [PEM]: takes every PUT and forgets it; GET /N answers N bytes. With PEM (certificate and key), over TLS."""
import socket
import ssl
import sys
import threading

BLOCK = bytearray(1 << 20)


def serve(client):
    head = b""
    while b"\r\n\r\n" not in head:
        head += client.recv(65536)
    head, _, rest = head.partition(b"\r\n\r\n")
    method, path = head.split()[:2]
    if method == b"PUT":
        sizes = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        left = int(sizes[0]) - len(rest)
        buffer = bytearray(1 << 20)
        while left > 0:
            left -= client.recv_into(buffer)
        client.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    else:
        left = int(path[1:])
        client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % left)
        while left > 0:
            client.sendall(memoryview(BLOCK)[: min(left, len(BLOCK))])
            left -= len(BLOCK)
    client.close()


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2])
        listener = context.wrap_socket(listener, server_side=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


main()
