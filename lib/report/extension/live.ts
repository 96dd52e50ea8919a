// SPDX-License-Identifier: Apache-2.0
import {
    type ExtensionVersionObject,
    type ExternalDependency,
    type HostSurroundings,
    LIVE_INSTALL_PLAN_RULES,
} from "../../extension/live-rules";
import { EXTENSION_VERSION, INSTALL_PLAN } from "../../kinds";
import { problemsOf } from "../../rule";
import { at, isKnown, UNKNOWN } from "../../tree";
import type { ClusterChange, KubeObject, Objects } from "../objects";
import { listAt, textAt, textsAt } from "../read";
import { VERSION_EXISTS_ID } from "../rules/extension-rules";
import { inTwo } from "../words";
import { clustersOf } from "./clusters";
import type { Found } from "./found";
import type { PlanPair } from "./pairs";
import { Plan } from "./plan";

/** Where the library's names for what a plan is made from stand in it. */
const PLACES: readonly (readonly [name: string, path: string])[] = [
    ["'extension'", "'spec.extension.name'"],
    ["'version'", "'spec.extension.version'"],
    ["'placement", "'spec.clusterScheduling.placement"],
];

/** Rules that say what is missing, for which all of a kind has to be known. */
const NEED_ALL: readonly string[] = [VERSION_EXISTS_ID, "extension-version-gone"];

type LiveProblem = Pick<Found, "rule" | "message" | "wayOut">;

/** What is wrong with a plan on its host after the change, and was not before; nothing where that is not known. */
export function liveFindings({ before, after }: PlanPair, change: ClusterChange): Found[] {
    const [was, will] = [hostOf(change.before, change.isWhole), hostOf(change.after, change.isWhole)];
    const known = before ? problemsWith(before, was) : [];
    if (after === undefined || known === undefined) {
        return [];
    }
    const areVersionsKnown = change.isWhole && (before === undefined || was.versions !== undefined);
    return (problemsWith(after, will) ?? [])
        .filter(({ rule, message }) => !known.some((each) => each.rule === rule && each.message === message))
        .filter(({ rule }) => areVersionsKnown || !NEED_ALL.includes(rule))
        .map(({ rule, message, wayOut }) => ({
            severity: rule === VERSION_EXISTS_ID ? "danger" : "warning",
            rule,
            message,
            wayOut: wayOut || "Correct it before the update.",
        }));
}

/** Undefined while it is not known what the plan is of. */
function problemsWith({ model, placement }: Plan, host: HostSurroundings): LiveProblem[] | undefined {
    return (
        model &&
        problemsOf(LIVE_INSTALL_PLAN_RULES, { plan: model, host })
            .filter(({ property }) => placement !== UNKNOWN || !property.startsWith("placement"))
            .map(({ rule, message }) => ({
                rule,
                ...inTwo(PLACES.reduce((text, [name, path]) => text.replace(name, path), message)),
            }))
    );
}

/** What is known of the host: nothing of a kind of which there is none, since it may not have been looked at. */
function hostOf(objects: Objects, isWhole: boolean): HostSurroundings {
    const versions = [...objects.of(EXTENSION_VERSION).values()];
    const areVersionsKnown = versions.length > 0 && versions.every(({ tree }) => isKnown(at(tree, "metadata")));
    const clusters = clustersOf(objects, isWhole);
    const plans = [...objects.of(INSTALL_PLAN).values()].map((object) => new Plan(object));
    const arePlansKnown = isWhole && plans.every(({ object }) => isKnown(at(object.tree, "status")));
    return {
        isHost: true,
        ...(areVersionsKnown && { versions: versions.map(versionOf) }),
        ...(clusters && { clusters }),
        ...(arePlansKnown && { plans: new Map(plans.map((plan) => [plan.object.name, plan.status])) }),
    };
}

/** What comes with the update gives no cause for blame: it is left out, and a mode that does is none that is known. */
function versionOf({ name, tree }: KubeObject): ExtensionVersionObject {
    const spec = at(tree, "spec");
    const [ksVersion, kubeVersion, version] = ["ksVersion", "kubeVersion", "version"].map((key) => textAt(spec, key));
    const installationMode = at(spec, "installationMode") === UNKNOWN ? "" : textAt(spec, "installationMode");
    return {
        metadata: { name, labels: textsAt(tree, "metadata", "labels") },
        spec: {
            ...(version !== undefined && { version }),
            ...(ksVersion !== undefined && { ksVersion }),
            ...(kubeVersion !== undefined && { kubeVersion }),
            ...(installationMode !== undefined && { installationMode }),
            externalDependencies: listAt(spec, "externalDependencies").filter(isKnown) as ExternalDependency[],
        },
    };
}
