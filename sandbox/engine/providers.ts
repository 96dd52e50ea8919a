// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Goal } from "./goal";
import type { ResourceState } from "./model";
import { createKubernetesProvider } from "./provider/kubernetes";
import type { Provider } from "./provider/provider";
import { buildUrn, isProviderType, packageOf, parseProviderReference, providerPackage } from "./urn";
import { containsUnknown, type Properties, UNKNOWN, withoutSecrets } from "./values";

/** The one package that this engine has a provider for. */
const KUBERNETES = "kubernetes";

/** Providers of a run, made when first asked for, by the reference that resources name them with. */
export class Providers {
    private readonly open = new Map<string, Provider | undefined>();

    constructor(
        private readonly place: { stack: string; project: string },
        private readonly config: Readonly<Record<string, string>>,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    /** URN of the provider that a resource without an explicit one gets. */
    public defaultUrn(goal: Goal): string {
        refuseUnknownPackage(goal.type);
        const version = goal.version.replaceAll(/[.+-]/g, "_");
        const name = version === "" ? "default" : `default_${version}`;
        return buildUrn(this.place, `pulumi:providers:${packageOf(goal.type)}`, name);
    }

    /** State of a default provider: the stack's configuration for the package. */
    public defaultState(urn: string, version: string, old: ResourceState | undefined): ResourceState {
        const prefix = `${providerPackage(urn)}:`;
        const settings = Object.entries(this.config).filter(([key]) => key.startsWith(prefix));
        const inputs: Properties = Object.fromEntries(
            settings.map(([key, value]) => [key.slice(prefix.length), value]),
        );
        const full = withVersion(inputs, version);
        const now = new Date().toISOString();
        return {
            urn,
            custom: true,
            id: old?.id ?? randomUUID(),
            type: `pulumi:providers:${providerPackage(urn)}`,
            inputs: full,
            outputs: full,
            created: old?.created ?? now,
            modified: now,
        };
    }

    /** Undefined while the provider's own configuration is not known yet. */
    public get(state: ResourceState): Provider | undefined {
        const key = `${state.urn}::${state.id ?? ""}::${JSON.stringify(state.inputs)}`;
        if (!this.open.has(key)) {
            this.open.set(key, this.make(state));
        }
        return this.open.get(key);
    }

    public async close(): Promise<void> {
        await Promise.all([...this.open.values()].map((provider) => provider?.close() ?? Promise.resolve()));
    }

    private make(state: ResourceState): Provider | undefined {
        refuseUnknownPackage(`${providerPackage(state.urn)}:`);
        const inputs = withoutSecrets(state.inputs ?? {});
        if (containsUnknown(inputs)) {
            return undefined;
        }
        const ambient = this.env["KUBECONFIG"] ? { kubeconfig: this.env["KUBECONFIG"] } : {};
        return createKubernetesProvider({ inputs: { ...ambient, ...inputs } });
    }
}

/** Inputs of a provider as Pulumi's engine keeps them: the version of its package is one of them. */
export function withVersion(inputs: Properties, version: string): Properties {
    return version === "" ? inputs : { ...inputs, version };
}

/** Whether a provider is configured as its state says; an older state may lack the version, Pulumi's has "__internal". */
export function isConfiguredAs(old: ResourceState, inputs: Properties): boolean {
    const { __internal: _, ...before } = withoutSecrets(old.inputs ?? {});
    const now = withoutSecrets(inputs);
    return isDeepStrictEqual({ ...("version" in now && { version: now.version }), ...before }, now);
}

/** The provider's URN of a reference; its id may still be unknown in a preview. */
export function providerUrn(reference: string): string {
    return parseProviderReference(reference).urn;
}

export function providerReference(state: ResourceState): string {
    return `${state.urn}::${state.id ?? UNKNOWN}`;
}

/** Says what to do about a resource that no provider of the sandbox serves. */
export function refuseUnknownPackage(type: string): void {
    const name = isProviderType(type) ? (type.split(":")[2] ?? "") : packageOf(type);
    if (name !== KUBERNETES) {
        throw new Error(
            `The sandbox engine has no provider for package '${name}' (${type}); it runs 'kubernetes' only. ` +
                "Run this program with the Pulumi CLI.",
        );
    }
}
