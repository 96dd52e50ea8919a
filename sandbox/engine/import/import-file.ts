// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import { present } from "../present";
import { isProviderType } from "../urn";
import type { Properties } from "../values";
import { readValues } from "./property-values";

/** A resource of an import file. */
export interface ImportSpec {
    readonly type: string;
    /** What other resources of the file call it. */
    readonly name: string;
    /** Its name in the program. */
    readonly logicalName: string;
    /** What the provider knows it by; undefined for components and providers. */
    readonly id?: string;
    /** Name of its parent; undefined directly under the stack. */
    readonly parent?: string;
    /** Name of its provider; undefined for the default provider. */
    readonly provider?: string;
    /** Version of the package, which names the default provider. */
    readonly version?: string;
    readonly component?: boolean;
    /** Secrets are in their envelopes. */
    readonly inputs?: Properties;
    /** The whole state, so that nothing is read. Secrets are in their envelopes. */
    readonly outputs?: Properties;
}

/** What `pulumi import --file` takes; importFile of Pulumi's pkg/cmd/pulumi/operations/import.go. */
export interface ImportFile {
    /** URNs of resources that are in the stack, by the name that the file calls them. */
    readonly nameTable: Readonly<Record<string, string>>;
    readonly resources: readonly ImportSpec[];
}

type GivenSpec = Omit<ImportSpec, "name" | "logicalName" | "type"> &
    Partial<Pick<ImportSpec, "name" | "logicalName" | "type">>;

const TEXT = { type: "string" };
const SPEC = {
    type: "object",
    additionalProperties: false,
    properties: {
        ...{ type: TEXT, name: TEXT, logicalName: TEXT, id: TEXT, parent: TEXT, provider: TEXT, version: TEXT },
        component: { type: "boolean" },
        inputs: { type: "object" },
        outputs: { type: "object" },
    },
};
const SCHEMA = {
    type: "object",
    additionalProperties: false,
    required: ["resources"],
    properties: {
        nameTable: { type: "object", additionalProperties: TEXT },
        resources: { type: "array", items: SPEC, minItems: 1 },
    },
};

/** Fields that the Pulumi CLI knows and this engine has no use for. */
const UNSUPPORTED = ["remote", "properties", "pluginDownloadUrl", "parameterization", "extension", "providerInputs"];

/** Reads an import file. Throws one error with everything that is wrong with it. */
export function readImportFile(path: string): ImportFile {
    const given = parsed(path);
    const validate = new Ajv({ allErrors: true }).compile<{
        nameTable?: Record<string, string>;
        resources: GivenSpec[];
    }>(SCHEMA);
    if (!validate(given)) {
        throw importError(path, (validate.errors ?? []).map(shapeProblem));
    }
    const problems: string[] = [];
    const resources = given.resources.map(present).map((spec, index) => {
        const { name = "", logicalName = "", type = "" } = spec;
        const values = { inputs: readValues(spec.inputs), outputs: readValues(spec.outputs) };
        const named = { ...spec, name: name || logicalName, logicalName: logicalName || name, type };
        const wrong = [
            ...fieldProblems(named),
            ...Object.entries(values).flatMap(([field, read]) => read.problems.map((what) => `'${field}' ${what}`)),
        ];
        problems.push(...wrong.map((what) => `${subjectOf(named, index)}: ${what}`));
        return { ...named, inputs: values.inputs.values, outputs: values.outputs.values };
    });
    if (problems.length > 0) {
        throw importError(path, problems);
    }
    return { nameTable: given.nameTable ?? {}, resources };
}

/** One error for all that is wrong with an import. */
export function importError(path: string, problems: readonly string[]): Error {
    return new Error(`${path} cannot be imported:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
}

/** A resource of the file in words. */
export function subjectOf({ name, id, type }: GivenSpec, index: number): string {
    const which = [name, id].find((text) => text !== undefined && text !== "");
    return `resource ${which === undefined ? index : `'${which}'`}${type ? ` of type '${type}'` : ""}`;
}

function parsed(path: string): unknown {
    try {
        return JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new Error(code === undefined ? `${path} is not JSON: ${message}.` : `${path} cannot be read: ${code}.`, {
            cause: error,
        });
    }
}

function shapeProblem({ instancePath, message = "", params }: ErrorObject): string {
    const at = instancePath.slice(1).replaceAll("/", ".") || "the file";
    const { additionalProperty: field } = params as { additionalProperty?: string };
    if (field === undefined) {
        return `${at} ${message}.`;
    }
    return UNSUPPORTED.includes(field)
        ? `${at} has '${field}', which the sandbox engine does not support. Use the Pulumi CLI.`
        : `${at} has '${field}', which is no field of an import file.`;
}

function fieldProblems({ type, name, id = "", component = false, outputs = {} }: GivenSpec): string[] {
    const isProvider = isProviderType(type ?? "");
    const rules: readonly (readonly [boolean, string])[] = [
        [type === "", "it has no type."],
        [name === "", "it has neither a name nor a logicalName."],
        [isProvider && id !== "", "it has an id, but is a provider, which is made and not read. Leave 'id' out."],
        [isProvider && component, "it is a provider and no component. Leave 'component' out."],
        [isProvider && Object.keys(outputs).length > 0, "it is a provider, which has no outputs. Give 'inputs'."],
        [!isProvider && !component && id === "", "it has no id."],
        [!isProvider && component && id !== "", "it has an id, but is a component. Leave one of the two out."],
    ];
    return rules.flatMap(([isBroken, message]) => (isBroken ? [message] : []));
}
