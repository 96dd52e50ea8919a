// SPDX-License-Identifier: Apache-2.0
// Runs a pack as the SDK's server does, without a process and without gRPC.
import assert from "node:assert/strict";
import {
    type Policies,
    type PolicyResource,
    type ReportViolation,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    Secret,
    type StackValidationArgs,
    type StackValidationPolicy,
} from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize";
import * as proxy from "@pulumi/policy/proxy";
import * as secret from "@pulumi/policy/secret";
import { isMapping } from "../../lib/mapping";
import type { Exemption } from "../../policy/exemptions/exemptions";
import type { FixtureResource, Messages } from "./fixture";

// Exported by the package for tests like these, but left out of its type declarations.
const { unknownCheckingProxy } = proxy as unknown as { unknownCheckingProxy: <T extends object>(value: T) => T };
const { secretsPreservingProxy } = secret;
const { serializeProperties } = deserialize as unknown as {
    serializeProperties: (props: unknown) => Promise<Record<string, unknown>>;
};

/** Configuration by policy. */
export type Configs = Readonly<Record<string, object>>;

/** What a policy reported. */
export interface Report {
    readonly policy: string;
    /** Name of the resource; missing for what is about none. */
    readonly resource?: string;
    readonly message: string;
    /** Set if the report stops nothing, whatever the level of the policy. */
    readonly isAdvice?: true;
}

const STACK: FixtureResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", props: {} };

/** What the policies report of a stack: first of each resource, then of all. */
export async function run(
    policies: Policies,
    stack: readonly FixtureResource[],
    configs: Configs = {},
): Promise<Report[]> {
    const resources = [STACK, ...stack.filter(({ isDeleted }) => !isDeleted)].map(seen);
    const reports: Report[] = [];
    for (const resource of resources) {
        for (const policy of policies.filter(isResourcePolicy)) {
            const args = { ...resource, getConfig: () => configs[policy.name] ?? {} };
            for (const validate of [policy.validateResource ?? []].flat()) {
                await validate(args as unknown as ResourceValidationArgs, reporter(policy.name, reports, resource.urn));
            }
        }
    }
    for (const policy of policies.filter(isStackPolicy)) {
        const args = {
            resources: resources as unknown as PolicyResource[],
            getConfig: () => configs[policy.name] ?? {},
        };
        await policy.validateStack(args as unknown as StackValidationArgs, reporter(policy.name, reports));
    }
    return reports;
}

/** What a policy makes of the properties of a resource, as the engine gets them; undefined if it leaves them alone. */
export async function remediate(
    policy: Policies[number] | undefined,
    resource: FixtureResource,
    config: object = {},
): Promise<unknown> {
    const props = unknownCheckingProxy(secretsPreservingProxy(copied(resource.props)));
    const args = { ...seen(resource), props, getConfig: () => config };
    const result = await (policy as ResourceValidationPolicy).remediateResource?.(
        args as unknown as ResourceValidationArgs,
    );
    return result && serializeProperties(result);
}

/** The messages of a policy by resource. */
export function messagesOf(reports: readonly Report[], kind: "violations" | "advice"): Messages {
    const wanted = reports.filter(({ isAdvice = false }) => isAdvice === (kind === "advice"));
    return Object.fromEntries(
        wanted.map(({ resource = "" }) => [
            resource,
            wanted.filter((each) => (each.resource ?? "") === resource).map(({ message }) => message),
        ]),
    );
}

function urnOf({ type, name }: FixtureResource): string {
    return `urn:pulumi:dev::shop::${type}::${name}`;
}

/** An exemption in force. */
export function exemption(rule: string, resource: string, expires = "2999-12-31"): Exemption {
    return { rule, resource, reason: "It is meant so.", owner: "team-net", expires };
}

/** A resource with the proxy that throws where something unknown is read. */
export function seen(resource: FixtureResource) {
    const { type, name, props, provider } = resource;
    return {
        type,
        name,
        urn: urnOf(resource),
        props: unknownCheckingProxy(structuredClone(props)),
        ...(provider !== undefined && { provider: { urn: provider } }),
    };
}

/** Takes both forms that the SDK takes; its reports have no URN of a resource that is looked at alone: the engine adds it. */
function reporter(policy: string, reports: Report[], alone?: string): ReportViolation {
    return (said: unknown, urn?: string) => {
        const isText = typeof said === "string";
        const violation = (isText ? { message: said, urn } : said) as { message: string; urn?: string };
        const [, resource] = /::([^:]*)$/.exec(violation.urn ?? alone ?? "") ?? [];
        reports.push({
            policy,
            ...(resource !== undefined && { resource }),
            message: violation.message,
            ...(!isText && adviceOf(policy, said as Record<string, unknown>)),
        });
    };
}

function adviceOf(policy: string, { name, enforcementLevel }: Record<string, unknown>): { isAdvice: true } {
    assert.deepEqual([name, enforcementLevel], [policy, "advisory"]);
    return { isAdvice: true };
}

function isResourcePolicy(policy: Policies[number]): policy is ResourceValidationPolicy {
    return "validateResource" in policy;
}

function isStackPolicy(policy: Policies[number]): policy is StackValidationPolicy {
    return "validateStack" in policy;
}

/** A copy that may be changed, with its secrets. */
function copied(value: unknown): unknown {
    if (value instanceof Secret) {
        return new Secret(copied(value.value));
    }
    if (Array.isArray(value)) {
        return value.map(copied);
    }
    return isMapping(value)
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]))
        : value;
}
