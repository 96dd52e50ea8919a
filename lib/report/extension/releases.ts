// SPDX-License-Identifier: Apache-2.0
import type { ChartValues } from "../../extension/install-plan";
import { UNKNOWN } from "../../tree";
import type { Agents } from "./agents";
import type { Plan } from "./plan";
import { type ValueDifference, valueDifferences, valuesOf } from "./values";

/** A Helm release of an extension: that of the host, or a cluster's agent. */
export interface Release {
    /** Undefined for the host's. */
    readonly cluster?: string;
    /** Texts of its values; undefined where there is no release, UNKNOWN while the text is not known. */
    readonly before: string | typeof UNKNOWN | undefined;
    readonly after: string | typeof UNKNOWN | undefined;
    /** Whether it is left as it is, whatever the plan says. */
    readonly isLeft: boolean;
    /** What of its values differs; undefined while that is not known, or where a text is no YAML mapping. */
    readonly differences?: readonly ValueDifference[];
    readonly values: { readonly before?: ChartValues; readonly after?: ChartValues };
}

/** The releases that there are after the change, the host's first. */
export function releasesOf(before: Plan | undefined, after: Plan, agents: Agents | undefined): Release[] {
    // Where nothing is said about agents, KubeSphere does not even look at them.
    const isLeft = after.scheduling === undefined;
    return [
        release({ before: before?.hostText, after: after.hostText, isLeft: false }),
        ...[...(agents?.kept ?? []), ...(agents?.added ?? [])].sort().map((cluster) => {
            const was = agents?.kept.includes(cluster) ? before?.agentText(cluster) : undefined;
            return release({ cluster, before: was, after: isLeft ? was : after.agentText(cluster), isLeft });
        }),
    ];
}

function release(texts: Omit<Release, "differences" | "values">): Release {
    const [before, after] = [texts.before, texts.after].map((text) =>
        typeof text === "string" ? valuesOf(text) : undefined,
    );
    const was = texts.before === undefined ? {} : before;
    return {
        ...texts,
        values: { ...(before && { before }), ...(after && { after }) },
        ...(was && after && { differences: valueDifferences(was, after) }),
    };
}
