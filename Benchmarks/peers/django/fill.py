"""Makes the tables, as many proposals as asked for, and an account."""
import os, sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from proposals.models import Account, Proposal  # noqa: E402

call_command("migrate", "--run-syncdb", verbosity=0)
Account.objects.create(token=sys.argv[2], partner="FR")
Proposal.objects.bulk_create(
    [Proposal(title="Proposal %d" % number, state="circulated") for number in range(int(sys.argv[1]))], batch_size=1000)
