"""What a person may do follows from their grants and from nothing else."""

from uuid import UUID

from elearn.people.grants import Grants, Held
from elearn.people.roles import Role

SEGOU, KITA = UUID(int=1), UUID(int=2)
FIRST_HOURS, ELSEWHERE = UUID(int=11), UUID(int=12)


def test_fatou_trains_her_own_session_and_no_other() -> None:
    fatou = Grants((Held(Role.TRAINER, None, SEGOU),))
    assert fatou.trains(SEGOU, FIRST_HOURS)
    assert not fatou.trains(KITA, FIRST_HOURS)
    assert fatou.has(Role.TRAINER)
    assert not fatou.administers


def test_a_programme_s_trainer_trains_each_of_its_sessions() -> None:
    trainer = Grants((Held(Role.TRAINER, FIRST_HOURS, None),))
    assert trainer.trains(SEGOU, FIRST_HOURS)
    assert trainer.trains(KITA, FIRST_HOURS)
    assert not trainer.trains(KITA, ELSEWHERE)


def test_claire_reads_for_her_programme_and_trains_nothing() -> None:
    claire = Grants((Held(Role.DONOR, FIRST_HOURS, None),))
    assert claire.funds(FIRST_HOURS)
    assert not claire.funds(ELSEWHERE)
    assert not claire.trains(SEGOU, FIRST_HOURS)


def test_a_trainer_reads_no_donor_page() -> None:
    trainer = Grants((Held(Role.TRAINER, FIRST_HOURS, None),))
    assert not trainer.funds(FIRST_HOURS)
    assert not trainer.has(Role.DONOR)


def test_an_administrator_administers_and_neither_trains_nor_funds() -> None:
    boubacar = Grants((Held(Role.ADMINISTRATOR, None, None),))
    assert boubacar.administers
    assert not boubacar.trains(SEGOU, FIRST_HOURS)
    assert not boubacar.funds(FIRST_HOURS)


def test_whoever_holds_two_roles_may_do_both() -> None:
    both = Grants((Held(Role.TRAINER, None, SEGOU), Held(Role.DONOR, FIRST_HOURS, None)))
    assert both.trains(SEGOU, FIRST_HOURS)
    assert both.funds(FIRST_HOURS)


def test_without_a_grant_nothing_is_open() -> None:
    nobody = Grants()
    assert not nobody.administers
    assert not any(nobody.has(role) for role in Role)
    assert not nobody.trains(SEGOU, FIRST_HOURS)
    assert not nobody.funds(FIRST_HOURS)
