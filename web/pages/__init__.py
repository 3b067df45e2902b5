"""The pages that people read: written on the server, without a line of script."""

from fastapi import APIRouter

from web.pages import day, home, reference, technicians, visit, visits

__all__ = ["pages_router"]


def pages_router() -> APIRouter:
    """Every page."""
    router = APIRouter()
    for noun in (home, day, technicians, visits, visit, reference):
        router.include_router(noun.router)
    return router
