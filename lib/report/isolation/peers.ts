// SPDX-License-Identifier: Apache-2.0
import { LIVE_POLICY_RULES } from "../../isolation/live-peer-rules";
import { NAMESPACE_NETWORK_POLICY } from "../../kinds";
import { type Problem, within } from "../../problem";
import { problemsOf } from "../../rule";
import { at, isKnown, type Tree } from "../../tree";
import type { ClusterChange, KubeObject } from "../objects";
import { listAt, textAt } from "../read";
import { inTwo } from "../words";
import { type Found, refOf } from "./found";
import { namespaceOf } from "./policies";
import { type ServiceName, Surroundings } from "./surroundings";

const LISTS = { ingress: "from", egress: "to" } as const;
type Direction = keyof typeof LISTS;

/** Rules by which KubeSphere applies no part of a policy. */
const ALL_OR_NOTHING: readonly string[] = ["policy-service-exists", "policy-service-selector"];

/** A peer of a policy, and where it stands. */
interface Peer {
    readonly direction: Direction;
    readonly path: string;
    readonly service?: ServiceName;
    /** Name of a namespace. */
    readonly namespace?: string;
}

/** What is wrong with the peers of policies after a change and was not before. */
export function peerFindings({ before, after, isWhole }: ClusterChange): Found[] {
    const policies = before.of(NAMESPACE_NETWORK_POLICY);
    const [was, will] = [new Surroundings(before, isWhole), new Surroundings(after, isWhole)];
    return [...after.of(NAMESPACE_NETWORK_POLICY)].flatMap(([key, policy]) => {
        const old = policies.get(key);
        const known = old ? problemsWith(old, was) : [];
        const isNew = (problem: Problem): boolean =>
            !known.some(({ rule, message }) => rule === problem.rule && message === problem.message);
        return problemsWith(policy, will)
            .filter(isNew)
            .map(({ rule, message }) => ({
                severity: ALL_OR_NOTHING.includes(rule) && old && isApplied(old, was) ? "danger" : "warning",
                rule,
                object: refOf(policy),
                ...inTwo(message),
            }));
    });
}

/** Whether KubeSphere applies a policy; false as well while that is not known. */
function isApplied(policy: KubeObject, surroundings: Surroundings): boolean {
    return (
        isKnown(at(policy.tree, "spec")) &&
        peersOf(policy).every(({ service }) => service === undefined || surroundings.selects(service))
    );
}

function problemsWith(policy: KubeObject, surroundings: Surroundings): Problem[] {
    return peersOf(policy).flatMap(({ direction, path, service, namespace }) =>
        problemsOf(LIVE_POLICY_RULES, {
            policy: {
                policyName: policy.name,
                namespace: namespaceOf(policy),
                direction,
                ...(service && { services: [service] }),
                ...(namespace !== undefined && { namespaces: [namespace] }),
            },
            cluster: surroundings.ofPeer(service),
        }).map((problem) => placed(problem, path)),
    );
}

function peersOf({ tree }: KubeObject): Peer[] {
    return (["ingress", "egress"] as const).flatMap((direction) =>
        listAt(tree, "spec", direction).flatMap((rule, index) =>
            listAt(rule, LISTS[direction]).map((peer, place) => ({
                direction,
                path: `spec.${direction}[${index}].${LISTS[direction]}[${place}]`,
                ...whoIs(peer),
            })),
        ),
    );
}

/** A service beats a namespace in the same peer. Source: convertPeer in nsnetworkpolicy_controller.go of KubeSphere 3.4. */
function whoIs(peer: Tree): Pick<Peer, "service" | "namespace"> {
    const service = at(peer, "service");
    const [namespace, name] = [textAt(service, "namespace"), textAt(service, "name")];
    if (namespace !== undefined && name !== undefined) {
        return { service: { namespace, name } };
    }
    const source = service === undefined ? textAt(peer, "namespace", "name") : undefined;
    return source === undefined ? {} : { namespace: source };
}

/** The problem of a single peer, as the object spells its place. */
function placed(problem: Problem, path: string): Problem {
    const [found = problem] = within(path, [problem]);
    return {
        ...found,
        message: found.message
            .replaceAll(`${path}.services[0]`, `${path}.service`)
            .replaceAll(`${path}.namespaces[0]`, `${path}.namespace.name`),
    };
}
