// SPDX-License-Identifier: Apache-2.0
const { readFileSync } = require("node:fs");
const { CustomResource } = require("@pulumi/kubernetes/apiextensions");
const { NamespacePatch } = require("@pulumi/kubernetes/core/v1");

for (const object of JSON.parse(readFileSync(process.env.BENCH_OBJECTS, "utf8")).items) {
    const { kind, metadata } = object;
    if (kind === "Namespace") {
        new NamespacePatch(metadata.name, { metadata });
    } else {
        new CustomResource(metadata.name, object);
    }
}
