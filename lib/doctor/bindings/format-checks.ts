// SPDX-License-Identifier: Apache-2.0
import { boundPools, type FormatSurvey, OWN_NAME, surveyFormats } from "../../binding/format";
import type { ClusterObject } from "../../cluster/objects";
import { isMeant } from "../../closest";
import { annotatedPools, poolList } from "../../ippool/pins";
import type { IPPoolObject } from "../../ippool/surroundings";
import { IP_POOL, NAMESPACE } from "../../kinds";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION, POOL_ANNOTATION_KEYS } from "../../labels";
import { DISAGREE_RULE } from "../../report/rules/binding-rules";
import { listed, quoted } from "../../report/words";
import type { Check } from "../check";
import { listOf } from "../facts";
import type { Said } from "../finding";
import { refTo } from "../objects";

const FORMATS =
    "skills/kubesphere-network-extension-operations of KubeSphere: inspect a bound namespace before another is bound";

/** What is asked of one namespace. */
interface Bound {
    readonly name: string;
    /** Pools of its labels. */
    readonly labelled: readonly string[];
    /** Names of pools of its annotations; undefined if it has none that can be read. */
    readonly annotated?: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
}

/** Namespaces whose labels and annotations do not go together, or not with those of others. */
export const BINDING_FORMAT_CHECKS: readonly Check[] = [
    {
        id: "binding-label-unknown",
        reason: "KubeSphere shows the namespace as bound to a pool that is not there.",
        source: "api_doc.md of skills/kubesphere-network-extension-operations of KubeSphere",
        area: "bindings",
        of: "each",
        reads: [NAMESPACE, IP_POOL],
        check: (sight) => {
            const pools = listOf<IPPoolObject>(sight.here, IP_POOL).map(({ metadata }) => metadata?.name ?? "");
            return ofNamespaces(({ name, labelled }) => {
                const missing = labelled.filter((pool) => !pools.includes(pool));
                return missing.length === 0
                    ? undefined
                    : {
                          severity: "warning",
                          message: `Its labels bind it to ${quoted(missing)}, and there is no such pool${isMeant(missing[0] ?? "", pools)}.`,
                          fix: `Make the pool, or remove the label: kubectl label namespace ${name} ${ipPoolLabel(missing[0] ?? "")}-`,
                      };
            })(sight);
        },
    },
    {
        ...DISAGREE_RULE,
        area: "bindings",
        of: "each",
        reads: [NAMESPACE],
        check: ofNamespaces(({ labelled, annotated }) =>
            annotated !== undefined && labelled.length > 0 && !isSame(labelled, annotated)
                ? {
                      severity: "warning",
                      message: `Its labels bind it to ${quoted(labelled)}, and its annotations to ${quoted(annotated) || "nothing"}.`,
                      fix: "Write the same pools in both; pods go by the annotations.",
                  }
                : undefined,
        ),
    },
    {
        id: "binding-half",
        reason: "With the label alone KubeSphere shows a binding that no pod follows; with the annotation alone pods follow one that KubeSphere does not show.",
        source: FORMATS,
        area: "bindings",
        of: "each",
        reads: [NAMESPACE],
        check: ofNamespaces(({ labelled, annotated }, { usual }) => {
            if (usual?.calicoAnnotation !== true) {
                return undefined;
            }
            if (labelled.length > 0 && annotated === undefined) {
                return {
                    severity: "warning",
                    message: `It has labels of ${quoted(labelled)} and no annotation of Calico, which other bound namespaces such as "${usual.namespace}" have.`,
                    fix: `Add the annotation ${IPV4_POOLS_ANNOTATION} (${IPV6_POOLS_ANNOTATION} for IPv6), a JSON list of the same pools.`,
                };
            }
            return annotated !== undefined && annotated.length > 0 && labelled.length === 0
                ? {
                      severity: "warning",
                      message: `Its annotations bind it to ${quoted(annotated)}, and it has no label of them, as other bound namespaces such as "${usual.namespace}" have.`,
                      fix: `Add the labels, such as ${ipPoolLabel(annotated[0] ?? "")}.`,
                  }
                : undefined;
        }),
    },
    {
        id: "binding-label-values",
        reason: "What KubeSphere reads from the values of these labels is not documented; those of one cluster should be alike.",
        source: FORMATS,
        area: "bindings",
        of: "each",
        reads: [NAMESPACE],
        check: ofNamespaces(({ labels, labelled }, { usual }) => {
            const strange = labelled.filter(
                (pool) =>
                    usual && labels[ipPoolLabel(pool)] !== (usual.labelValue === OWN_NAME ? pool : usual.labelValue),
            );
            const values = strange.map((pool) => `${ipPoolLabel(pool)}=${labels[ipPoolLabel(pool)] ?? ""}`);
            return usual === undefined || strange.length === 0
                ? undefined
                : {
                      severity: "notice",
                      message: `Its labels have other values than those of "${usual.namespace}" and most others: ${listed(values)}.`,
                      fix: `Give them ${usual.labelValue === OWN_NAME ? "the pool's name as value" : `the value "${usual.labelValue}"`}, as the others have.`,
                  };
        }),
    },
];

function ofNamespaces(
    ask: (bound: Bound, survey: FormatSurvey) => Pick<Said, "severity" | "message" | "fix"> | undefined,
): Check["check"] {
    return ({ here }) => {
        const namespaces = listOf<ClusterObject>(here, NAMESPACE);
        const survey = surveyFormats(namespaces);
        return namespaces.flatMap((namespace) => {
            const bound = boundOf(namespace);
            const said = ask(bound, survey);
            return said
                ? [
                      {
                          ...said,
                          object: refTo(NAMESPACE, namespace),
                          seen: `get namespace ${bound.name} -o jsonpath='{.metadata.labels}{"\\n"}{.metadata.annotations}'`,
                      },
                  ]
                : [];
        });
    };
}

function boundOf({ metadata }: ClusterObject): Bound {
    const { name = "", labels = {}, annotations = {} } = metadata ?? {};
    const isAnnotated = POOL_ANNOTATION_KEYS.some((key) => poolList(annotations[key]));
    return {
        name,
        labels,
        labelled: boundPools(labels),
        ...(isAnnotated && { annotated: annotatedPools(annotations) }),
    };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
    return [...one].sort().join() === [...new Set(other)].sort().join();
}
