# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""A name server and a TLS server with its own authority, on loopback, each telling what it was asked."""

import http.server
import socket
import ssl
import struct
import subprocess
import threading


class NameServer:
    """Answers 127.0.0.1 for every name ending in `.test`, and knows no other (RFC 1035)."""

    def __init__(self):
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            question, whom = self._socket.recvfrom(512)
            self._socket.sendto(self._answer(question), whom)

    def _answer(self, question):
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1 : at + 1 + question[at]].decode())
            at += 1 + question[at]
        name, (kind,) = ".".join(labels), struct.unpack("!H", question[at + 1 : at + 3])
        self.asked.append(name)
        known = name.endswith(".test")
        address = known and kind == 1  # A; no other kind is there
        head = question[:2] + struct.pack("!HHHHH", 0x8180 if known else 0x8183, 1, int(address), 0, 0)
        record = struct.pack("!HHHIH4B", 0xC00C, 1, 1, 60, 4, 127, 0, 0, 1) if address else b""
        return head + question[12 : at + 5] + record


class Authority:
    """Makes an authority, and a certificate of it for cloud.test and host.test, in a folder."""

    def __init__(self, folder):
        self.certificate = folder / "ca.pem"
        self.server = folder / "server.pem"
        key, request, extensions = folder / "ca.key", folder / "server.csr", folder / "extensions"
        extensions.write_text("subjectAltName=DNS:cloud.test,DNS:host.test\n")
        make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=a test's authority"]
        self._openssl(*make, "-keyout", key, "-out", self.certificate)
        ask = ["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=cloud.test"]
        self._openssl(*ask, "-keyout", folder / "server.key", "-out", request)
        sign = ["x509", "-req", "-days", "2", "-in", request, "-CA", self.certificate, "-CAkey", key]
        self._openssl(*sign, "-extfile", extensions, "-out", folder / "server.crt")
        self.server.write_text((folder / "server.key").read_text() + (folder / "server.crt").read_text())

    @staticmethod
    def _openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

    def trusted_in(self, etc):
        """Puts it into the store of a machine whose /etc is this, as ca-certificates does."""
        store = etc / "ssl/certs"
        store.mkdir(parents=True)
        text = self.certificate.read_text()
        (store / "ca-certificates.crt").write_text(text)
        (store / "test.pem").write_text(text)
        self._openssl("rehash", store)


class TlsServer:
    """Refuses every request with 401, and remembers its path."""

    def __init__(self, certificate):
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                requests.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b'{"error": {"code": 401, "title": "Unauthorized", "message": "who are you?"}}'
                self.send_response(401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None  # clients that do not trust it hang up
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
