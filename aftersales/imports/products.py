"""Product models from a file, with everything that is promised with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aftersales.catalogue import add_product_model
from aftersales.deed import Deed
from aftersales.imports.judging import Line
from aftersales.imports.rows import ProductRow
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.queries.imports import products_by_sku, terms_of_products
from aftersales.records import CoverTerm as TermRow
from aftersales.records import ProductModel
from warranty import CheckMethod, CoverKind, CoverTerm, Payer, StartBasis, WarrantyTerms
from warranty.products import ExchangeType

TERM_COLUMNS = (
    "warranty_months",
    "parts_months",
    "component_months",
    "warranty_from",
    "warranty_excludes",
    "warranty_source",
    "loaner",
    "warranty_payer",
    "warranty_exchange",
    "warranty_transferable",
)
PLAIN_COLUMNS = ("serial_pattern", "serial_check", "hazards", "expected_life_months")


def import_products(deed: Deed, lines: Sequence[Line[ProductRow]], tally: Tally) -> None:
    """Add the product models that are not there; what is wrong stands in the tally."""
    known = products_by_sku(deed.session)
    terms = terms_of_products(
        deed.session, [known[line.row.sku].id for line in lines if line.row.sku in known]
    )

    def judge(group: Sequence[Line[ProductRow]]) -> None:
        row = group[0].row
        present = known.get(row.sku)
        if present is not None:
            check_same(f"Product {row.sku}", _told(row, present, terms[present.id]))
            tally.unchanged += 1
            return
        add_product_model(
            deed,
            sku=row.sku,
            name=row.name,
            brand=row.maker,
            product_type=row.product_type,
            terms=WarrantyTerms(row.sku, tuple(_terms(row))),
            serial_pattern=row.serial_pattern,
            serial_check=None if row.serial_check is None else CheckMethod(row.serial_check),
            serial_ranges=row.serial_ranges,
            hazards=row.hazards,
            expected_life_months=row.expected_life_months,
        )
        tally.added += 1

    tally.go_through(deed, tally.unique(lines, "sku"), judge)


def _terms(row: ProductRow) -> Iterator[CoverTerm]:
    """Months in which all is paid, months in which parts are, and months of single components."""
    common = CoverTerm(
        kind=CoverKind.MAKERS_WARRANTY,
        provider=row.maker,
        starts=StartBasis(row.warranty_from),
        months=1,
        source=row.warranty_source or f"Warranty terms of {row.maker}",
        payer=None if row.warranty_payer is None else Payer(row.warranty_payer),
        is_transferable=row.warranty_transferable,
    )
    excludes = frozenset(row.warranty_excludes)
    if row.warranty_months is not None:
        exchange = row.warranty_exchange
        yield replace(
            common,
            months=row.warranty_months,
            has_loaner=row.loaner,
            exclusions=excludes,
            exchange=None if exchange is None else ExchangeType(exchange),
        )
    parts_only = replace(common, labour_percent=0, travel_percent=0)
    if row.parts_months is not None:
        yield replace(parts_only, months=row.parts_months, exclusions=excludes)
    for component, months in row.component_months.items():
        yield replace(parts_only, months=months, components=frozenset({component}))


def _told(row: ProductRow, model: ProductModel, terms: Sequence[TermRow]) -> Told:
    told: Told = [
        ("name", row.name, model.name),
        ("maker", row.maker, model.brand),
        ("product_type", row.product_type, model.product_type),
    ]
    told += [
        (column, getattr(row, column), getattr(model, column))
        for column in PLAIN_COLUMNS
        if column in row.model_fields_set
    ]
    if "serial_ranges" in row.model_fields_set:
        there = sorted("..".join(each) for each in model.serial_ranges)
        told.append(("serial_ranges", sorted("..".join(each) for each in row.serial_ranges), there))
    if row.model_fields_set & set(TERM_COLUMNS):
        column = next(name for name in TERM_COLUMNS if name in row.model_fields_set)
        told.append(
            (column, sorted(map(_in_short, _terms(row))), sorted(map(_in_short, terms))),
        )
    return told


def _in_short(term: CoverTerm | TermRow) -> str:
    """All that a term promises, in a form that a person can compare."""
    paid = f"{term.parts_percent}/{term.labour_percent}/{term.travel_percent} %"
    loaner = " with loaner" if term.has_loaner else ""
    payer = f", paid by {term.payer}" if term.payer else ""
    exchange = f", exchange {term.exchange}" if term.exchange else ""
    owner = "" if term.is_transferable else ", first owner only"
    what = " + ".join(sorted(term.components)) or "whole unit"
    without = f" without {' + '.join(sorted(term.exclusions))}" if term.exclusions else ""
    return (
        f"{term.months} months from {term.starts}: {what}{without}, parts/labour/travel {paid}{loaner}{payer}{exchange}{owner}"
        f" ({term.kind}, {term.provider}, {term.source})"
    )
