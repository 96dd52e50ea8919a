// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../../kinds";
import type { ClusterChange } from "../objects";
import type { Isolation } from "../report";
import { type PolicyChanges, policyChanges } from "./policies";
import { type Around, isThere, sidesOf, type StatedIsolation, switchOf } from "./stated";

/** What becomes of policies: KubeSphere deletes those of a project that is not isolated, or it depends on the version. */
export type Fate = "stay" | "depends" | "purged";

/** What KubeSphere makes of a project at one time. */
export interface Standing {
    readonly isolation: Isolation;
    /** Workspace that it belongs to; undefined if it is in none, or nobody says or knows in which. */
    readonly workspace?: string;
    readonly around: Around;
    readonly fate: Fate;
    /** Whether anything isolates the project; undefined while that is not known. */
    readonly isIsolated?: boolean;
}

/** A project before and after. */
export interface Project {
    readonly name: string;
    readonly before: Standing;
    readonly after: Standing;
    /** Whether the change makes the namespace. */
    readonly isNew: boolean;
    readonly policies: PolicyChanges;
}

const NO_POLICIES: PolicyChanges = { created: [], changed: [], deleted: [], before: [], after: [] };

/** Every project, by name, that the objects tell anything of, but those that the change deletes. */
export function projectsOf(change: ClusterChange): Project[] {
    const [old, all] = [change.before.of(NAMESPACE), change.after.of(NAMESPACE)];
    const [was, will] = sidesOf(change);
    const policies = policyChanges(change, NAMESPACE_NETWORK_POLICY);
    const names = new Set([...old.keys(), ...all.keys(), ...policies.keys()]);
    const there = [...names].filter((name) => all.has(name) || !isThere(old.get(name)));
    return there.sort().map((name) => {
        const stated = was.project(name);
        const { before, after } = switchOf(stated, will.project(name));
        return {
            name,
            before: standing(was, name, before, stated ?? "unknown"),
            after: standing(will, name, after),
            isNew: !old.has(name) && isThere(all.get(name)),
            policies: policies.get(name) ?? NO_POLICIES,
        };
    });
}

/** `sure` is the isolation without what is only taken to be so. */
function standing(stated: StatedIsolation, name: string, isolation: Isolation, sure = isolation): Standing {
    const around = stated.around(name);
    const workspace = stated.workspaceOf(name);
    // Where its workspace is not known, it may have none, and KubeSphere isolates nothing then.
    const isIsolated = around === "unknown" && workspace === undefined ? undefined : isolatedBy(sure, around);
    return {
        isolation,
        ...(workspace !== undefined && { workspace }),
        around,
        fate: fateOf(sure, around),
        ...(isIsolated !== undefined && { isIsolated }),
    };
}

function isolatedBy(isolation: Isolation, around: Around): boolean | undefined {
    if (around === "outside") {
        return false;
    }
    const own = { on: true, off: false, unknown: undefined }[isolation];
    return own === false ? { on: true, off: false, unknown: undefined, unstated: undefined }[around] : own;
}

/** Source: syncNs in nsnetworkpolicy_controller.go of KubeSphere 3.4; 4.2 keeps what is in an isolated workspace. */
function fateOf(isolation: Isolation, around: Around): Fate {
    if (isolation !== "off" || around === "outside") {
        return "stay";
    }
    return around === "on" || around === "unknown" ? "depends" : "purged";
}
