"""The trust policy: bundle.md section 3."""

import re
from dataclasses import dataclass
from decimal import Decimal

from cryptography import x509

from . import canonical, documents
from .canonical import count, fields, list_of, seconds, text, unbase64
from .codes import CLAIMS
from .note import LogError
from .policy import Policy

FIELDS = ("format", "signers", "logPolicy", "timeAuthorities", "timeQuorum", "beacon", "alpha")


@dataclass
class Trust:
    """signers: (name, raw Ed25519, raw ML-DSA-65); times in seconds."""

    signers: list
    log: Policy
    roots: list
    time_quorum: int
    beacon_required: bool
    material: object
    alpha: Decimal
    required: list


def parse(data: bytes) -> Trust:
    """ValueError says what is wrong with a policy file."""
    value = fields(canonical.parse(data), (*FIELDS, "required"), ("material",))
    documents.require(value["format"] == "tidemark-trust-v1", "format")
    documents.signers(value["signers"], 0)
    signers = [(s["name"], unbase64(s["ed25519"]), unbase64(s["mldsa65"])) for s in value["signers"]]
    try:
        log = Policy.parse(text(value["logPolicy"]).encode())
    except LogError as problem:
        raise ValueError(f"logPolicy: {problem}") from None
    roots = []
    for pem in list_of(value["timeAuthorities"]):
        roots += x509.load_pem_x509_certificates(text(pem).encode())
    documents.require(value["beacon"] in ("required", "optional"), "beacon")
    documents.require(re.fullmatch(r"0\.[0-9]+", text(value["alpha"])), "alpha")
    documents.require(Decimal(value["alpha"]) > 0, "alpha is 0")
    for claim in list_of(value["required"], 1):
        documents.require(claim in CLAIMS, f"claim {claim!r}")
    material = seconds(value["material"]) if "material" in value else None
    return Trust(
        signers,
        log,
        roots,
        count(value["timeQuorum"], 1, 16),
        value["beacon"] == "required",
        material,
        Decimal(value["alpha"]),
        value["required"],
    )
