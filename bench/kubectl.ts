// SPDX-License-Identifier: Apache-2.0
import { measure } from "./measure";
import { timed, type Step, type Subject } from "./round";

const COMMANDS: Readonly<Record<Step["kubectl"], readonly string[]>> = {
    diff: ["diff", "--server-side"],
    apply: ["apply", "--server-side"],
    // Waiting for each object in turn would take it minutes, and IPPools are gone at once anyway.
    delete: ["delete", "--wait=false"],
};

/** The plain tool that everything else is compared with. */
export const kubectl: Subject = {
    name: "kubectl",
    async round(site) {
        const env = { ...process.env, KUBECONFIG: site.kubeconfig };
        const seconds = await timed(site, (step) =>
            // 1 is how `kubectl diff` says that there are differences.
            measure([site.kubectl, ...COMMANDS[step.kubectl], "--filename", site.objects], {
                env,
                accepted: step.kubectl === "diff" ? [0, 1] : [0],
            }),
        );
        return { seconds, figures: {} };
    },
};
