"""${message}.

Safe here: adding a table, a nullable column or one with a server default, an index.
Rebuild a table only by ``op.batch_alter_table``. Never rename or drop what an older desk still sends:
additive first. Never touch triggers: they are dropped before and made from the registry after.
Name every constraint by the convention of ``store.base``. Data steps use plain SQL, not today's models.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
