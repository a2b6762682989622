"""Addresses of appeals, part by part."""

from oes.appeals import case_urls, commission_urls, deciding_urls, filing_urls, protocol_urls, release_urls

app_name = "appeals"
urlpatterns = [
    *release_urls.urlpatterns,
    *commission_urls.urlpatterns,
    *filing_urls.urlpatterns,
    *case_urls.urlpatterns,
    *deciding_urls.urlpatterns,
    *protocol_urls.urlpatterns,
]
