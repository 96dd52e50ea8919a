// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { installPlanResource } from "./install-plan";

/** One condition of a label selector. */
export interface ClusterLabelExpressionArgs {
    /** Key of the label. */
    key: pulumi.Input<string>;
    /** "In", "NotIn", "Exists" or "DoesNotExist". */
    operator: pulumi.Input<string>;
    /** Values for "In" and "NotIn". */
    values?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Clusters by their labels: all conditions must hold, and without any every cluster is meant. */
export interface ClusterSelectorArgs {
    /** Labels that a Cluster object must have. */
    matchLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Conditions that a Cluster object's labels must meet. */
    matchExpressions?: pulumi.Input<pulumi.Input<ClusterLabelExpressionArgs>[]>;
}

/** The clusters that get an extension's agent. Either clusters or clusterSelector. */
export interface PlacementArgs {
    /** Names of Cluster objects. The host has one too, by default "host". An empty list removes every agent. */
    clusters?: pulumi.Input<pulumi.Input<string>[]>;
    /** Clusters by their labels. */
    clusterSelector?: pulumi.Input<ClusterSelectorArgs>;
}

/** How readiness is waited for. */
export interface AwaitReadyArgs {
    /**
     * Seconds that the install or upgrade may take on all clusters together. Defaults to the component's custom timeouts
     * for create and update, else to 600.
     */
    timeoutSeconds?: number;
    /** True to register the plan and not look at what becomes of it, now or later. Defaults to false. */
    skip?: boolean;
}

/** What an Extension is made of. */
export interface ExtensionArgs {
    /** Name of the Extension object. It is the name of the InstallPlan too, and cannot be changed in place. */
    extension: pulumi.Input<string>;
    /** Exact version, such as "1.3.0". An ExtensionVersion of this name and version must exist. */
    version: pulumi.Input<string>;
    /** False to take the extension out of KubeSphere's console and API; its pods keep running. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
    /** Values of the extension's chart. Not together with configYaml. Defaults to the chart's own. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    config?: pulumi.Input<Record<string, any>>;
    /** The same as YAML text, which is kept as it is but for blanks at the end of a line. */
    configYaml?: pulumi.Input<string>;
    /**
     * The clusters that get the agent. Leaving it out again, like an empty list of clusters, removes the agents that
     * Pulumi has placed. Defaults to no agents.
     */
    placement?: pulumi.Input<PlacementArgs>;
    /** Values for single clusters of the placement, merged over config: maps key by key, lists as a whole. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    overrides?: pulumi.Input<Record<string, any>>;
    /**
     * Count it up to start a failed plan again: KubeSphere does so only when the config's text changes. Adds a comment
     * to the config and, because comments get lost there, the value "installPlanRetry" to each override. Defaults to 0.
     */
    retry?: pulumi.Input<number>;
    /** How readiness is waited for. */
    awaitReady?: AwaitReadyArgs;
}

/**
 * Installs an extension of KubeSphere: one InstallPlan on the host cluster. It is done when the host and every placed
 * cluster that is schedulable have this version with this config; a plan that failed is an error at once, and again at
 * every later preview and update. The provider must be that of the host cluster.
 *
 * Example: new Extension("gateway", { extension: "gateway", version: "1.0.5", placement: { clusters: ["host"] } })
 */
export class Extension extends pulumi.ComponentResource {
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

    constructor(name: string, args: ExtensionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:Extension", name, args, opts);
        const plan = installPlanResource(name, args, { parent: this, customTimeouts: opts?.customTimeouts });
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
