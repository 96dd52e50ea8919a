// SPDX-License-Identifier: Apache-2.0
import { means, poolList } from "../../ippool/pins";
import { POOL_ANNOTATIONS } from "../../labels";
import { numbered, quoted } from "../../report/words";
import type { ContextCheck, MigrationContext } from "../context";
import { isBoundTo, type NamespaceBinding, namespaceTitle } from "../namespace-binding";
import type { MigrationCheck } from "../plan";

/** Namespaces whose new pods fail, or whose keys do not say the same: what is meant has to be said first. */
export const brokenNamespaces: ContextCheck = (context) => {
    const rolled = new Set(context.others.map(({ move }) => move.namespace));
    const concerned = context.bindings.filter((each) => context.moving.includes(each) || rolled.has(each.name));
    return concerned.flatMap((binding) => listFaults(binding, context));
};

/** Source: ResolvePools in cni-plugin/internal/pkg/utils/utils.go and determinePools in libcalico-go/lib/ipam/ipam.go of Calico */
function listFaults(binding: NamespaceBinding, context: MigrationContext): MigrationCheck[] {
    const { name, annotations } = binding;
    return ([4, 6] as const).flatMap((family) => {
        const text = annotations[POOL_ANNOTATIONS[family]];
        const fault = text === undefined ? undefined : faultOf(text, family, context);
        return fault === undefined
            ? []
            : [
                  {
                      severity: "danger" as const,
                      rule: "migration-namespace-broken",
                      object: namespaceTitle(name),
                      message: `Its annotation ${POOL_ANNOTATIONS[family]} (${text ?? ""}) ${fault}: every pod that is rolled there fails.`,
                      wayOut: 'Mend it first: a JSON list of pools that are there, such as ["pool-a"].',
                  },
              ];
    });
}

function faultOf(text: string, family: 4 | 6, { pools, from, to }: MigrationContext): string | undefined {
    const list = poolList(text);
    if (list === undefined) {
        return "is no JSON list of pools";
    }
    const unusable = list.filter((entry) => {
        const pool = pools.find((each) => means(entry, each));
        // Whether these two are enabled is a question of its own.
        const isDisabled = pool?.name !== from.name && pool?.name !== to.name && pool?.spec.disabled === true;
        return pool?.cidr.family !== family || isDisabled;
    });
    return unusable.length === 0
        ? undefined
        : `lists ${quoted(unusable)}, which ${numbered(unusable.length, "is no enabled pool", "are no enabled pools")} of IPv${family}`;
}

/** Source: cni-plugin/pkg/k8s/k8s.go of Calico, by which pods go; KubeSphere goes by the labels */
export const namespaceKeys: ContextCheck = (context) => context.moving.flatMap((each) => keyFaults(each, context));

function keyFaults(binding: NamespaceBinding, context: MigrationContext): MigrationCheck[] {
    const { from, to, bindings } = context;
    const { name, labelled, key, text, list } = binding;
    const base = { object: namespaceTitle(name) };
    const isLabelled = labelled.includes(from.name);
    if (text === undefined) {
        const other = bindings.find((each) => each.labelled.length > 0 && each.text !== undefined);
        return [other ? labelsOnly(binding, other, context) : temporaryAnnotation(binding)];
    }
    const isListed = list?.some((entry) => means(entry, from) || means(entry, to)) === true;
    if (isLabelled && list !== undefined && !isListed) {
        return [
            {
                ...base,
                severity: "danger",
                rule: "migration-keys-disagree",
                message: `KubeSphere's labels bind it to "${from.name}", and its annotation ${key} (${text}) does not list it: pods go by the annotation.`,
                wayOut: "Give labels and annotation the same pools first.",
            },
        ];
    }
    return labelled.length > 0 && !isLabelled && isBoundTo(binding, from)
        ? [
              {
                  ...base,
                  severity: "warning",
                  rule: "migration-keys-disagree",
                  message: `Its annotation ${key} (${text}) lists "${from.name}", and KubeSphere's labels bind it to ${quoted(labelled)} alone: the labels stay as they are.`,
                  wayOut: "Give labels and annotation the same pools.",
              },
          ]
        : [];
}

function labelsOnly(
    { name, labelled, key }: NamespaceBinding,
    other: NamespaceBinding,
    { pools, from }: MigrationContext,
): MigrationCheck {
    const own = pools.filter(({ cidr }) => cidr.family === from.cidr.family).map((pool) => pool.name);
    const value = JSON.stringify(labelled.filter((pool) => own.includes(pool)));
    return {
        severity: "danger",
        rule: "migration-labels-only",
        object: namespaceTitle(name),
        message: `KubeSphere's labels bind it to ${quoted(labelled)}, and it has no annotation ${key} as "${other.name}" has: its pods get addresses of any pool that is open to all.`,
        wayOut: `Annotate it first, or unbind it: kubectl annotate namespace ${name} '${key}=${value}'`,
    };
}

function temporaryAnnotation({ name, key }: NamespaceBinding): MigrationCheck {
    return {
        severity: "notice",
        rule: "migration-labels-only",
        object: namespaceTitle(name),
        message: `It is bound by KubeSphere's labels alone. While its workloads are rolled it has the annotation ${key} too, since pods go by that.`,
        wayOut: "Nothing has to be done: the annotation is taken off in the end.",
    };
}
