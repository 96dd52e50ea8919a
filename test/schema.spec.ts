// SPDX-License-Identifier: Apache-2.0
// What the plugin publishes, not what Pulumi's generators make of it in each language. That schema.json has it as it is,
// generated.spec.ts proves.
import assert from "node:assert/strict";
import { pluginSchema } from "../scripts/schema";

interface Property {
    readonly description?: string;
    readonly [keyword: string]: unknown;
}

type Properties = Readonly<Record<string, Property>>;

interface Component {
    readonly description?: string;
    readonly inputProperties: Properties;
    readonly properties: Properties;
}

interface Schema {
    readonly resources: Readonly<Record<string, Component>>;
    readonly types: Readonly<Record<string, { readonly properties?: Properties }>>;
}

/** Every argument and output of the schema by a path such as "IPPool.cidr" or, for an output, "IPPool -> cidr". */
function propertiesOf({ resources, types }: Schema): [path: string, property: Property][] {
    const under = (path: string, properties: Properties = {}): [string, Property][] =>
        Object.entries(properties).map(([name, property]) => [path + name, property]);
    return [
        ...Object.entries(resources).flatMap(([token, { inputProperties, properties }]) => [
            ...under(`${nameOf(token)}.`, inputProperties),
            ...under(`${nameOf(token)} -> `, properties),
        ]),
        ...Object.entries(types).flatMap(([token, { properties }]) => under(`${nameOf(token)}.`, properties)),
    ];
}

function nameOf(token: string): string {
    return token.split(":").at(-1) ?? "";
}

function holdsAny(part: unknown): boolean {
    return typeof part === "object" && part !== null
        ? Object.entries(part).some(
              ([key, value]) => (key === "$ref" && value === "pulumi.json#/Any") || holdsAny(value),
          )
        : false;
}

describe("The schema for other languages", function () {
    this.timeout(60_000);
    let schema: Schema;
    before(async () => {
        schema = JSON.parse(await pluginSchema()) as Schema;
    });

    it("takes any value where the values of a chart are meant, and nowhere else", () => {
        const any = propertiesOf(schema).filter(([, property]) => holdsAny(property));
        assert.deepEqual(any.map(([path]) => path).sort(), [
            "Extension -> effectiveConfig",
            "Extension.config",
            "Extension.overrides",
            "NetworkExtension -> effectiveConfig",
            "NetworkExtension.overrides",
            "NetworkExtension.values",
            "NetworkExtensionArgs.overrides",
            "NetworkExtensionArgs.values",
            "NetworkPlatform -> effectiveConfig",
        ]);
    });

    it("says in plain text of every component, argument and output what it is", () => {
        const components = Object.entries(schema.resources).map(([token, each]) => [nameOf(token), each] as const);
        // A {@link} in a doc comment comes out as "[object Object]".
        const mute = [...components, ...propertiesOf(schema)].filter(
            ([, { description = "" }]) => description === "" || description.includes("[object"),
        );
        assert.deepEqual(
            mute.map(([path]) => path),
            [],
        );
    });
});
