// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../../cluster/objects";
import { isIsolated, isOfSystem, type WorkspaceObject } from "../../isolation/surroundings";
import { SYSTEM_WORKSPACE } from "../../isolation/system";
import { type Kind, NAMESPACE, WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION } from "../../labels";
import { SYSTEM_RULE, TEMPLATE_ANNOTATION_RULE, TEMPLATE_WINS_RULE } from "../../report/rules/isolation-rules";
import type { Check } from "../check";
import { listOf, type Sight } from "../facts";
import { refTo } from "../objects";

const VALUES: readonly unknown[] = Object.values(ISOLATION);

/** Kinds that carry isolation, and where: of a template only what is below its spec counts. */
const CARRIERS = [
    { kind: NAMESPACE, of: "each" },
    { kind: WORKSPACE, of: "each" },
    { kind: WORKSPACE_TEMPLATE, of: "host" },
] as const;

/** Isolation by keys and values that do nothing, or on objects that it must not be on. */
export const ISOLATION_ANNOTATION_CHECKS: readonly Check[] = [
    ...CARRIERS.map(({ kind, of }): Check => ({
        id: `isolation-key-of-${kind.plural}`,
        reason: "Nothing is isolated by a key that no code of KubeSphere reads.",
        source: "skills/kubesphere-network-extension-operations/references/api_doc.md of KubeSphere",
        area: "isolation",
        of,
        reads: [kind],
        check: ({ here }) =>
            carriers(kind, listOf<WorkspaceObject>(here, kind)).flatMap(({ object, annotations, seen }) => {
                const value = annotations[WORKSPACE_ISOLATE_ANNOTATION];
                return value === undefined
                    ? []
                    : [
                          {
                              severity: "warning",
                              object: refTo(kind, object),
                              message: `It has the annotation ${WORKSPACE_ISOLATE_ANNOTATION} (${value}), which one text of KubeSphere names and no known code reads.`,
                              seen,
                              fix: `Write ${NETWORK_ISOLATE_ANNOTATION} in its place.`,
                          },
                      ];
            }),
    })),
    ...CARRIERS.map(({ kind, of }): Check => ({
        id: `isolation-value-of-${kind.plural}`,
        reason: `Isolation is on with the value ${ISOLATION.on}, and off with any other.`,
        source: "syncNs in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        area: "isolation",
        of,
        reads: [kind],
        check: ({ here }) =>
            carriers(kind, listOf<WorkspaceObject>(here, kind)).flatMap(({ object, annotations, seen }) => {
                const value = annotations[NETWORK_ISOLATE_ANNOTATION];
                return value === undefined || VALUES.includes(value)
                    ? []
                    : [
                          {
                              severity: "warning",
                              object: refTo(kind, object),
                              message: `Its annotation ${NETWORK_ISOLATE_ANNOTATION} has the value "${value}", which counts as off.`,
                              seen,
                              fix: `Write "${ISOLATION.on}" or "${ISOLATION.off}".`,
                          },
                      ];
            }),
    })),
    {
        ...SYSTEM_RULE,
        area: "isolation",
        of: "each",
        reads: [NAMESPACE, WORKSPACE],
        check: ({ here }) =>
            [NAMESPACE, WORKSPACE].flatMap((kind) =>
                carriers(kind, listOf<WorkspaceObject>(here, kind))
                    .filter(({ object }) => isIsolated(object) && belongsToSystem(kind, object))
                    .map(({ object, seen }) => ({
                        severity: "danger",
                        object: refTo(kind, object),
                        message: `It is isolated (${NETWORK_ISOLATE_ANNOTATION} is ${ISOLATION.on}), and belongs to the system.`,
                        seen,
                        fix: `Switch it off: kubectl annotate ${kind.kind.toLowerCase()} ${object.metadata?.name ?? ""} ${NETWORK_ISOLATE_ANNOTATION}=${ISOLATION.off} --overwrite`,
                    })),
            ),
    },
    {
        ...TEMPLATE_ANNOTATION_RULE,
        area: "isolation",
        of: "host",
        reads: [WORKSPACE_TEMPLATE],
        check: ({ here }) =>
            listOf<WorkspaceObject>(here, WORKSPACE_TEMPLATE).flatMap((template) => {
                const value = template.metadata?.annotations?.[NETWORK_ISOLATE_ANNOTATION];
                return value === undefined
                    ? []
                    : [
                          {
                              severity: "warning",
                              object: refTo(WORKSPACE_TEMPLATE, template),
                              message: `The annotation ${NETWORK_ISOLATE_ANNOTATION} (${value}) of the template itself has no effect.`,
                              seen: `get workspacetemplate ${template.metadata?.name ?? ""} -o jsonpath='{.metadata.annotations}'`,
                              fix: "Write it below the template's spec: spec.template.metadata.annotations.",
                          },
                      ];
            }),
    },
    { ...TEMPLATE_WINS_RULE, area: "isolation", of: "each", reads: [WORKSPACE], check: overwritten },
];

/** A Workspace whose template on the host says something else: only until KubeSphere looks at the template again. */
function overwritten({ here, host }: Sight): ReturnType<Check["check"]> {
    const templates = new Map(
        listOf<WorkspaceObject>(host, WORKSPACE_TEMPLATE).map(({ metadata, spec }) => [
            metadata?.name,
            spec?.template?.metadata?.annotations?.[NETWORK_ISOLATE_ANNOTATION],
        ]),
    );
    return listOf<WorkspaceObject>(here, WORKSPACE).flatMap((workspace) => {
        const { name = "", annotations } = workspace.metadata ?? {};
        const [own, forced] = [annotations?.[NETWORK_ISOLATE_ANNOTATION], templates.get(name)];
        const isSame = (own === ISOLATION.on) === (forced === ISOLATION.on);
        return forced === undefined || isSame
            ? []
            : [
                  {
                      severity: "warning",
                      object: refTo(WORKSPACE, workspace),
                      message: `It has ${own === undefined ? "no isolation of its own" : `"${own}"`}, and its template "${forced}", which KubeSphere writes over it.`,
                      seen: `get workspace ${name} -o jsonpath='{.metadata.annotations}'`,
                      fix: "Write the same on both, or take the key off the template and write it on the Workspaces only.",
                  },
              ];
    });
}

function carriers(kind: Kind, objects: readonly WorkspaceObject[]) {
    return objects.map((object) => {
        const isTemplate = kind === WORKSPACE_TEMPLATE;
        const annotated: ClusterObject | undefined = isTemplate ? object.spec?.template : object;
        const path = isTemplate ? "{.spec.template.metadata.annotations}" : "{.metadata.annotations}";
        return {
            object,
            annotations: annotated?.metadata?.annotations ?? {},
            seen: `get ${kind.kind.toLowerCase()} ${object.metadata?.name ?? ""} -o jsonpath='${path}'`,
        };
    });
}

function belongsToSystem(kind: Kind, object: ClusterObject): boolean {
    return kind === WORKSPACE ? object.metadata?.name === SYSTEM_WORKSPACE : isOfSystem(object);
}
