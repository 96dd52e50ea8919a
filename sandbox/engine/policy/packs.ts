// SPDX-License-Identifier: Apache-2.0
import type { Events } from "../events";
import type { Goal } from "../goal";
import type { EventBody, ResourceState } from "../model";
import { providerUrn } from "../providers";
import { urnName, urnType } from "../urn";
import type { Properties } from "../values";
import { PolicyViolation } from "../deployment/failure";
import type { PolicyChecks } from "./checks";
import { type PolicyDiagnostic, toPolicyEvent, toRemediationEvent } from "./diagnostics";
import type { AnalyzedProvider, AnalyzedResource } from "./messages";
import type { PolicyPackRunner } from "./runner";

/** Checks a run with policy packs that may still be starting. */
export class PackChecks implements PolicyChecks {
    private readonly violated: string[] = [];
    /** What has been told: a resource that is replaced is looked at twice, the second time under its new name. */
    private readonly told = new Set<string>();

    constructor(
        private readonly packs: Promise<readonly PolicyPackRunner[]>,
        private readonly events: Events,
        private readonly preview: boolean,
        private readonly providerInputs: (urn: string) => Properties,
    ) {}

    public async resource(goal: Goal, inputs: Properties): Promise<Properties> {
        const packs = await this.packs;
        const resource = this.analyzed(goal);
        let current = inputs;
        for (const pack of packs) {
            const { properties, remediations, diagnostics } = await pack.remediate({
                ...resource,
                properties: current,
            });
            current = properties;
            for (const remediation of remediations) {
                const { policyName, policyPackName } = remediation;
                this.tell([policyPackName, policyName, goal.urn], {
                    policyRemediationEvent: toRemediationEvent(remediation),
                });
            }
            this.report(diagnostics, goal.urn);
        }
        const found = await Promise.all(packs.map((pack) => pack.analyze({ ...resource, properties: current })));
        this.report(found.flat(), goal.urn);
        return current;
    }

    public async stack(states: readonly ResourceState[]): Promise<void> {
        const packs = await this.packs;
        const resources = states.map((state) => this.analyzedState(state));
        const found = await Promise.all(packs.map((pack) => pack.analyzeStack(resources)));
        const root = states.find(({ parent, custom }) => parent === undefined && !custom);
        this.report(found.flat(), root?.urn);
        this.stopIfViolated();
    }

    /** Tells every violation. An update stops at the first that must not be; a preview goes on and shows them all. */
    private report(diagnostics: readonly PolicyDiagnostic[], urn: string | undefined): void {
        for (const diagnostic of diagnostics) {
            const { policyName, policyPackName, message } = diagnostic;
            this.tell([policyPackName, policyName, diagnostic.urn ?? urn ?? "", message], {
                policyEvent: toPolicyEvent(diagnostic, urn),
            });
        }
        const mandatory = diagnostics.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
        this.violated.push(...mandatory.map(({ policyName }) => policyName));
        if (!this.preview) {
            this.stopIfViolated();
        }
    }

    private tell(what: readonly string[], event: EventBody): void {
        const key = what.join("\n");
        if (!this.told.has(key)) {
            this.told.add(key);
            this.events.emit(event);
        }
    }

    private stopIfViolated(): void {
        if (this.violated.length > 0) {
            throw new PolicyViolation(this.violated);
        }
    }

    private analyzed(goal: Goal): Omit<AnalyzedResource, "properties"> {
        return {
            urn: goal.urn,
            type: goal.type,
            name: goal.name,
            options: {
                protect: goal.protect,
                ignoreChanges: goal.ignoreChanges,
                ...(goal.deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace: goal.deleteBeforeReplace }),
                additionalSecretOutputs: goal.additionalSecretOutputs,
                aliases: goal.aliases,
                customTimeouts: goal.customTimeouts,
                parent: goal.parent,
            },
            ...this.providerOf(goal.provider),
        };
    }

    private analyzedState(state: ResourceState): AnalyzedResource {
        return {
            urn: state.urn,
            type: state.type,
            name: urnName(state.urn),
            // What a rule looks at is what the program asked for; a preview knows little else.
            properties: { ...state.outputs, ...state.inputs },
            options: { protect: state.protect === true, ...(state.parent ? { parent: state.parent } : {}) },
            ...this.providerOf(state.provider ?? ""),
            ...(state.parent ? { parent: state.parent } : {}),
            dependencies: state.dependencies ?? [],
            propertyDependencies: state.propertyDependencies ?? {},
        };
    }

    private providerOf(reference: string): { provider?: AnalyzedProvider } {
        if (reference === "") {
            return {};
        }
        const urn = providerUrn(reference);
        return {
            provider: { urn, type: urnType(urn), name: urnName(urn), properties: this.providerInputs(urn) },
        };
    }
}
