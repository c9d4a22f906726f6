from django.urls import path

from practices.views import directory, imports, professionals

# The list of practices shows the scheme and its caseload too, so the site adds it to these: sharedcare/pages.
app_name = "practices"
urlpatterns = [
    path("import/", imports.ImportPractices.as_view(), name="import"),
    path("imports/<uuid:pk>/", imports.ImportPreview.as_view(), name="import_preview"),
    path("imports/<uuid:pk>/confirm/", imports.ConfirmImport.as_view(), name="import_confirm"),
    path("imports/<uuid:pk>/discard/", imports.DiscardImport.as_view(), name="import_discard"),
    path("imports/<uuid:pk>/look-again/", imports.LookAgain.as_view(), name="import_look_again"),
    path("imports/<uuid:pk>/rows/<slug:verdict>/", imports.ImportRows.as_view(), name="import_rows"),
    path("imports/<uuid:pk>/not-in-file/", imports.ImportNotInFile.as_view(), name="import_not_in_file"),
    path("imports/<uuid:pk>/rejected.csv", imports.RejectedRows.as_view(), name="import_rejected_csv"),
    path("organisations/new/", directory.AddOrganisation.as_view(), name="organisation_new"),
    path("professionals/new/", directory.AddProfessional.as_view(), name="professional_new"),
    path("professionals/<uuid:pk>/", professionals.ProfessionalDetail.as_view(), name="professional"),
    path(
        "professionals/<uuid:pk>/evidence/new/", professionals.RecordQualification.as_view(), name="qualification_new"
    ),
    path("professionals/<uuid:pk>/tiers/new/", professionals.AwardTier.as_view(), name="tier_award_new"),
    path("professionals/<uuid:pk>/appointments/new/", professionals.AppointGpwsi.as_view(), name="appointment_new"),
    path("tiers/<uuid:pk>/end/", professionals.EndTier.as_view(), name="tier_end"),
]
