"""What technicians may do: skills as they are sent and answered, each with its certificate."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from aftersales.errors import NotUnderstood, Problem
from aftersales.roster import Certificate
from web.api.fields import Code, Day, Sent, Shown


class SkillSent(Sent):
    """A skill with its certificate; without days it holds for ever."""

    code: Code = Field(examples=["plumbing"])
    certificate_number: Code | None = Field(default=None, examples=["GAS-2024-118"])
    valid_from_on: Day | None = Field(default=None, examples=["2024-04-01"])
    valid_until_on: Day | None = Field(default=None, examples=["2027-03-31"])


class SkillHeld(Shown):
    """A skill with the days on which its certificate holds; null is an open border."""

    code: str
    certificate_number: str | None
    valid_from_on: date | None
    valid_until_on: date | None


def certificates_in(skills: list[SkillSent]) -> dict[str, Certificate]:
    """The certificate of each skill that was sent, by its code.

    Raises:
        NotUnderstood: a skill is named twice.
    """
    codes = [skill.code for skill in skills]
    problems = [
        Problem(f"skills[{at}].code", f"“{code}” is named twice; leave one out")
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]
    if problems:
        raise NotUnderstood("A skill is named twice. Leave one out.", problems)
    return {
        skill.code: Certificate(
            number=skill.certificate_number,
            valid_from_on=skill.valid_from_on,
            valid_until_on=skill.valid_until_on,
        )
        for skill in skills
    }
