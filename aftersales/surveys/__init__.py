"""Surveys: asked seldom and with consent, answered with one tap, counted fairly, and acted upon."""

from aftersales.surveys.answering import Answer, answer_survey, stop_asking, survey_of_link
from aftersales.surveys.asking import ask_due
from aftersales.surveys.figures import Figure, Scored, figures_of, wilson

__all__ = [
    "Answer",
    "Figure",
    "Scored",
    "answer_survey",
    "ask_due",
    "figures_of",
    "stop_asking",
    "survey_of_link",
    "wilson",
]
