// SPDX-License-Identifier: Apache-2.0
import { DEFAULT_SCHEMA, Type } from "js-yaml";

/** YAML as Kubernetes reads it: a date without quotes is text. */
export const MANIFEST_SCHEMA = DEFAULT_SCHEMA.extend({
    implicit: [new Type("tag:yaml.org,2002:timestamp", { kind: "scalar", resolve: () => false })],
});
