"""All ways in which a client reads records: each door is a generator of answers."""

from odoo.exceptions import UserError
from odoo.fields import Domain

NUMBERS = ("monetary", "float")
TEXTS = ("char", "text")
RELATIONS = ("many2one", "one2many", "many2many")


class Doors:
    """Doors of one model for one user. ``strangers``: ids that he must not read;
    ``secrets``: values of the whole suite that he must not learn."""

    def __init__(self, records, strangers, secrets):
        self.model = records
        self.env = records.env
        self.strangers = strangers
        self.numbers = [value for value in secrets if not isinstance(value, str)]
        self.texts = [value for value in secrets if isinstance(value, str)]
        self.access = records.fields_get(attributes=["searchable"])
        self.fields = {name: records._fields[name] for name in self.access}

    def of_type(self, *types, stored=False):
        return [
            name
            for name, field in self.fields.items()
            if field.type in types and (field.store or not stored)
        ]

    def all(self):
        """``(door, answer)`` for every door; refusals are answers without content."""
        for name in sorted(vars(type(self))):
            if name.startswith("door_"):
                yield from self._through(name)

    def _through(self, name):
        attempts = getattr(self, name)()
        for attempt in attempts:
            self.env.invalidate_all()
            try:
                yield name, attempt()
            except UserError as refusal:
                yield name, str(refusal)

    # reading -------------------------------------------------------------------
    def door_search_read(self):
        yield lambda: self.model.search_read([], list(self.fields))

    def door_web_search_read(self):
        spec = {
            name: {"fields": self._parts(field)} if field.type in RELATIONS else {}
            for name, field in self.fields.items()
        }
        yield lambda: self.model.web_search_read([], spec)
        yield lambda: self.model.search([]).web_read(spec)

    def _parts(self, field):
        """What a form asks of a line: its amounts, if there are any."""
        names = ["display_name"]
        if field.type != "many2one":
            target = self.env[field.comodel_name]
            names += [f.name for f in target._fields.values() if f.type == "monetary"]
        return {name: {} for name in names}

    def door_read(self):
        strangers = self.model.browse(self.strangers[:3])
        for stranger in strangers:
            yield lambda stranger=stranger: stranger.read(list(self.fields))
            yield lambda stranger=stranger: stranger.web_read(
                {name: {} for name in self.fields}
            )

    def door_export(self):
        paths = [*self.of_type(*NUMBERS, *TEXTS), *self.of_type("many2one")]
        paths += [f"{name}/display_name" for name in self.of_type("one2many")]
        yield lambda: self.model.search([]).export_data(paths)
        strangers = self.model.browse(self.strangers[:1])
        if strangers:
            yield lambda: strangers.export_data(paths)

    def door_names(self):
        yield lambda: self.model.name_search("", limit=500)
        yield lambda: [self.model.name_search(text) for text in self.texts[:5]]

    def door_copy(self):
        for stranger in self.model.browse(self.strangers[:1]):
            yield stranger.copy_data

    # oracles: what a search answers tells the value ------------------------------
    def door_count(self):
        """An answer only where something was found by a secret value."""
        numbers = self.of_type(*NUMBERS, stored=True)
        texts = self.of_type(*TEXTS, stored=True)
        yield lambda: self._found(numbers, texts)

    def door_paths(self):
        """Secrets behind a relation."""
        for name, fields in self._behind().items():
            numbers = [f"{name}.{f.name}" for f in fields if f.type in NUMBERS]
            texts = [f"{name}.{f.name}" for f in fields if f.type in TEXTS]
            yield lambda numbers=numbers, texts=texts: self._found(numbers, texts)

    def _behind(self):
        """``{relation: stored fields}``, each model of the addon by one relation."""
        relations = {
            self.fields[name].comodel_name: name
            for name in self.of_type(*RELATIONS)
            if self.access[name].get("searchable")
        }
        return {
            name: [
                field
                for field in self.env[target]._fields.values()
                if field.store and field.type in (*NUMBERS, *TEXTS)
            ]
            for target, name in relations.items()
            if target.startswith("ops.cost.")
        }

    def _found(self, numbers, texts):
        leaves = [Domain(path, "in", self.numbers) for path in numbers]
        leaves += [Domain(path, "in", self.texts) for path in texts]
        found = self.model.search_count(Domain.OR(leaves))
        return [*self.numbers, *self.texts] if found else []

    def door_order(self):
        names = self.of_type(*NUMBERS, *TEXTS, "many2one", stored=True)
        order = ", ".join(f"{name} desc" for name in names)
        yield lambda: self._strange(self.model.search([], order=order))

    def _strange(self, records):
        return list(self.numbers) if set(records.ids) & set(self.strangers) else []

    def door_groups(self):
        sums = [
            f"{name}:{kind}"
            for name in self.of_type("monetary", stored=True)
            for kind in ("sum", "max", "min", "array_agg")
        ]
        groups = ["many2one", "selection", "date", *TEXTS]
        for name in self.of_type(*groups, stored=True):
            part = f"{name}:month" if self.fields[name].type == "date" else name
            yield lambda part=part: self.model.formatted_read_group(
                [], [part], ["__count", *sums]
            )
        yield lambda: self.model.formatted_read_group([], [], ["__count", *sums])

    def door_group_paths(self):
        for name, fields in self._behind().items():
            if self.fields[name].type == "many2one" and self.fields[name].store:
                paths = [f"{name}.{f.name}" for f in fields if f.type in TEXTS]
                for path in paths[:3]:
                    yield lambda path=path: self.model.formatted_read_group(
                        [], [path], ["__count"]
                    )

    # forms -----------------------------------------------------------------------
    def door_onchange(self):
        """Values that follow from a record that the client only names."""
        spec = {name: {} for name in self.fields}
        for name in self.of_type("many2one"):
            target = self.fields[name].comodel_name
            if target.startswith("ops.cost.") and self.env[target]._auto:
                hidden = self._hidden(target)
                for record_id in hidden[:1]:
                    yield lambda name=name, record_id=record_id: self.model.onchange(
                        {name: record_id}, [name], spec
                    )

    def _hidden(self, model):
        records = self.env[model]
        seen = records.search([]) if records.has_access("read") else records
        return (records.sudo().search([]) - seen).ids

    # beside the record -------------------------------------------------------------
    def door_talk(self):
        for model, path in (
            ("mail.message", "res_id"),
            ("mail.followers", "res_id"),
            ("mail.activity", "res_id"),
            ("ir.attachment", "res_id"),
        ):
            key = "model" if model == "mail.message" else "res_model"
            domain = [(key, "=", self.model._name), (path, "in", self.strangers)]
            yield lambda model=model, domain=domain: self.env[model].search_read(domain)


def told_by_text(env, secrets):
    """Messages and files that hold a secret text, whatever record they are on."""
    texts = [value for value in secrets if isinstance(value, str)]
    for text in sorted(texts)[::3]:
        env.invalidate_all()
        yield env["mail.message"].search_read([("body", "ilike", text)], ["body"])
        yield env["ir.attachment"].search_read([("name", "=", text)], ["name"])
