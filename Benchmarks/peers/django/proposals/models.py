from django.db import models
from django_fsm import FSMField, transition


class Account(models.Model):
    token = models.CharField(max_length=64, unique=True)
    partner = models.CharField(max_length=8)


class Proposal(models.Model):
    title = models.TextField()
    state = FSMField(default="drafted", protected=True)
    version = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    @transition(field=state, source="drafted", target="circulated")
    def circulate(self):
        pass

    @transition(field=state, source="circulated", target="circulated")
    def take_position(self):
        pass

    @transition(field=state, source="circulated", target="consensus")
    def confirm(self):
        pass


class Event(models.Model):
    position = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, db_index=False)
    version = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    kind = models.CharField(max_length=32)
    data = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "version"], name="event_version")]
