// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { agentConfig, trimConfig } from "../../extension/config";
import { type InstallPlanModel, NO_CLUSTER, type Placement } from "../../extension/install-plan";
import type { InstallationStatus, InstallPlanStatus } from "../../extension/readiness";
import { isMapping } from "../../mapping";
import { at, isKnown, type Tree, UNKNOWN } from "../../tree";
import type { KubeObject } from "../objects";
import { textAt } from "../read";

/** What agents and values an InstallPlan has, of which parts may be unknown. */
export class Plan {
    constructor(readonly object: KubeObject) {}

    /** Name of the extension; undefined while it is not known. */
    get extension(): string | undefined {
        return textAt(this.object.tree, "spec", "extension", "name");
    }

    get version(): string | undefined {
        return textAt(this.object.tree, "spec", "extension", "version");
    }

    get enabled(): boolean | undefined {
        const value = at(this.object.tree, "spec", "enabled");
        return typeof value === "boolean" ? value : undefined;
    }

    /** Where the agents go and what they get beside the config; undefined if nothing is said about it. */
    get scheduling(): Tree {
        return at(this.object.tree, "spec", "clusterScheduling");
    }

    /** The placement; UNKNOWN while it is not known, undefined where there is none that KubeSphere could follow. */
    get placement(): Placement | typeof UNKNOWN | undefined {
        const placement = at(this.scheduling, "placement");
        if (!isKnown(placement)) {
            return UNKNOWN;
        }
        return isPlacement(placement) ? normal(placement) : undefined;
    }

    /** The text of the host's values; UNKNOWN while it is not known. */
    get hostText(): string | typeof UNKNOWN {
        const config = at(this.object.tree, "spec", "config");
        return config === UNKNOWN ? UNKNOWN : typeof config === "string" ? trimConfig(config) : "";
    }

    /** The text of the values of a cluster's agent; UNKNOWN while it is not known. */
    agentText(cluster: string): string | typeof UNKNOWN {
        const config = this.hostText;
        const override = at(this.scheduling, "overrides", cluster);
        if (config === UNKNOWN || override === UNKNOWN) {
            return UNKNOWN;
        }
        return agentConfig(config, typeof override === "string" ? trimConfig(override) : undefined);
    }

    /** What KubeSphere wrote of the plan; nothing while parts of it are not known. */
    get status(): InstallPlanStatus {
        const status = at(this.object.tree, "status");
        return isKnown(status) && isMapping(status) ? status : {};
    }

    /** What it wrote of each agent, by cluster. */
    get agentStatuses(): Readonly<Record<string, InstallationStatus>> {
        const statuses = this.status.clusterSchedulingStatuses;
        return isMapping(statuses) ? statuses : {};
    }

    /** What the library's rules read; undefined while the extension or its version is not known. */
    get model(): InstallPlanModel | undefined {
        const { extension, version, placement } = this;
        return extension === undefined || version === undefined
            ? undefined
            : { extension, version, ...(placement !== undefined && placement !== UNKNOWN && { placement }) };
    }
}

function isPlacement(placement: Tree): placement is Placement {
    const [clusters, selector] = [at(placement, "clusters"), at(placement, "clusterSelector")];
    const expressions = at(selector, "matchExpressions");
    return (
        isMapping(placement) &&
        (clusters === undefined || Array.isArray(clusters)) &&
        (selector === undefined || isMapping(selector)) &&
        (expressions === undefined || Array.isArray(expressions))
    );
}

/** The selector of no cluster is known by what it is. */
function normal(placement: Placement): Placement {
    return isDeepStrictEqual(placement.clusterSelector, NO_CLUSTER)
        ? { ...placement, clusterSelector: NO_CLUSTER }
        : placement;
}
