// SPDX-License-Identifier: Apache-2.0
import { TYPE_RULE } from "../../lib/argument-types";
import * as pulumi from "@pulumi/pulumi";
import { NETWORK_EXTENSION, NETWORK_RULES, type NetworkModel, networkValues } from "../../lib/extension/network-values";
import { NETWORK_PLAN_RULES } from "../../lib/extension/rules";
import { checked, failOn, promptProblems } from "../checked";
import { derived } from "../objects";
import type { AwaitReadyArgs, ExtensionArgs } from "./extension";
import { type InstallPlanResource, installPlanResource, type PlanCheck } from "./install-plan";

/** Switches of the pool management. */
export interface NetworkIPPoolArgs {
    /** True to manage IP pools. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
    /** True to let the extension's webhook check pools. While its pods are down no pool can be written. Defaults to true. */
    webhook?: pulumi.Input<boolean>;
}

/** Switches of the network policies. */
export interface NetworkPolicyArgs {
    /** True to manage isolation and network policies. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
}

/** What a NetworkExtension is made of. */
export interface NetworkExtensionArgs {
    /** Exact version of the network extension, such as "1.3.0". 1.1.0 has no switches. */
    version: pulumi.Input<string>;
    /** Switches of the pool management. */
    ippool?: pulumi.Input<NetworkIPPoolArgs>;
    /** Switches of the network policies. */
    networkPolicy?: pulumi.Input<NetworkPolicyArgs>;
    /** Anything else of the extension's chart; merged over the switches, and wins. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    values?: pulumi.Input<Record<string, any>>;
    /**
     * All of the config as YAML text, which is kept as it is but for blanks at the end of a line; "" for a plan without
     * config. Not together with ippool, networkPolicy and values.
     */
    configYaml?: pulumi.Input<string>;
    /**
     * Clusters that get the agent, which does all the work: without one there is only the console's menu. Name the host
     * too if it has pools. An empty list removes every agent. Defaults to none.
     */
    clusters?: pulumi.Input<pulumi.Input<string>[]>;
    /** Values for single clusters, merged over the others: maps key by key, lists as a whole. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    overrides?: pulumi.Input<Record<string, any>>;
    /** Count it up to start a failed plan again. Defaults to 0. */
    retry?: pulumi.Input<number>;
    /** How readiness is waited for. */
    awaitReady?: AwaitReadyArgs;
}

/** The config was checked when it was still values, under the names that the user gave them. */
const PLAN: PlanCheck = {
    component: "NetworkExtension",
    rules: NETWORK_PLAN_RULES,
    inOwnWords: (problem) => ({
        ...problem,
        property: problem.property.replace("placement.clusters", "clusters"),
        message: problem.message.replaceAll("placement.clusters", "clusters").replaceAll("'placement'", "'clusters'"),
    }),
};

/** Checks and registers the InstallPlan of the network extension. */
export function networkExtensionResource(
    name: string,
    args: NetworkExtensionArgs,
    opts: pulumi.CustomResourceOptions = {},
): InstallPlanResource {
    const where = { subject: `${PLAN.component} "${name}"`, resource: opts.parent };
    failOn(
        [
            ...promptProblems("NetworkExtension", NETWORK_RULES, args),
            ...promptProblems("Extension", PLAN.rules, planArgs(args))
                .filter(({ rule }) => rule !== TYPE_RULE.id)
                .map(PLAN.inOwnWords),
        ],
        where,
    );
    const model = checked<NetworkExtensionArgs, NetworkModel>("NetworkExtension", args, NETWORK_RULES, where);
    const { version, ippool, networkPolicy, values, configYaml, clusters } = model;
    if (clusters === undefined) {
        void pulumi.log.warn(
            `${where.subject}: 'clusters' is not set, so only the console's part of the network extension is installed and nothing ` +
                'manages pools or isolation. Set it, for example to ["host"]; an empty list says that this is meant.',
            opts.parent,
        );
    }
    const plan = planArgs({ ...args, version, configYaml, clusters });
    const config =
        configYaml === undefined
            ? derived<NetworkModel, Record<string, unknown>>(
                  { version, ippool, networkPolicy, values } as never,
                  networkValues,
              )
            : undefined;
    return installPlanResource(name, { ...plan, config }, opts, PLAN);
}

/** The args of the same InstallPlan as an Extension, but for the config. */
function planArgs({ clusters, ...args }: NetworkExtensionArgs): ExtensionArgs {
    const { version, configYaml, overrides, retry, awaitReady } = args;
    const placement = (clusters ?? undefined) === undefined ? undefined : { clusters };
    return { extension: NETWORK_EXTENSION, version, configYaml, placement, overrides, retry, awaitReady };
}

/**
 * Installs KubeSphere's network extension: one InstallPlan named "network" on the host cluster, with the values that
 * its version understands. It is done when the host and every named cluster that is schedulable have it.
 *
 * Example: new NetworkExtension("network", { version: "1.3.0", clusters: ["host"] })
 */
export class NetworkExtension extends pulumi.ComponentResource {
    /** Name of the InstallPlan. */
    public readonly installPlanName: pulumi.Output<string>;
    /** The version asked for. */
    public readonly version: pulumi.Output<string>;
    /** State of the host's release, such as "Installed". Empty if it could not be read. */
    public readonly state: pulumi.Output<string>;
    /** Namespace that the extension is installed into. Empty if it could not be read. */
    public readonly targetNamespace: pulumi.Output<string>;
    /** The values that the agent of each placed cluster gets: config and override merged, by the cluster's name. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    public readonly effectiveConfig: pulumi.Output<Record<string, any>>;

    constructor(name: string, args: NetworkExtensionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:NetworkExtension", name, args, opts);
        const plan = networkExtensionResource(name, args, { parent: this, customTimeouts: opts?.customTimeouts });
        this.installPlanName = plan.installPlanName;
        this.version = plan.version;
        this.state = plan.state;
        this.targetNamespace = plan.targetNamespace;
        this.effectiveConfig = plan.effectiveConfig;
        this.registerOutputs({
            installPlanName: this.installPlanName,
            version: this.version,
            state: this.state,
            targetNamespace: this.targetNamespace,
            effectiveConfig: this.effectiveConfig,
        });
    }
}
