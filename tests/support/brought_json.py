"""datapackage.json and maps as people and programs leave them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from brought import (
    MAP,
    SCHEMA,
    SOURCES,
    Fault,
    as_text,
    in_json,
    instead,
    of_features,
    of_geometry,
    of_label,
    of_pattern,
    of_resource,
    of_table,
    resource,
    unchanged,
)

JSON_FAULTS = (
    Fault("a broken pattern", SCHEMA, of_pattern("^[a-z"), "pattern"),
    Fault("a pattern that repeats nothing", SCHEMA, of_pattern("*a"), "pattern"),
    Fault("a pattern that looks back", SCHEMA, of_pattern(r"^(.)\1$"), "pattern"),
    Fault("a pattern that asks for gigabytes", SCHEMA, of_pattern("((a{999}){999}){999}"), "pattern"),
    Fault("an exponential pattern", SOURCES, of_pattern(r"^(([\w ,.–:/()-])+)+\n$"), ""),
    Fault("another exponential pattern", SOURCES, of_pattern(r"^(.|.)*(.*)*\n$"), ""),
    Fault("a number for a pattern", SCHEMA, of_pattern(5), "pattern"),  # type: ignore[arg-type]
    *(
        Fault(
            f"{levels} levels",
            SCHEMA,
            as_text(SCHEMA, lambda t, n=levels: t.replace("{", '{"z": ' + "[" * n + "]" * n + ",", 1)),
            "level",
        )
        for levels in (80, 900, 5000, 200_000)
    ),
    Fault("no JSON", SCHEMA, as_text(SCHEMA, lambda text: text[:-20]), "JSON"),
    Fault("nothing", SCHEMA, as_text(SCHEMA, lambda _: ""), "JSON"),
    Fault("a list", SCHEMA, as_text(SCHEMA, lambda _: "[]"), ""),
    Fault("an empty object", SCHEMA, as_text(SCHEMA, lambda _: "{}"), ""),
    Fault("a duplicate key", SCHEMA, as_text(SCHEMA, lambda text: text.replace("{", '{"name": "x",', 1)), "duplicate"),
    Fault(
        "a number of 5000 digits",
        SCHEMA,
        as_text(SCHEMA, lambda t: t.replace("{", '{"z": ' + "9" * 5000 + ",", 1)),
        "digits",
    ),
    Fault("NaN", SCHEMA, as_text(SCHEMA, lambda text: text.replace("{", '{"z": NaN,', 1)), ""),
    Fault(
        "half a surrogate",
        SCHEMA,
        as_text(SCHEMA, lambda text: text.replace('"title": "', '"title": "\\ud800', 1)),
        "surrogate",
    ),
    Fault(
        "half a surrogate in a column",
        SCHEMA,
        as_text(SCHEMA, lambda t: t.replace('"description": "Short', '"description": "\\udc00Short', 1)),
        "surrogate",
    ),
    Fault("a folder", SCHEMA, instead(SCHEMA, Path.mkdir), "folder"),
    Fault("a pipe", SCHEMA, instead(SCHEMA, os.mkfifo), "pipe"),
    Fault("UTF-16", SCHEMA, as_text(SCHEMA, unchanged, "utf-16"), "UTF-16"),
    Fault("resources: a text", SCHEMA, in_json(SCHEMA, lambda c: c.update(resources="x")), ""),
    Fault("resources: null", SCHEMA, in_json(SCHEMA, lambda c: c.update(resources=None)), ""),
    Fault("resources: a mapping", SCHEMA, in_json(SCHEMA, lambda c: c.update(resources={"a": 1})), ""),
    Fault("a resource that is a text", SCHEMA, in_json(SCHEMA, lambda c: c["resources"].append("x")), ""),
    Fault("a resource that is null", SCHEMA, in_json(SCHEMA, lambda c: c["resources"].append(None)), ""),
    *(
        Fault(f"{key}: {value!r}", SCHEMA, of_resource(key, value), "")
        for key, value in (
            ("path", 5),
            ("path", ["sources.csv", "x.csv"]),
            ("path", "../../../etc/passwd"),
            ("path", "/dev/zero"),
            ("path", "a\0b.csv"),
            ("path", "dti/dti.csv"),
            ("path", "https://vi.du/x.csv"),
            ("name", 5),
            ("name", "dti.dti"),
            ("name", "Nguồn"),
            ("format", 5),
            ("format", "xlsx"),
            ("licenses", "MIT"),
            ("licenses", [5]),
            ("schema", "x"),
            ("schema", {"fields": "x"}),
            ("schema", {"fields": ["x"]}),
            ("schema", {"fields": [{"name": 5, "type": "string", "description": "x"}]}),
            ("schema", {"fields": [{"name": "a", "type": "thing", "description": "x"}]}),
            ("schema", {}),
            ("encoding", "utf-16"),
            ("dialect", "x"),
        )
    ),
    *(
        Fault(f"{key}: {value!r}", SCHEMA, of_table(key, value), "")
        for key, value in (
            ("primaryKey", 5),
            ("primaryKey", [["year"]]),
            ("primaryKey", "nothing"),
            ("foreignKeys", "x"),
            ("foreignKeys", [5]),
            ("foreignKeys", [{"fields": "source_id"}]),
            ("foreignKeys", [{"fields": "source_id", "reference": {"resource": "nothing", "fields": "x"}}]),
            (
                "foreignKeys",
                [{"fields": ["year", "rank"], "reference": {"resource": "sources", "fields": "source_id"}}],
            ),
        )
    ),
    *(
        Fault(
            f"constraints {value!r}",
            SCHEMA,
            in_json(SCHEMA, lambda c, v=value: resource(c, "sources")["schema"]["fields"][1].update(constraints=v)),
            "",
        )
        for value in (
            "x",
            {"required": "yes"},
            {"enum": "x"},
            {"enum": [1]},
            {"minimum": "x"},
            {"pattern": ["x"]},
            {"odd": 1},
        )
    ),
    *(
        Fault(
            f"each {value!r}",
            SCHEMA,
            in_json(SCHEMA, lambda c, v=value: resource(c, "sources")["schema"]["fields"][1].update(each=v)),
            "",
        )
        for value in (
            "x",
            5,
            {},
            {"resource": "sources"},
            {"resource": "sources", "separator": "", "field": "source_id"},
            {"resource": ["sources"], "separator": ";", "field": "source_id"},
            {"resource": "sources", "separator": ";", "field": "nothing"},
        )
    ),
    Fault("a map that is no JSON", MAP, as_text(MAP, lambda text: text[:-20]), "JSON"),
    Fault("a map that is a list", MAP, as_text(MAP, lambda _: "[]"), ""),
    Fault("a map that is empty", MAP, as_text(MAP, lambda _: "{}"), ""),
    Fault("a map of 5000 levels", MAP, of_geometry("coordinates", json.loads("[" * 900 + "]" * 900)), "level"),
    Fault("a map that is a pipe", MAP, instead(MAP, os.mkfifo), "pipe"),
    Fault("features: a text", MAP, in_json(MAP, lambda c: c.update(features="x")), ""),
    Fault("features: null", MAP, in_json(MAP, lambda c: c.update(features=None)), ""),
    Fault("no features", MAP, in_json(MAP, lambda c: c.update(features=[])), ""),
    Fault("a feature that is a text", MAP, of_features(lambda f: f.append("x")), ""),
    Fault("a feature that is null", MAP, of_features(lambda f: f.append(None)), ""),
    Fault("a feature that is a list", MAP, of_features(lambda f: f.insert(0, [])), ""),
    Fault("a feature without geometry", MAP, of_features(lambda f: f[0].pop("geometry")), ""),
    Fault("a feature without properties", MAP, of_features(lambda f: f[0].pop("properties")), ""),
    Fault("properties: a text", MAP, of_features(lambda f: f[0].update(properties="x")), ""),
    Fault("geometry: a text", MAP, of_features(lambda f: f[0].update(geometry="x")), ""),
    *(
        Fault(f"coordinates: {value!r}", MAP, of_geometry("coordinates", value), "")
        for value in (
            None,
            "x",
            5,
            [],
            [[]],
            [[[]]],
            [[[[]]]],
            [["x"]],
            [[[["x", "y"]]]],
            [[[[None, 1]] * 4]],
            [[[[1e308, 1e308]] * 4]],
            {"a": 1},
            [[[[105.0]]]],
        )
    ),
    *(
        Fault(f"type: {value!r}", MAP, of_geometry("type", value), "")
        for value in (None, 5, "Point", "GeometryCollection")
    ),
    *(
        Fault(f"{key}: {value!r}", MAP, of_label(key, value), "")
        for key, value in (
            ("slug", 5),
            ("slug", None),
            ("slug", ["ha-noi"]),
            ("slug", "ha-nooi"),
            ("label_lon", "x"),
            ("label_lat", None),
            ("label_lon", [1]),
            ("kind", 5),
            ("kind", ["province"]),
            ("name", None),
            ("name", "Hà \ud800"),
            ("code", 1),
        )
    ),
    Fault("NaN in a map", MAP, as_text(MAP, lambda t: t.replace("105.735", "NaN", 1)), ""),
)
