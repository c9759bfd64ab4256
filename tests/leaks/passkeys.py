"""A passkey that was made nowhere, but can be read like a real one."""

import hashlib
import json

from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def add_passkey(person, name):
    """Tie a passkey with this name to an account."""
    number = hashlib.sha256(name.encode()).digest()
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    data = AttestedCredentialData.create(bytes(16), number, public)
    told = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), FLAGS, 0, data)
    client = json.dumps({"type": "webauthn.create", "challenge": "", "origin": "http://testserver"})
    credential = {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client.encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
    }
    return WebAuthn.add(person, name, credential).instance
