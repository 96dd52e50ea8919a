// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { User } from "./users";

/** One request that could change an object, as the API server wrote it down. */
export interface AuditedWrite {
    /** create, update, patch, delete or deletecollection. */
    readonly verb: string;
    /** User's name, e.g. "admin". */
    readonly user: string;
    readonly userAgent: string;
    /** Path and query of the request. */
    readonly uri: string;
    /** Answer's HTTP status. */
    readonly status: number;
    /** When the request came, ISO 8601 with microseconds. */
    readonly time: string;
}

/** The fields of an audit.k8s.io/v1 Event that are read here. */
interface AuditEvent {
    readonly stage: string;
    readonly verb: string;
    readonly requestURI: string;
    readonly userAgent?: string;
    readonly user: { readonly username: string };
    readonly objectRef?: { readonly apiGroup?: string; readonly resource: string };
    readonly responseStatus?: { readonly code?: number };
    readonly requestReceivedTimestamp: string;
}

const WRITES = new Set(["create", "update", "patch", "delete", "deletecollection"]);

/** Users whose writes are the sandbox's own doing. */
const SYSTEM: ReadonlySet<string> = new Set([
    User.Installer,
    User.ControllerManager,
    User.SimulatedKubeSphere,
    "system:apiserver",
]);

/** "Created" only to get an answer: nothing is stored. */
const QUESTIONS = new Set(["authentication.k8s.io", "authorization.k8s.io"]);

/**
 * The writes by anybody but the sandbox itself, oldest first, refused ones included. Dry runs are no writes. An API
 * server writes a request down just after it has answered: to prove that something was not written, make a later request
 * first and wait until that is in the log.
 */
export function writesIn(auditLog: string, since: Date = new Date(0)): AuditedWrite[] {
    return eventsIn(auditLog)
        .filter((event) => isWrite(event) && !SYSTEM.has(event.user.username))
        .filter((event) => Date.parse(event.requestReceivedTimestamp) >= since.getTime())
        .map((event) => ({
            verb: event.verb,
            user: event.user.username,
            userAgent: event.userAgent ?? "",
            uri: event.requestURI,
            status: event.responseStatus?.code ?? 0,
            time: event.requestReceivedTimestamp,
        }));
}

/** Whether the log has a request whose path and query contain a text. */
export function auditLogMentions(auditLog: string, text: string): boolean {
    return eventsIn(auditLog).some((event) => event.requestURI.includes(text));
}

function isWrite({ stage, verb, requestURI, objectRef }: AuditEvent): boolean {
    const dryRun = new URL(requestURI, "https://localhost").searchParams.has("dryRun");
    return stage === "ResponseComplete" && WRITES.has(verb) && !dryRun && !QUESTIONS.has(objectRef?.apiGroup ?? "");
}

function eventsIn(auditLog: string): AuditEvent[] {
    const text = readFileSync(auditLog, "utf8");
    // The last line may be half written.
    return text
        .slice(0, text.lastIndexOf("\n") + 1)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as AuditEvent);
}
