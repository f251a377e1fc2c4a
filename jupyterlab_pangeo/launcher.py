"""Makes the TLS files of one cluster: ``python -m jupyterlab_pangeo.launcher <folder>``.

A process of its own, run by the server's Python: the environment of a kernel need not have ``cryptography``, and the
server need not load it.
"""

import sys
from datetime import datetime, timedelta, timezone
from ipaddress import IPv4Address
from pathlib import Path

from jupyterlab_pangeo.host.files import Folder, write_privately

_VALID = timedelta(days=30)
# Clocks of a cluster's machines differ, and one that took local time for universal time is set back by hours.
_SLACK = timedelta(days=1)


def make_tls_files(folder: Path) -> None:
    """Write ``tls/ca.pem``, ``tls/cert.pem`` and ``tls/key.pem`` into a host's folder.

    The certificate is its own authority (P-256, valid for 30 days, for 127.0.0.1): whoever has the files is in, nobody
    else is.

    Raises
    ------
    OSError
        There is no such folder, or it has TLS files already.
    ValueError
        The folder belongs to someone else or is open to others.
    """
    place = Folder(folder)
    place.check()
    place.tls.mkdir(mode=0o700)
    certificate, key = _self_signed()
    write_privately(place.key_file, key)
    write_privately(place.cert_file, certificate)
    write_privately(place.ca_file, certificate)


def _self_signed() -> tuple[bytes, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jupyterlab-pangeo cluster")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SLACK)
        .not_valid_after(now + _VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def main(arguments: list[str]) -> int:
    """Make the files; the exit status is 1 with one line on stderr where that fails."""
    if len(arguments) != 2:
        print("usage: python -m jupyterlab_pangeo.launcher <folder>", file=sys.stderr)
        return 2
    try:
        make_tls_files(Path(arguments[1]))
    except (OSError, ValueError) as error:
        print(f"no TLS files were made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
