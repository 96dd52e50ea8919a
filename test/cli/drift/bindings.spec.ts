// SPDX-License-Identifier: Apache-2.0
// A binding of a stack on a real API server, changed with kubectl or as the console. Does not prove what Calico makes of it.
import { namespace } from "../cluster/objects";
import { describeDrift, itTells } from "./cases";
import { conflictWith, takeOwnershipOf } from "./sentences";

const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const LIST = `metadata.annotations["${IPV4}"]`;

describeDrift("Drift of bindings on a real control plane", (platform) => {
    const { one, two, foreign, shop } = platform;
    const labelOf = (name: string): string => `metadata.labels["${LABEL}${name}"]`;
    const rebound = (to: string): string[] => [
        "warning",
        "drift-binding-pools",
        `Namespace ${shop}`,
        `${two}, ${one}`,
        to,
    ];

    itTells(platform, [
        {
            title: "a binding whose keys are gone",
            by: async () => {
                await platform.shell(`kubectl label namespace ${shop} ${LABEL}${one}-`);
                await platform.shell(`kubectl annotate namespace ${shop} --overwrite '${IPV4}=["${two}"]'`);
            },
            drift: {
                what: rebound(two),
                message: `${shop} is no longer bound to "${one}".`,
                changedBy: [
                    [labelOf(one), "hint"],
                    [LIST, "owner", "kubectl-annotate"],
                ],
                onUpdate: conflictWith("kubectl-annotate"),
                update: takeOwnershipOf(`projects.${shop}`),
            },
        },
        {
            title: "a label that binds to a further pool",
            leaves: ["drift-binding-half"],
            by: () => platform.shell(`kubectl label namespace ${shop} ${LABEL}${foreign}=`),
            drift: {
                what: rebound(`${two}, ${one}, ${foreign}`),
                message: `${shop} is bound to "${foreign}", which nobody wants.`,
                changedBy: [[labelOf(foreign), "owner", "kubectl-label"]],
                onUpdate:
                    "No update touches it, with --refresh or without: the stack does not own what somebody added.",
                update: "The stack cannot: it does not own what somebody added.",
            },
        },
        {
            title: "the order of pools",
            by: () => platform.byConsole(namespace(shop, { annotations: { [IPV4]: `["${one}","${two}"]` } })),
            drift: {
                what: ["notice", "drift-binding-order", `Namespace ${shop}`, `${two}, ${one}`, `${one}, ${two}`],
                message: `The pools of ${shop} are in another order: Calico takes addresses of "${one}" first.`,
                changedBy: [[LIST, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: takeOwnershipOf(`projects.${shop}`),
            },
        },
    ]);
});
