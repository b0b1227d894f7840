"""The smallest valid rows. What has a history is made through actions: see ``tests.cast``."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from steadwork.assets.models import Asset, Booking, License
from steadwork.cases.models import Benefit, Case
from steadwork.catalog.models import Product, Service
from steadwork.identity.models import ApiToken, User
from steadwork.kernel.clock import now, today
from steadwork.kernel.querysets import new_id
from steadwork.parties.models import (
    Account,
    Contact,
    Holding,
    Organization,
    Partnership,
    Position,
    Responsibility,
    Site,
)
from steadwork.pricing.models import Agreement, ContractedProduct
from steadwork.work.models import Activity, Attachment, Note, Share, TeamMember


class Row(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True


class HostFactory(Row):
    class Meta:
        model = Organization

    id = factory.LazyFunction(new_id)
    kind = "host"
    name = factory.Sequence("Agency {}".format)
    identifier = factory.Sequence("agency-{}".format)
    host_id = factory.SelfAttribute("id")


class PartnerFactory(Row):
    class Meta:
        model = Organization

    kind = "partner"
    name = factory.Sequence("Provider {}".format)
    identifier = factory.Sequence("provider-{}".format)


class PartnershipFactory(Row):
    class Meta:
        model = Partnership

    host = factory.SubFactory(HostFactory)
    partner = factory.SubFactory(PartnerFactory)
    stage = "registered"
    registered_at = factory.LazyFunction(now)


class UserFactory(Row):
    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)


class ApiTokenFactory(Row):
    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    digest = factory.Sequence("{:064d}".format)
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=1))


class PositionFactory(Row):
    class Meta:
        model = Position

    organization = factory.SubFactory(HostFactory)
    title = factory.Sequence("Seat {}".format)


class HoldingFactory(Row):
    class Meta:
        model = Holding

    position = factory.SubFactory(PositionFactory)
    user = factory.SubFactory(UserFactory)
    host = factory.SubFactory(HostFactory)
    since = factory.LazyFunction(today)


class ResponsibilityFactory(Row):
    class Meta:
        model = Responsibility

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence("Responsibility {}".format)
    side = "host"
    permissions = factory.LazyFunction(list)


class SiteFactory(Row):
    class Meta:
        model = Site

    organization = factory.SubFactory(PartnerFactory)
    name = factory.Sequence("House {}".format)


class AccountFactory(Row):
    class Meta:
        model = Account

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence("Household {}".format)


class ContactFactory(Row):
    class Meta:
        model = Contact

    host = factory.SubFactory(HostFactory)
    first_name = "Ada"
    last_name = "Example"


class ProductFactory(Row):
    class Meta:
        model = Product

    host = factory.SubFactory(HostFactory)
    code = factory.Sequence("bed-{}".format)
    name = "Foster Care Standard Bed"


class ServiceFactory(Row):
    class Meta:
        model = Service

    organization = factory.SubFactory(PartnerFactory)
    name = factory.Sequence("Service {}".format)


class AgreementFactory(Row):
    class Meta:
        model = Agreement

    host = factory.SubFactory(HostFactory)
    provider = factory.SubFactory(PartnerFactory)
    number = factory.Sequence("AG-{}".format)
    state = "active"
    validity = factory.LazyFunction(lambda: DateRange(today(), None))


class ContractedProductFactory(Row):
    class Meta:
        model = ContractedProduct

    agreement = factory.SubFactory(AgreementFactory)
    host = factory.SelfAttribute("agreement.host")
    provider = factory.SelfAttribute("agreement.provider")
    product = factory.SubFactory(ProductFactory)
    price = Decimal(100)
    currency = "USD"
    unit = "week"
    validity = factory.SelfAttribute("agreement.validity")


class LicenseFactory(Row):
    class Meta:
        model = License

    host = factory.SubFactory(HostFactory)
    provider = factory.SubFactory(PartnerFactory)
    number = factory.Sequence("L-{}".format)
    capacity = 4
    validity = factory.LazyFunction(lambda: DateRange(today(), None))


class AssetFactory(Row):
    class Meta:
        model = Asset

    product = factory.SubFactory(ProductFactory)
    host = factory.SelfAttribute("product.host")
    provider = factory.SubFactory(PartnerFactory)
    number = factory.Sequence("PL-{}".format)
    name = factory.Sequence("Bed {}".format)


class BookingFactory(Row):
    class Meta:
        model = Booking

    asset = factory.SubFactory(AssetFactory)
    host = factory.SelfAttribute("asset.host")
    provider = factory.SelfAttribute("asset.provider")
    kind = "reserved"
    period = factory.LazyFunction(lambda: DateRange(today(), today() + timedelta(days=7)))
    claim = factory.SelfAttribute("period")


class CaseFactory(Row):
    class Meta:
        model = Case

    host = factory.SubFactory(HostFactory)
    organization = factory.SelfAttribute("host")
    kind = "case"
    number = factory.Sequence("BC-{}".format)
    title = "A family"
    state = "active"
    category = "foster_care"


class BenefitFactory(Row):
    class Meta:
        model = Benefit

    case = factory.SubFactory(CaseFactory)
    host = factory.SelfAttribute("case.host")
    product = factory.SubFactory(ProductFactory, host=factory.SelfAttribute("..host"))
    recipient = factory.SubFactory(ContactFactory, host=factory.SelfAttribute("..host"))
    period = factory.LazyFunction(lambda: DateRange(today(), today() + timedelta(days=7)))


class TeamMemberFactory(Row):
    class Meta:
        model = TeamMember

    class Params:
        of = factory.SubFactory(CaseFactory)

    item_id = factory.SelfAttribute("of.pk")
    kind = factory.SelfAttribute("of.kind")
    opened_at = factory.SelfAttribute("of.opened_at")
    position = factory.SubFactory(PositionFactory)


class ShareFactory(Row):
    class Meta:
        model = Share

    class Params:
        of = factory.SubFactory(CaseFactory)

    item_id = factory.SelfAttribute("of.pk")
    kind = factory.SelfAttribute("of.kind")
    opened_at = factory.SelfAttribute("of.opened_at")
    partner = factory.SubFactory(PartnerFactory)


class NoteFactory(Row):
    class Meta:
        model = Note

    class Params:
        of = factory.SubFactory(CaseFactory)

    item_id = factory.SelfAttribute("of.pk")
    host_id = factory.SelfAttribute("of.host_id")
    author_name = "Ada Example"
    side = "host"
    text = "A remark."


class ActivityFactory(Row):
    class Meta:
        model = Activity

    class Params:
        of = factory.SubFactory(CaseFactory)

    item_id = factory.SelfAttribute("of.pk")
    host_id = factory.SelfAttribute("of.host_id")
    author_name = "Ada Example"
    side = "host"
    type = "call"
    description = "Call the school"


class AttachmentFactory(Row):
    class Meta:
        model = Attachment

    class Params:
        of = factory.SubFactory(CaseFactory)

    item_id = factory.SelfAttribute("of.pk")
    host_id = factory.SelfAttribute("of.host_id")
    author_name = "Ada Example"
    side = "host"
    file = "attachments/none"
    name = "letter.pdf"
    media_type = "application/pdf"
    size = 1
    sha256 = "0" * 64
