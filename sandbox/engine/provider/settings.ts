// SPDX-License-Identifier: Apache-2.0
import { assertNoProblems, type Problem, shown } from "kubesphere-network/lib/problem";
import type { Properties } from "../values";

/** What a program may say about a Kubernetes provider, decoded. */
export interface Settings {
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
    readonly namespace?: string;
    /** Decides when everything of the provider must be replaced; a change of it is not supported. */
    readonly clusterIdentifier?: string;
    readonly enableConfigMapMutable: boolean;
    readonly enableSecretMutable: boolean;
    readonly enablePatchForce: boolean;
    readonly suppressDeprecationWarnings: boolean;
    readonly suppressHelmHookWarnings: boolean;
    readonly upsertExistingObjects: boolean;
}

const TEXTS = ["kubeconfig", "context", "cluster", "namespace", "clusterIdentifier"] as const;
const SWITCHES = [
    "enableConfigMapMutable",
    "enableSecretMutable",
    "enablePatchForce",
    "suppressDeprecationWarnings",
    "suppressHelmHookWarnings",
    "upsertExistingObjects",
] as const;
/** The only values that the sandbox engine can work with, which are the provider's defaults. */
const FIXED: Readonly<Record<string, boolean>> = {
    alwaysRender: false,
    deleteUnreachable: false,
    enableServerSideApply: true,
    skipUpdateUnreachable: false,
};
/** Said about the plugin, not to it; Pulumi's engine has "__internal" in its states. */
const IGNORED = ["version", "pluginDownloadURL", "__internal"];

function problem(property: string, value: unknown, what: string): Problem {
    return { rule: "kubernetes-provider", property, message: `'${property}' (${shown(value)}) ${what}` };
}

/** The SDK sends switches as JSON text. */
function asSwitch(value: unknown): boolean | undefined {
    return value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
}

function check(property: string, value: unknown): Problem[] {
    const isText = (TEXTS as readonly string[]).includes(property);
    const isSwitch = (SWITCHES as readonly string[]).includes(property);
    const fixed = FIXED[property];
    if (isText) {
        return typeof value === "string" ? [] : [problem(property, value, "must be text.")];
    }
    if (isSwitch) {
        return asSwitch(value) === undefined ? [problem(property, value, "must be true or false.")] : [];
    }
    if (fixed !== undefined) {
        const allowed = asSwitch(value) === fixed;
        return allowed ? [] : [problem(property, value, `is not supported by the sandbox engine, only ${fixed} is.`)];
    }
    const known = [...TEXTS, ...SWITCHES].join(", ");
    return [problem(property, value, `is not supported by the sandbox engine. Leave it out; it knows ${known}.`)];
}

/** Reads a provider's inputs. Nothing is ignored: what is not supported is refused by name. */
export function readSettings(inputs: Properties): Settings {
    const given = Object.entries(inputs).filter(
        ([property, value]) => value !== undefined && value !== null && !IGNORED.includes(property),
    );
    assertNoProblems(
        "Kubernetes provider",
        given.flatMap(([property, value]) => check(property, value)),
    );
    const texts = given.filter(([property, value]) => (TEXTS as readonly string[]).includes(property) && value !== "");
    return {
        ...(Object.fromEntries(texts) as Partial<Record<(typeof TEXTS)[number], string>>),
        ...(Object.fromEntries(SWITCHES.map((name) => [name, asSwitch(inputs[name]) ?? false])) as Record<
            (typeof SWITCHES)[number],
            boolean
        >),
    };
}
