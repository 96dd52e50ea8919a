// SPDX-License-Identifier: Apache-2.0
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import schema from "../../network.schema.json";
import { type Problem, shown } from "../problem";
import { below } from "./document";
import { SCHEMA_RULE } from "./rule-infos";

let compiled: ValidateFunction | undefined;

/** Every departure of a platform from network.schema.json: unknown, missing and mistyped properties. */
export function schemaProblems(platform: unknown): Problem[] {
    compiled ??= new Ajv2020({ allErrors: true, verbose: true, discriminator: true }).compile(schema);
    const errors = compiled(platform) ? [] : (compiled.errors ?? []);
    // "if" says only that one of the branches has errors, which say more.
    return errors.filter(({ keyword }) => keyword !== "if").map((error) => problem(error, platform));
}

function problem(error: ErrorObject, platform: unknown): Problem {
    const path = property(error.instancePath, platform);
    const params = error.params as Readonly<Record<string, unknown>>;
    switch (error.keyword) {
        case "additionalProperties": {
            const name = below(path, String(params.additionalProperty));
            const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
            return {
                rule: SCHEMA_RULE.id,
                property: name,
                message: `'${name}' is not known here. Use one of ${known.join(", ")}.`,
            };
        }
        case "required": {
            const name = below(path, String(params.missingProperty));
            return { rule: SCHEMA_RULE.id, property: name, message: `'${name}' is missing. Add it.` };
        }
        case "discriminator": {
            const name = below(path, String(params.tag));
            const branches = (error.parentSchema as { oneOf: { properties: Record<string, { const: string }> }[] })
                .oneOf;
            const known = branches.map(({ properties }) => properties[String(params.tag)]?.const).join(", ");
            return {
                rule: SCHEMA_RULE.id,
                property: name,
                message: `'${name}' (${shown(params.tagValue)}) must be one of ${known}.`,
            };
        }
        default: {
            const wanted =
                error.keyword === "enum" ? `be one of ${(params.allowedValues as string[]).join(", ")}` : mustBe(error);
            const where = path === "" ? "the whole" : `'${path}'`;
            return { rule: SCHEMA_RULE.id, property: path, message: `${where} (${shown(error.data)}) must ${wanted}.` };
        }
    }
}

function mustBe({ keyword, message, params }: ErrorObject): string {
    const names: Readonly<Record<string, string>> = {
        array: "a list",
        boolean: "true or false",
        integer: "a whole number",
        object: "a mapping",
        string: "text",
    };
    const { type } = params as { type?: string };
    return keyword === "type" && type !== undefined
        ? `be ${names[type] ?? type}`
        : (message ?? keyword).replace(/^must /, "");
}

/** "/pools/a/allowedUses/0" as "pools.a.allowedUses[0]". */
function property(pointer: string, platform: unknown): string {
    let path = "";
    let value = platform;
    for (const token of pointer.split("/").slice(1)) {
        const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
        path = below(path, Array.isArray(value) ? Number(key) : key);
        value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return path;
}
