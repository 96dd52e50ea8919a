// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { Need, Verb } from "../rbac/need";
import { groupOf } from "../rbac/rules";
import { cannotRead, type LiveCluster } from "./cluster";
import { Denied } from "./denied";
import { rightOf } from "./right";
import { post } from "./write";

/** Asks the server whether whoever asks may do something. Every authenticated user may ask that. */
const REVIEW: Kind = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    plural: "selfsubjectaccessreviews",
    namespaced: false,
};

/** Questions that are on their way at the same time. */
const AT_ONCE = 8;

/** A right to do one thing with all objects of a kind, or with one of them. */
interface Right {
    readonly verb: Verb;
    readonly need: Need;
    /** One object; all of them by default. */
    readonly name?: string;
}

/** The rights of needs that somebody lacks, in words: "patch deployments.apps". None is used to find that out. */
export async function missingRights(cluster: LiveCluster, needs: readonly Need[]): Promise<string[]> {
    const rights = needs.flatMap((need) =>
        need.verbs.flatMap((verb) => (need.names ?? [undefined]).map((name): Right => ({ verb, need, name }))),
    );
    const byText = [...new Map(rights.map((right) => [textOf(right), right]))];
    const missing: string[] = [];
    for (let asked = 0; asked < byText.length; asked += AT_ONCE) {
        const some = byText.slice(asked, asked + AT_ONCE);
        const answers = await Promise.all(some.map(([, right]) => isAllowed(cluster, right)));
        missing.push(...some.flatMap(([text], index) => (answers[index] === true ? [] : [text])));
    }
    return missing;
}

/** Throws a Denied with every right that is missing of those without which a command cannot do, whatever its options. */
export async function assertRights(cluster: LiveCluster, needs: readonly Need[]): Promise<void> {
    const required = needs.filter(({ without, option }) => without === undefined && option === undefined);
    const missing = await missingRights(cluster, required);
    if (missing.length > 0) {
        throw new Denied(missing);
    }
}

async function isAllowed(cluster: LiveCluster, { verb, need, name }: Right): Promise<boolean> {
    const { kind, subresource, namespace } = need;
    const resourceAttributes = { group: groupOf(need), resource: kind.plural, subresource, verb, name, namespace };
    const review = { apiVersion: REVIEW.apiVersion, kind: REVIEW.kind, spec: { resourceAttributes } };
    try {
        // It has no name: it is answered, and never kept.
        const answer = await post<{ status: { allowed: boolean } }>(cluster, { kind: REVIEW, name: "" }, review);
        return answer.status.allowed;
    } catch (error) {
        throw cannotRead(REVIEW, error);
    }
}

function textOf({ verb, need, name }: Right): string {
    const { kind, subresource, namespace } = need;
    return rightOf(verb, kind, { subresource, name, namespace });
}
