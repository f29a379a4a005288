"""An S3 server: OpenStack Swift with its s3api, all of it in this process and in one folder.

    python swift_s3.py FOLDER PORT

The user is `test:tester`, the secret is `testing/+=`: the slash and the signs are there on purpose.
"""
import os
import sys
from pathlib import Path

import eventlet

eventlet.monkey_patch()

from paste.deploy import loadapp  # noqa: E402
from swift.common import utils  # noqa: E402
from swift.common.http_protocol import SwiftHttpProtocol  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

BACKENDS = ("account", "container", "object")

SWIFT = """
[swift-hash]
swift_hash_path_prefix = signed
swift_hash_path_suffix = api
"""

BACKEND = """
[app:main]
use = egg:swift#{kind}
swift_dir = {folder}
devices = {folder}
mount_check = false
"""

PROXY = """
[pipeline:main]
pipeline = s3api tempauth slo proxy-server

[filter:s3api]
use = egg:swift#s3api
location = eu-central-1
allow_no_owner = true

[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing/+= .admin

[filter:slo]
use = egg:swift#slo

[app:proxy-server]
use = egg:swift#proxy
swift_dir = {folder}
account_autocreate = true
"""


def serve(folder, config, kind, socket):
    """One of the four servers."""
    path = folder / f"{kind}-server.conf"
    path.write_text(config.format(kind=kind, folder=folder))
    app = loadapp(f"config:{path}", global_conf={"log_name": kind})
    # Its own protocol: eventlet's makes up a content type where a request has none.
    eventlet.spawn(eventlet.wsgi.server, socket, app, protocol=SwiftHttpProtocol, log_output=False)


def ring(folder, kind, port):
    """One partition, one replica, on the one device there is."""
    builder = RingBuilder(0, 1, 1)
    builder.add_dev({
        "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "device", "weight": 1,
        "replication_ip": "127.0.0.1", "replication_port": port,
    })
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{kind}.ring.gz"))


def main(folder, port):
    (folder / "device").mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text(SWIFT)
    utils.set_swift_dir(str(folder))
    utils.validate_hash_conf()
    sockets = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in BACKENDS}
    for kind, socket in sockets.items():
        ring(folder, kind, socket.getsockname()[1])
        serve(folder, BACKEND, kind, socket)
    serve(folder, PROXY, "proxy", eventlet.listen(("127.0.0.1", port)))
    while True:
        eventlet.sleep(3600)


main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
