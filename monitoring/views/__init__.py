"""The pages of the monitoring group, by the noun they are about."""

from monitoring.views.action_item import ActionList, CancelAction, CarryAction, CloseAction, RaiseAction
from monitoring.views.group import FillSeat, FindMinutes, GroupPage, ReviseTerms, SetUpGroup, TermsPage, VacateSeat
from monitoring.views.meeting import (
    CancelMeeting,
    FreezeDashboard,
    HoldMeeting,
    MeetingPage,
    PlanMeeting,
    RecordAttendance,
)
from monitoring.views.minutes import AddItem, ApproveMinutes, MinutesPdf, RecordDecision, WriteMinute
from monitoring.views.report import ReportCsv, ReportPage, ReportPdf, RequestReport, RetryReport

__all__ = [
    "ActionList",
    "AddItem",
    "ApproveMinutes",
    "CancelAction",
    "CancelMeeting",
    "CarryAction",
    "CloseAction",
    "FillSeat",
    "FindMinutes",
    "FreezeDashboard",
    "GroupPage",
    "HoldMeeting",
    "MeetingPage",
    "MinutesPdf",
    "PlanMeeting",
    "RaiseAction",
    "RecordAttendance",
    "RecordDecision",
    "ReportCsv",
    "ReportPage",
    "ReportPdf",
    "RequestReport",
    "RetryReport",
    "ReviseTerms",
    "SetUpGroup",
    "TermsPage",
    "VacateSeat",
    "WriteMinute",
]
