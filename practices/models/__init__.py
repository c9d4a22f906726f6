"""Organisations, the professionals who work in them, their evidence and their tiers, and imports of practices."""

from practices.models.dates import DatedQuerySet, DateRange, ends_after_start, never_overlapping
from practices.models.organisation import Kind, OdsStatus, Organisation, Practice
from practices.models.practice_import import PracticeImport, PracticeImportRow
from practices.models.professional import Post, Profession, Professional
from practices.models.tier import GpwsiAppointment, Qualification, TierAward, TierEvidence

__all__ = [
    "DateRange",
    "DatedQuerySet",
    "GpwsiAppointment",
    "Kind",
    "OdsStatus",
    "Organisation",
    "Post",
    "Practice",
    "PracticeImport",
    "PracticeImportRow",
    "Profession",
    "Professional",
    "Qualification",
    "TierAward",
    "TierEvidence",
    "ends_after_start",
    "never_overlapping",
]
