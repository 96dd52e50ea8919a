// SPDX-License-Identifier: Apache-2.0
import { auditLogMentions, type AuditedWrite, type ControlPlane, writesIn } from "../../sandbox/control-plane";
import { Kubectl } from "./kubectl";
import { until } from "./until";

let marks = 0;

/** Every write that reached the API server while something was done, dry runs left out. */
export async function writesDuring(cluster: ControlPlane, act: () => Promise<unknown>): Promise<AuditedWrite[]> {
    const since = new Date();
    await act();
    // The log is written a little later than the answer: what stands before this mark is complete.
    const mark = `audit-mark-${process.pid}-${marks++}`;
    const kubectl = await Kubectl.connect(cluster.kubeconfig);
    await kubectl.get("v1", "ConfigMap", mark, "default");
    await until(`${mark} in the audit log`, () => auditLogMentions(cluster.auditLog, mark));
    return writesIn(cluster.auditLog, since);
}
