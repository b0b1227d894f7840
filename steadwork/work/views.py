"""Two small acts that belong to every work item: finishing an activity, fetching a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from steadwork.kernel.errors import DomainError, Missing
from steadwork.web.acts import moved_on
from steadwork.web.requests import actor_of
from steadwork.work import actions
from steadwork.work.models import Attachment, WorkItem


@require_POST
def finish_activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Tick an activity off, and go back to where it stood."""
    try:
        actions.finish_activity(activity_id, by=actor_of(request))
        messages.success(request, _("Done."))
    except Missing:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return moved_on(request, back if ours else "/")


@require_GET
def file(request: HttpRequest, attachment_id: UUID) -> FileResponse:
    """Hand a file out, as a download, to somebody who may read it and sees its item."""
    actor = actor_of(request)
    attachment: Attachment = Attachment.objects.seen(attachment_id, actor)
    WorkItem.objects.seen(attachment.item_id, actor)
    answer = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
