// SPDX-License-Identifier: Apache-2.0
import type { PolicyConfigSchema } from "@pulumi/policy";
import { type PackRule, texts } from "./rule";

/** What a rule can be configured with. */
export function configSchemaOf({ config }: PackRule): PolicyConfigSchema {
    return { properties: { exclude: EXCLUDE, ...config } };
}

const EXCLUDE = texts(
    'Patterns of objects that the rule leaves alone: name, namespace/name, Kind/name, name or URN of the resource; "*" stands for any characters.',
);
