"""Making keys and signing heads."""

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED
from oes.evidence import key_files, signatures
from oes.evidence.models import SignedHead, SigningKey
from oes.journal import services as journal
from oes.journal.models import Chain
from oes.lib.keys import NoKey

log = logging.getLogger(__name__)


def sign_next() -> bool:
    """Sign the head of one ended attempt whose chain has grown since it was signed; return False when there is none.

    Where a private key cannot be reached nothing of its institution is signed, and the log says so: a new key that
    nobody asked for would look like a forger's.
    """
    unreachable: list[int] = []
    while attempt := _unsigned(unreachable):
        organisation = attempt.enrolment.student.organisation
        try:
            sign_head(subject=attempt.uuid, organisation=organisation)
        except NoKey as error:
            log.error("the signing key is not there", extra={"owner": str(error)})
            unreachable.append(organisation.pk)
        else:
            return True
    return False


def _unsigned(unreachable: list[int]) -> Attempt | None:
    """Return an attempt that has ended and has links that no signature stands under."""
    grown = Chain.objects.filter(length__gt=F("signed_length")).values("subject")
    ended = Attempt.objects.real().filter(state__in=ENDED, uuid__in=grown)
    reachable = ended.exclude(enrolment__student__organisation__in=unreachable)
    return reachable.select_related("enrolment__student__organisation").order_by("pk").first()


@transaction.atomic
def sign_head(*, subject: UUID, organisation: Organisation) -> SignedHead:
    """Sign a chain as it stands. Raises NoKey where the institution's private key cannot be read."""
    key = active_key(organisation=organisation)
    chain = Chain.objects.select_for_update().get(subject=subject)
    at = timezone.now()
    text = signatures.statement(
        organisation=organisation.uuid, subject=subject, length=chain.length, head=chain.head, at=at
    )
    signature = signatures.sign(key_files.read(key.fingerprint), text)
    Chain.objects.filter(pk=chain.pk).update(signed_length=chain.length)
    row, _ = SignedHead.objects.get_or_create(
        subject=subject,
        length=chain.length,
        key=key,
        defaults={"head": chain.head, "signature": signature, "signed_at": at},
    )
    return row


@transaction.atomic
def active_key(*, organisation: Organisation) -> SigningKey:
    """Return the key that an institution signs with now, made at the first need."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    active = SigningKey.objects.filter(organisation=organisation, retired_at=None).first()
    return active or _new_key(organisation)


@transaction.atomic
def rotate_key(*, organisation: Organisation) -> SigningKey:
    """Retire the institution's key and make another. What the old one signed stays good."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    for old in SigningKey.objects.filter(organisation=organisation, retired_at=None):
        old.retired_at = timezone.now()
        old.save(update_fields=["retired_at"])
        journal.append(subject=organisation.uuid, action="signing_key_retired", fingerprint=old.fingerprint)
    return _new_key(organisation)


def _new_key(organisation: Organisation) -> SigningKey:
    public_key = key_files.make()
    key = SigningKey.objects.create(
        organisation=organisation,
        fingerprint=signatures.fingerprint_of(public_key),
        public_key=public_key,
        created_at=timezone.now(),
    )
    journal.append(subject=organisation.uuid, action="signing_key_made", fingerprint=key.fingerprint)
    return key
