// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, NETWORK_POLICY } from "../../kinds";
import type { ConnectionChange, Finding, ObjectRef, Parties } from "../report";
import { GAINED_RULE, LOSS_RULES, LOST_RULE, PORTS_RULE } from "../rules/connectivity-rules";
import { listed } from "../words";
import type { Asked } from "./asked";

const AREA = "connectivity";

/** From better to worse. "unknown" is no better or worse than anything. */
const ORDER = ["yes", "partly", "no"];

/** Whether an answer is worse after the change. */
export function isWorse({ before, after }: Asked): boolean {
    return before !== "unknown" && ORDER.indexOf(after) > ORDER.indexOf(before);
}

/** What is said of standing questions whose answers get worse. */
export function answerFindings(asked: readonly Asked[]): Finding[] {
    return asked.filter(isWorse).map(({ question, namespace, before, after, reason }) => {
        const { id, severity, lost, reason: why, wayOut } = LOSS_RULES[question];
        const pods = `${after === "no" ? "the" : "some"} pods of ${namespace}`;
        return {
            severity,
            area: AREA,
            rule: id,
            object: { kind: "Namespace", name: namespace },
            before,
            after,
            message: `${capitalized(lost.replace("{pods}", pods))} ${reason} ${why}`,
            wayOut,
        };
    });
}

function capitalized(text: string): string {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Connections that become other ones, and whether they are closed at any port that was open. */
export interface Connection {
    readonly connection: ConnectionChange;
    readonly losesPorts: boolean;
}

/** What is said of connections that become other ones. */
export function connectionFindings(connections: readonly Connection[]): Finding[] {
    return connections.map((each) => {
        const { before, after } = each.connection;
        return { area: AREA, object: objectOf(each.connection), before, after, ...said(each) };
    });
}

function said({ connection, losesPorts }: Connection): Pick<Finding, "severity" | "rule" | "message" | "wayOut"> {
    const { change, from, to, before, after, decidedBy } = connection;
    const by = decidedBy.length === 0 ? "" : ` Decided by ${listed(decidedBy)}.`;
    switch (change) {
        case "lost":
            return {
                severity: "warning",
                rule: LOST_RULE.id,
                message: `${capitalized(from.text)} can no longer reach ${to.text}.${by}`,
                wayOut: "Add an allow rule if anything needs the connection.",
            };
        case "gained":
            return {
                severity: isEverybody(from) ? "warning" : "notice",
                rule: GAINED_RULE.id,
                message: `${capitalized(from.text)} can reach ${to.text} from now on (${after}).${by}`,
                ...(isEverybody(from) && { wayOut: "Allow only those addresses that need it." }),
            };
        case "changed":
            return {
                severity: losesPorts ? "warning" : "notice",
                rule: PORTS_RULE.id,
                message: `${capitalized(from.text)} can reach ${to.text} at ${losesPorts ? "other" : "more"} ports: ${before} before, ${after} from now on.${by}`,
                ...(losesPorts && { wayOut: "Check that the ports which are used are among them." }),
            };
    }
}

/** Whether any address at all is among them. */
function isEverybody({ ranges }: Parties): boolean {
    return ranges.includes("0.0.0.0/0") || ranges.includes("::/0");
}

/** What a change of connections is about: the one namespace or workload of a side, else the policy that decides it. */
function objectOf({ from, to, decidedBy }: ConnectionChange): ObjectRef {
    const one = [to, from].find(({ namespaces }) => namespaces.length === 1)?.namespaces[0];
    if (one === undefined) {
        const [policy = ""] = decidedBy;
        return { kind: NETWORK_POLICY.kind, ...placed(policy.split(" ")[0]) };
    }
    const { name: namespace, workloads } = one;
    if (workloads === "all" || workloads.length > 1) {
        return { kind: NAMESPACE.kind, name: namespace };
    }
    const { namespace: kind, name } = placed(workloads[0]);
    return { kind, name, namespace };
}

/** The parts of "namespace/name", or of "kind/name". */
function placed(text = ""): { namespace: string; name: string } {
    const [namespace = "", name = ""] = text.split("/");
    return { namespace, name };
}
