// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent as SandboxEvent } from "../../../sandbox/engine/model";
import type { EngineEvent as PulumiEvent } from "@pulumi/pulumi/automation";
import type { StackRun } from "./stack-runner";

/** Pulumi's own marks for colours, e.g. `<{%fg 1%}>`. */
const COLOUR = /<\{%.*?%\}>/g;

/** How the CLI ends whatever has failed; it says nothing of its own. */
const EPILOGUE = /^(preview|update|refresh|destroy|resource .*) failed$/;

/** Collects the events of a run, which both engines tell in the same shape. */
export class RunRecord {
    public readonly errors: string[] = [];
    private readonly steps: string[] = [];
    private readonly registered: string[] = [];
    private readonly messages: string[] = [];
    private readonly violations: string[] = [];
    private changes: StackRun["changes"] = {};

    public event(event: SandboxEvent | PulumiEvent): void {
        const { resOutputsEvent, diagnosticEvent, policyEvent, summaryEvent } = event as PulumiEvent;
        if (resOutputsEvent) {
            this.step(resOutputsEvent.metadata);
            this.registration(resOutputsEvent.metadata);
        }
        if (diagnosticEvent) {
            this.told(diagnosticEvent.severity, diagnosticEvent.message);
        }
        if (policyEvent) {
            const { enforcementLevel, policyName, resourceUrn = "" } = policyEvent;
            this.violations.push(`${enforcementLevel} ${policyName} ${resourceUrn.split("::").at(-1) ?? ""}`);
        }
        if (summaryEvent) {
            this.changes = summaryEvent.resourceChanges;
        }
    }

    public result(succeeded: boolean, outputs: StackRun["outputs"]): StackRun {
        const { changes, errors, messages } = this;
        const steps = this.steps.sort();
        const registered = this.registered.sort();
        const violations = this.violations.sort();
        return { succeeded, steps, registered, changes, errors, messages, violations, outputs };
    }

    private step({ op, urn, type }: Step): void {
        if (op !== "same" && !type.startsWith("pulumi:")) {
            this.steps.push(`${op} ${typeAndName(urn)}`);
        }
    }

    private registration({ urn, type, new: registered }: Step): void {
        if (registered && !type.startsWith("pulumi:")) {
            this.registered.push(`${typeAndName(urn)} in ${typeAndName(registered.parent)}`);
        }
    }

    private told(severity: string, text: string): void {
        const message = stripVTControlCharacters(text.replaceAll(COLOUR, "")).trim();
        if (severity !== "error") {
            this.messages.push(message);
        } else if (!EPILOGUE.test(message)) {
            this.errors.push(message);
        }
    }
}

interface Step {
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    /** The resource after the step; none after its deletion. */
    readonly new?: { readonly parent: string } | null;
}

/** `<type>::<name>` of a URN, its type with those of its parents. */
function typeAndName(urn: string): string {
    return urn.split("::").slice(2).join("::");
}
