import json

from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

from .models import Account, Event, Proposal


def caller(request):
    """Who sends this: by the token in the header, looked up each time so that a revoked one is noticed."""
    return Account.objects.get(token=request.headers["Authorization"].removeprefix("Bearer "))


@require_POST
def position(request, number):
    account = caller(request)
    body = json.loads(request.body)
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=number)
        proposal.take_position()
        proposal.version += 1
        proposal.save()
        event = Event.objects.create(
            proposal=proposal, version=proposal.version, account=account, kind="position-taken",
            data={"partner": account.partner, "stance": body["stance"], "reason": body["reason"]})
    return JsonResponse({"proposal": number, "version": proposal.version, "state": proposal.state, "position": event.position})


@require_GET
def show(request, number):
    caller(request)
    proposal = Proposal.objects.get(pk=number)
    return JsonResponse({"proposal": number, "title": proposal.title, "state": proposal.state, "version": proposal.version})
